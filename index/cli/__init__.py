"""The command line: what commands do, and how their results are printed."""
