"""A folder of files → cleaned Articles. `prepare.py` runs the steps."""
