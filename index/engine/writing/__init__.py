"""Writes the files of a new engine: `writer.py` while articles go by, `term_counts.py` what is of all together."""
