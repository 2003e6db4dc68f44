"""Long-running work: its progress and its deadline."""
