"""How the words are shown at a place of an OpenDocument text: the styles that are open there, and what hides them."""

from __future__ import annotations

from index.corpus.reading.looks import Look
from index.corpus.reading.markup import Element
from index.corpus.reading.odt.styles import TEXT, Styles
from index.reasons import HIDDEN, Reason

# Elements whose style shows the characters in them; a span's adds to what is around it.
_STYLED = {"p": "paragraph", "h": "paragraph", "span": "text"}
# What has a ground of its own, of a colour that is not followed here.
_GROUNDS = frozenset({"table", "text-box"})


class Shown:
    """The looks that are open, innermost last."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._looks: list[Look] = [Look()]
        self._hidden = 0
        self._grounds = 0

    def enter(self, element: Element, name: str) -> None:
        """An element begins."""
        if name in _STYLED:
            own = self._styles.look(_STYLED[name], element.get(TEXT + "style-name"))
            self._looks.append(own.over(self._looks[-1]) if name == "span" else own)
        self._hidden += self._hides(element, name)
        self._grounds += name in _GROUNDS

    def leave(self, element: Element, name: str) -> None:
        """An element ends."""
        if name in _STYLED:
            self._looks.pop()
        self._hidden -= self._hides(element, name)
        self._grounds -= name in _GROUNDS

    @property
    def look(self) -> Look:
        """The innermost look."""
        return self._looks[-1]

    @property
    def reason(self) -> Reason | None:
        """Why what stands here is no text of the page, if so."""
        return HIDDEN if self._hidden else self.look.reason(grounded=bool(self._grounds))

    def _hides(self, element: Element, name: str) -> bool:
        """Whether an element hides all that is in it."""
        if name == "section":
            return self._styles.hides(element)
        hidden = element.iter(TEXT + "hidden-paragraph") if name in ("p", "h") else ()
        return any(one.get(TEXT + "is-hidden") == "true" for one in hidden)
