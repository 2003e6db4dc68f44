"""What may be printed: no article, file name or question can command a terminal."""


def printable(words: str) -> str:
    """`words` without control characters."""
    return "".join(char if char.isprintable() or char in " \n" else " " for char in words)
