"""Filters: which articles may answer a question, and the filter values of each article."""
