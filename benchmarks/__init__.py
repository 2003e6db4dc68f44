"""Measurements, one command each. Each prints tables and writes JSON into `results/`."""
