"""Background jobs of the service, each in a process of its own: building, and evaluating what was built."""
