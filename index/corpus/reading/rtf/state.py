"""What a group of rich text inherits and changes: where its text goes, how it is read, what its paragraph is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class State:
    """What a group inherits and, at its end, gives back. `place` is where its text goes; empty: nowhere."""

    place: str = "body"
    encoding: str | None = None
    font: int = 0
    hidden: bool = False
    replaced: int = 1
    style: int = 0
    outline: int | None = None
    listed: bool = False
    in_table: bool = False


# Words that change how what follows is read.
CHANGES: dict[bytes, Callable[[State, int | None], State]] = {
    b"v": lambda state, number: replace(state, hidden=number != 0),
    b"deleted": lambda state, number: replace(state, hidden=number != 0),
    b"plain": lambda state, _: replace(state, hidden=False, encoding=None),
    b"uc": lambda state, number: replace(state, replaced=max(0, number or 0)),
    b"pard": lambda state, _: replace(state, style=0, outline=None, listed=False, in_table=False),
    b"s": lambda state, number: replace(state, style=number or 0),
    b"outlinelevel": lambda state, number: replace(state, outline=number or 0),
    b"ls": lambda state, number: replace(state, listed=bool(number)),
    b"intbl": lambda state, _: replace(state, in_table=True),
}


@dataclass(slots=True)
class Paragraph:
    """What is gathered until a paragraph ends: its words, and the cells of its row."""

    words: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    listed: bool = False
