"""The numbers that browsers show before the items of ordered lists: 3, 1.2, 2.b."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

# lxml ships no types.
Element: TypeAlias = Any

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_STYLES = {
    "decimal": "1",
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
    "none": "none",
}
_ROMAN = (
    ("M", 1000),
    ("CM", 900),
    ("D", 500),
    ("CD", 400),
    ("C", 100),
    ("XC", 90),
    ("L", 50),
    ("XL", 40),
    ("X", 10),
    ("IX", 9),
    ("V", 5),
    ("IV", 4),
    ("I", 1),
)
_MOST_ROMAN = 3999
_MOST = 10**9


class Numbering:
    """Counts the items of ordered lists while a page is traversed."""

    def __init__(self) -> None:
        self._next: dict[Element, int] = {}
        self._open: list[str] = []

    def start(self, item: Element) -> None:
        """Enter a list item."""
        self._open.append(self._number(item))

    def end(self) -> None:
        """Leave the innermost list item."""
        if self._open:
            self._open.pop()

    @property
    def label(self) -> str:
        """The number of the innermost item, preceded by those of enclosing items; empty if none has a number."""
        return ".".join(filter(None, self._open))

    def _number(self, item: Element) -> str:
        above = item.getparent()
        if above is None or above.tag != "ol":
            return ""
        step = 1 if above.get("reversed") is None else -1
        if above not in self._next:
            first = 1 if step == 1 else sum(1 for _ in above.iterchildren("li"))
            self._next[above] = _integer(above.get("start"), first)
        number = _integer(item.get("value"), self._next[above])
        self._next[above] = number + step
        return as_written(number, _kind(item) or _kind(above) or "1")


def as_written(number: int, kind: str) -> str:
    """`number` in the format of an HTML list's `type`: 1, a, A, i, I; empty for "none"."""
    if kind == "none":
        return ""
    if kind in "aA" and number > 0:
        letters = ""
        while number:
            number, at = divmod(number - 1, 26)
            letters = chr(ord(kind) + at) + letters
        return letters
    if kind in "iI" and 0 < number <= _MOST_ROMAN:
        written = ""
        for letters, value in _ROMAN:
            count, number = divmod(number, value)
            written += letters * count
        return written if kind == "I" else written.lower()
    return str(number)


def _kind(element: Element) -> str | None:
    styled = _STYLE.search(element.get("style") or "")
    if styled:
        return _STYLES.get(styled[1].lower(), "1")
    kind = element.get("type")
    return kind if kind in ("1", "a", "A", "i", "I") else None


def _integer(text: str | None, otherwise: int) -> int:
    try:
        number = int(text) if text else otherwise
    except ValueError:
        return otherwise
    return number if abs(number) < _MOST else otherwise
