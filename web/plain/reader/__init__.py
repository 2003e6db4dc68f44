"""The reader: an article with a quote marked and scrolled into view."""
