"""Puts together what a page draws apart: marks and their items, initials and their words, sentences over breaks."""
