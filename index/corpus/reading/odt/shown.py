"""The formatting and visibility of text at the current position in an OpenDocument text."""

from __future__ import annotations

from index.corpus.reading.formatting.looks import Look
from index.corpus.reading.markup import Element
from index.corpus.reading.odt.styles import TEXT, Styles
from index.reasons import HIDDEN, Reason

# Elements with character styles, and their style families; the style of a span adds to that of its parent.
_STYLED = {"p": "paragraph", "h": "paragraph", "span": "text"}
# Elements with a background of their own, whose colour is not evaluated.
_GROUNDS = frozenset({"table", "text-box"})


class Shown:
    """The formatting of the open elements, innermost last."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._looks: list[Look] = [Look()]
        self._hidden = 0
        self._grounds = 0

    def enter(self, element: Element, name: str) -> None:
        """Enter an element."""
        if name in _STYLED:
            own = self._styles.look(_STYLED[name], element.get(TEXT + "style-name"))
            self._looks.append(own.over(self._looks[-1]) if name == "span" else own)
        self._hidden += self._hides(element, name)
        self._grounds += name in _GROUNDS

    def leave(self, element: Element, name: str) -> None:
        """Leave an element."""
        if name in _STYLED:
            self._looks.pop()
        self._hidden -= self._hides(element, name)
        self._grounds -= name in _GROUNDS

    @property
    def look(self) -> Look:
        """The formatting of the innermost element."""
        return self._looks[-1]

    @property
    def reason(self) -> Reason | None:
        """Why text here is set aside, or `None`."""
        return HIDDEN if self._hidden else self.look.reason(grounded=bool(self._grounds))

    def _hides(self, element: Element, name: str) -> bool:
        """Whether an element hides all its content."""
        if name == "section":
            return self._styles.hides(element)
        hidden = element.iter(TEXT + "hidden-paragraph") if name in ("p", "h") else ()
        return any(one.get(TEXT + "is-hidden") == "true" for one in hidden)
