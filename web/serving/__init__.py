"""The running service: one answerer for the process, rate limits, metrics, and how API and page are mounted."""
