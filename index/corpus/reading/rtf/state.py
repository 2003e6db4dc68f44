"""The state of a group of rich text, which nested groups inherit: destination, formatting and paragraph properties."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from index.corpus.reading.formatting.looks import Look
from index.corpus.reading.formatting.runs import Place, Runs
from index.reasons import Reason

# Text shifted by at least this many half-points counts as superscript or subscript.
_SHIFT = 4
PLAIN = Look()


@dataclass(frozen=True, slots=True)
class State:
    """The state that a group inherits and restores at its end. `place` is where text goes; empty to discard it."""

    place: str = "body"
    encoding: str | None = None
    font: int = 0
    look: Look = PLAIN
    deleted: bool = False
    colour: int = 0
    replaced: int = 1
    style: int = 0
    outline: int | None = None
    listed: bool = False
    in_table: bool = False
    boxed: bool = False


def _shown(state: State, **changes: Any) -> State:
    return replace(state, look=replace(state.look, **changes))


def _shifted(state: State, half_points: int, place: Place) -> State:
    return _shown(state, place=place if half_points >= _SHIFT else "line")


def _on(number: int | None) -> bool:
    return number != 0


# Control words that change the state.
CHANGES: dict[bytes, Callable[[State, int | None], State]] = {
    b"b": lambda state, number: _shown(state, bold=_on(number)),
    b"v": lambda state, number: _shown(state, hidden=_on(number)),
    b"deleted": lambda state, number: replace(state, deleted=_on(number)),
    b"strike": lambda state, number: _shown(state, struck=_on(number)),
    b"striked": lambda state, number: _shown(state, struck=_on(number)),
    b"super": lambda state, number: _shown(state, place="raised" if _on(number) else "line"),
    b"sub": lambda state, number: _shown(state, place="lowered" if _on(number) else "line"),
    b"nosupersub": lambda state, _: _shown(state, place="line"),
    b"up": lambda state, number: _shifted(state, 6 if number is None else number, "raised"),
    b"dn": lambda state, number: _shifted(state, 6 if number is None else number, "lowered"),
    b"highlight": lambda state, number: _shown(state, shaded=bool(number)),
    b"chcbpat": lambda state, number: _shown(state, shaded=bool(number)),
    b"cb": lambda state, number: _shown(state, shaded=bool(number)),
    b"cf": lambda state, number: replace(state, colour=number or 0),
    b"plain": lambda state, _: replace(state, look=PLAIN, deleted=False, colour=0, encoding=None),
    b"uc": lambda state, number: replace(state, replaced=max(0, number or 0)),
    b"pard": lambda state, _: replace(state, style=0, outline=None, listed=False, in_table=False),
    b"s": lambda state, number: replace(state, style=number or 0),
    b"outlinelevel": lambda state, number: replace(state, outline=number or 0),
    b"ls": lambda state, number: replace(state, listed=bool(number)),
    b"intbl": lambda state, _: replace(state, in_table=True),
}

_Run = tuple[str, Place, Reason | None, bool]


@dataclass(slots=True)
class Paragraph:
    """The content of the current paragraph: its runs, the cells of its row, and its list number."""

    words: list[_Run] = field(default_factory=list)
    cells: list[Runs] = field(default_factory=list)
    listed: bool = False
    label: str = ""

    def take(self) -> Runs:
        """Return the runs, with surrogate pairs joined, and clear them."""
        runs = Runs()
        gathered: list[str] = []
        for at, (words, place, reason, bold) in enumerate(self.words):
            gathered.append(words)
            following = self.words[at + 1][1:] if at + 1 < len(self.words) else None
            if following != (place, reason, bold):
                runs.add(whole("".join(gathered)), place, reason, bold=bold)
                gathered = []
        self.words.clear()
        return runs


def whole(words: str) -> str:
    """`words` with surrogate pairs joined; lone surrogates become U+FFFD."""
    return words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
