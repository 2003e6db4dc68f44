"""Judges text by its wording: labels, boilerplate phrases, author biographies, comments and disclaimers."""
