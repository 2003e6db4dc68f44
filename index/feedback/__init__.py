"""Feedback on passages: storage, and conversion into candidate golden questions."""
