"""Questions with known answers in, metrics and reports out."""
