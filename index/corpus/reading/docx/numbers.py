"""The automatic paragraph numbers of a Word document, counted as Word does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.corpus.reading.docx.package import W
from index.corpus.reading.docx.styles import Styles, value
from index.corpus.reading.formatting.numbering import label, written
from index.corpus.reading.markup import Element

_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: its first number, number format, label pattern, and the level that restarts it."""

    start: int = 1
    way: str = "decimal"
    text: str = ""
    restart: int | None = None


class Numbers:
    """The lists of a document. Each call of `label` counts a paragraph."""

    def __init__(self, numbering: Element | None, styles: Styles) -> None:
        self._styles = styles
        kinds = _by_id(numbering, "abstractNum", "abstractNumId")
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._of_styles: dict[str, int] = {}
        # Levels of lists that restart, although their abstract numbering has been counted before.
        self._started: set[tuple[str, int]] = set()
        for number, element in _by_id(numbering, "num", "numId").items():
            kind = element.find(W + "abstractNumId")
            name = value(kind) if kind is not None else ""
            levels = dict(_levels(kinds[name].iter(W + "lvl"))) if name in kinds else {}
            for changed in element.iter(W + "lvlOverride"):
                at = _number(changed.get(W + "ilvl"))
                levels.update(_levels(changed.iter(W + "lvl")))
                start = changed.find(W + "startOverride")
                if start is not None and at in levels:
                    old = levels[at]
                    levels[at] = _Level(_number(value(start)), old.way, old.text, old.restart)
                    self._started.add((number, at))
            self._lists[number] = name, levels
        for lvl in [] if numbering is None else numbering.iter(W + "lvl"):
            style = lvl.find(W + "pStyle")
            if style is not None:
                self._of_styles.setdefault(value(style), _number(lvl.get(W + "ilvl")))
        self._counts: dict[str, list[int | None]] = {}

    def label(self, paragraph: Element) -> str:
        """Count a paragraph and return its number; empty for a bullet or no number."""
        found = self._styles.numbering(paragraph)
        number = found.find(W + "numId") if found is not None else None
        if found is None or number is None or value(number) not in self._lists:
            return ""
        own = found.find(W + "ilvl")
        at = _number(value(own)) if own is not None else self._of_styles.get(self._styles.name(paragraph) or "", 0)
        kind, levels = self._lists[value(number)]
        if at not in levels:
            return ""
        counts = self._counts.setdefault(kind, [None] * _LEVELS)
        if (value(number), at) in self._started:
            self._started.discard((value(number), at))
            counts[at] = None
        counts[at] = levels[at].start if counts[at] is None else (counts[at] or 0) + 1
        for above in range(at):
            counts[above] = levels[above].start if counts[above] is None and above in levels else counts[above]
        for deeper in range(at + 1, _LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and at < restart):
                counts[deeper] = None
        return _written(levels, counts, at)


def _written(levels: dict[int, _Level], counts: list[int | None], at: int) -> str:
    level = levels[at]
    if level.way in ("bullet", "none") or not written(1, level.way):
        return ""
    ways = {f"%{one + 1}": written(counts[one] or 0, levels[one].way) for one in range(at + 1) if one in levels}
    return label(level.text, ways)


def _levels(elements: Iterable[Element]) -> Iterable[tuple[int, _Level]]:
    for element in elements:
        found = {name: element.find(W + name) for name in ("start", "numFmt", "lvlText", "lvlRestart")}
        start, way, text, restart = (value(one) if one is not None else None for one in found.values())
        at = min(_LEVELS - 1, _number(element.get(W + "ilvl")))
        again = _number(restart) if restart is not None else None
        yield at, _Level(_number(start or "1"), way or "decimal", text or "", again)


def _by_id(numbering: Element | None, name: str, key: str) -> dict[str, Element]:
    found = [] if numbering is None else numbering.findall(W + name)
    return {element.get(W + key) or "": element for element in found}


def _number(words: str | None) -> int:
    return int(words) if words and words.isdecimal() and len(words) < _LEVELS else 0
