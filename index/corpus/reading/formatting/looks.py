"""Character formatting in office documents, as far as it decides which text is quoted or a heading."""

from __future__ import annotations

from dataclasses import dataclass, fields

from index.corpus.reading.formatting.runs import Place
from index.reasons import HIDDEN, STRUCK, Reason


@dataclass(frozen=True, slots=True)
class Look:
    """The formatting of characters; `None` inherits from the surrounding style."""

    struck: bool | None = None
    hidden: bool | None = None
    place: Place | None = None
    white: bool | None = None
    shaded: bool | None = None
    font: str | None = None
    bold: bool | None = None

    def over(self, other: Look) -> Look:
        """This formatting, with `None` filled in from `other`."""
        own = (getattr(self, name) for name in _NAMES)
        theirs = (getattr(other, name) for name in _NAMES)
        return Look(*(one if one is not None else another for one, another in zip(own, theirs, strict=True)))

    def reason(self, *, grounded: bool = False) -> Reason | None:
        """Why the characters are set aside, or `None`. If `grounded`, their background colour is unknown."""
        if self.struck:
            return STRUCK
        white = self.white and not self.shaded and not grounded
        return HIDDEN if self.hidden or white else None


# The lowest weight of a font, of at most 1000, that is bold.
_BOLD = 600
_NAMES = tuple(one.name for one in fields(Look))


def is_bold(weight: str | None) -> bool | None:
    """Whether a font weight of CSS or OpenDocument ("bold", "600") is bold; `None` if none is stated."""
    if not weight or weight == "inherit":
        return None
    return int(weight) >= _BOLD if weight.isdecimal() and len(weight) < 5 else weight in ("bold", "bolder")
