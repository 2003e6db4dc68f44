"""What may be printed: no article, file name or question can command a terminal, or look like what the program says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # The answer's nouns need numpy, and help does not.
    from index.answer import Verdict

# Before the words of an article, at each of their lines; what the program says itself never begins with it.
MARK = "> "
_NUMBERED = re.compile(r"\[(?=\s*\d)")


def printable(words: str) -> str:
    """`words` without control characters."""
    return "".join(char if char.isprintable() or char in " \n" else " " for char in words)


def one_line(words: str) -> str:
    """`words` of an article within a line of ours: no line end, and no `[2]` that could pass for evidence 2."""
    return _NUMBERED.sub(r"\\[", " ".join(printable(words).split()))


def set_off(words: str) -> str:
    """`words` of an article on lines of their own, each behind `MARK`."""
    return "\n".join(f"{MARK}{printable(line)}" for line in words.splitlines() or [""])


def told(verdict: Verdict, rank: int | None) -> str:
    """Where one of several questions is answered: in the passage of that `rank`, in one not shown, or nowhere."""
    if verdict == "unanswered":
        return "no article answers that"
    return f"passage {rank}" if rank else "a passage that is not among these: ask for more of them"
