"""The command line's commands, by what they are about. Heavy imports stand in the command that needs them."""
