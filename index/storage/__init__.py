"""What is written to disk: snapshots, caches, API keys, and the locks that keep a write from being half seen."""
