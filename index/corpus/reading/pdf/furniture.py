"""Page furniture of a PDF: running headers and footers, told by what repeats or counts at the edges of its pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from index.corpus.reading.pdf.lines import Line

_FEWEST_PAGES = 3
# What stands at a page's edge: so many lines at most, and so far from the text, in sizes.
_EDGE_LINES = 3
_EDGE_GAP = 1.5
# A title that the pages repeat is larger than its repetitions.
_LARGER = 1.14
_PAGE_NUMBER = re.compile(r"^\d{1,4}\b|\b\d{1,4}$")


def furniture(lines: Sequence[Line]) -> frozenset[Line]:
    """Lines at the edges of at least half of the pages that are the same but for numbers, or count the pages."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    if len(pages) < _FEWEST_PAGES:
        return frozenset()
    alike: dict[tuple[str, str], list[Line]] = {}
    counting: dict[int, list[Line]] = {}
    for edge, line in _edge_lines(pages.values()):
        alike.setdefault((edge, re.sub(r"\d+", "#", line.words.casefold())), []).append(line)
        for number in _PAGE_NUMBER.findall(line.words):
            counting.setdefault(int(number) - line.page, []).append(line)
    found = set[Line]()
    for same in (*alike.values(), *counting.values()):
        if 2 * len({line.page for line in same}) >= len(pages):
            smallest = min(line.size for line in same)
            found |= {line for line in same if line.size <= _LARGER * smallest}
    return frozenset(found)


def _edge_lines(pages: Iterable[Sequence[Line]]) -> Iterator[tuple[str, Line]]:
    for page in pages:
        down = sorted(page, key=lambda line: -line.base)
        for edge, inwards in (("top", down), ("bottom", down[::-1])):
            yield from ((edge, line) for line in _set_apart(inwards))


def _set_apart(inwards: Sequence[Line]) -> Sequence[Line]:
    """The lines nearest an edge that a gap parts from those further in."""
    apart = 0
    for at, (line, inner) in enumerate(pairwise(inwards[: _EDGE_LINES + 1]), 1):
        if abs(line.base - inner.base) > _EDGE_GAP * max(line.size, inner.size):
            apart = at
    return inwards[:apart]
