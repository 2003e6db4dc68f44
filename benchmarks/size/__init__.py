"""How time, memory and disk grow with the corpus: `python -m benchmarks.size --texts FILE`."""
