"""Saved web pages: the page's visible text, what of it trafilatura takes for the article, and what the page states."""
