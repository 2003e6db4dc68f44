"""What a group of rich text inherits and changes: where its text goes, how it is shown, what its paragraph is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from index.corpus.reading.looks import Look
from index.corpus.reading.runs import Place, Runs
from index.reasons import Reason

# A shift, in half points, that no eye misses.
_SHIFT = 4
PLAIN = Look()


@dataclass(frozen=True, slots=True)
class State:
    """What a group inherits and, at its end, gives back. `place` is where its text goes; empty: nowhere."""

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


# Words that change how what follows is read.
CHANGES: dict[bytes, Callable[[State, int | None], State]] = {
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

_Run = tuple[str, Place, Reason | None]


@dataclass(slots=True)
class Paragraph:
    """What is gathered until a paragraph ends: its words run by run, the cells of its row, the number of its list."""

    words: list[_Run] = field(default_factory=list)
    cells: list[Runs] = field(default_factory=list)
    listed: bool = False
    label: str = ""

    def take(self) -> Runs:
        """The words, once. The halves of a character that were written one by one become whole."""
        runs = Runs()
        gathered: list[str] = []
        for at, (words, place, reason) in enumerate(self.words):
            gathered.append(words)
            following = self.words[at + 1][1:] if at + 1 < len(self.words) else None
            if following != (place, reason):
                runs.add(whole("".join(gathered)), place, reason)
                gathered = []
        self.words.clear()
        return runs


def whole(words: str) -> str:
    """One text; the halves of a character become whole, and one alone is none."""
    return words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
