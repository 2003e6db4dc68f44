"""Makes text safe to print: it cannot control the terminal, or look like the program's own output."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # `index.answer` needs numpy, but help must not import it.
    from index.answer import Verdict

# Precedes each line of an article's words. The program's own lines never begin with it.
MARK = "> "
_NUMBERED = re.compile(r"\[(?=\s*\d)")


def printable(words: str) -> str:
    """`words` without control characters."""
    return "".join(char if char.isprintable() or char in " \n" else " " for char in words)


def one_line(words: str) -> str:
    """`words` of an article on one line, escaped so that `[2]` cannot be mistaken for evidence 2."""
    return _NUMBERED.sub(r"\\[", " ".join(printable(words).split()))


def set_off(words: str) -> str:
    """`words` of an article on lines of their own, each after `MARK`."""
    return "\n".join(f"{MARK}{printable(line)}" for line in words.splitlines() or [""])


def told(verdict: Verdict, rank: int | None) -> str:
    """Where one of several questions is answered: in the passage with that `rank`, in one not shown, or nowhere."""
    if verdict == "unanswered":
        return "no article answers that"
    return f"passage {rank}" if rank else "a passage that is not among these: ask for more of them"
