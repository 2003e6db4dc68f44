"""Measurements, one command each: a table on the terminal, JSON in `results/`."""
