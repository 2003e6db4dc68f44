"""The reader: an article with a quote marked and in view."""
