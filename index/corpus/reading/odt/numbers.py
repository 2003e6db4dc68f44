"""The automatic numbers of lists and headings, counted as office programs do."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.corpus.reading.markup import Element
from index.corpus.reading.odt.styles import TEXT, Level, Styles, number, numbered

_DEEPEST = 20


@dataclass(slots=True)
class _Open:
    """An open list and its current number; `fresh` until the item's first paragraph has used the number."""

    style: str | None
    level: int
    count: int
    fresh: bool = False
    levels: dict[int, Level] = field(default_factory=dict)


class Numbers:
    """The open lists, innermost last, and the heading counters."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._open: list[_Open] = []
        self._last: dict[str | None, int] = {}
        self._headings: list[int] = []

    def open_list(self, element: Element) -> None:
        """Enter a list; without a style of its own, it has the style of the enclosing list."""
        around = self._open[-1] if self._open else None
        style = element.get(TEXT + "style-name") or (around.style if around else None)
        level = min(_DEEPEST, around.level + 1 if around else 1)
        levels = self._styles.levels(style)
        goes_on = element.get(TEXT + "continue-numbering") == "true" or element.get(TEXT + "continue-list")
        count = self._last.get(style, 0) if goes_on and not around else levels.get(level, Level()).start - 1
        self._open.append(_Open(style, level, count, levels=levels))

    def close_list(self) -> None:
        """Leave the innermost list."""
        if self._open:
            closed = self._open.pop()
            if not self._open:
                self._last[closed.style] = closed.count

    def open_item(self, element: Element) -> None:
        """Enter an item of the innermost list."""
        if self._open:
            inner = self._open[-1]
            inner.count = number(element.get(TEXT + "start-value"), inner.count + 1)
            inner.fresh = True

    @property
    def in_list(self) -> bool:
        """Whether a list is open."""
        return bool(self._open)

    def item(self) -> str:
        """The number of the next paragraph; empty unless it is the first of its item."""
        if not self._open or not self._open[-1].fresh:
            return ""
        inner = self._open[-1]
        inner.fresh = False
        return numbered(inner.levels, [one.count for one in self._open], inner.level)

    def heading(self, element: Element, level: int) -> str:
        """The number of a heading in the document's outline."""
        if element.get(TEXT + "is-list-header") == "true" or level not in self._styles.outline:
            return ""
        outline = self._styles.outline
        while len(self._headings) < level:
            self._headings.append(outline.get(len(self._headings) + 1, Level()).start - 1)
        del self._headings[level:]
        self._headings[-1] += 1
        counts = [max(count, 1) if at < level - 1 else count for at, count in enumerate(self._headings)]
        return numbered(outline, counts, level)
