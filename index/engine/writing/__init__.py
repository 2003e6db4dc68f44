"""Writes the files of a new engine: `writer.py` those per article, `term_counts.py` those about all articles."""
