"""A folder of files → cleaned Articles; `prepare.py` runs the steps, `sources.py` says where files came from."""
