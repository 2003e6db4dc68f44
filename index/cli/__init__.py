"""The command line: what a command does, and how its result is printed."""
