"""The commands, by subject. Heavy imports are inside the commands that need them."""
