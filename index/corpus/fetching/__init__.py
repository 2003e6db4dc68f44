"""Downloads URLs, and never connects to a private network."""
