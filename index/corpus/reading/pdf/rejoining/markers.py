"""Rejoins what a page draws apart: numbers and bullets with their list items, large initials with their words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from index.corpus.reading.pdf.lines import Cell, Line

# What begins a list item: a bullet, or a number or letter with its dot.
MARK = r"(?:[•◦▪‣●○■□☐☑☒◆❖➢✓*–—-]|\(?(?:\d{1,2}|[a-z]|[ivx]{2,4})[.)])"
_MARKER = re.compile(rf"{MARK}|\d{{1,2}}")
# The largest distance, in font sizes, of a marker from its item, and of their baselines.
_AWAY = 3.0
_LEVEL = 0.2
# How many lines to the right of a marker are looked at, and how many large letters on a page can be initials. Hostile
# pages have thousands in one place.
_LOOKED_AT = 20
_MOST_INITIALS = 50
# A large initial has at least this size of its line, and is at most this far away, in font sizes of the line.
_LARGE = 1.7
_CLOSE = 0.6


def with_markers(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page, with every line that is only a marker put before the line to the right of it."""
    alone = [line for line in lines if _is_marker(line)]
    if not alone:
        return list(lines)
    taken: dict[Line, Line] = {}
    items: dict[int, list[Line]] = {}
    for line in lines:
        if not _is_marker(line):
            items.setdefault(round(line.base), []).append(line)
    for level in items.values():
        level.sort(key=_left)
    for marker in alone:
        item = min((line for line in _near(marker, items) if _is_beside(marker, line)), key=_left, default=None)
        if item is not None and item not in taken:
            taken[item] = marker
    gone = set(taken.values())
    return [_joined(taken[line], line) if line in taken else line for line in lines if line not in gone]


def _is_marker(line: Line) -> bool:
    plain = not line.table and not line.reason and len(line.cells) == 1
    return plain and bool(_MARKER.fullmatch(line.cells[0].text))


def _left(line: Line) -> float:
    return line.left


def _near(marker: Line, items: Mapping[int, Sequence[Line]]) -> Iterator[Line]:
    """The nearest lines to the right of a marker, from `items` by their rounded baselines, each from left to right."""
    reach = min(_LOOKED_AT, 1 + int(_LEVEL * marker.size))
    for at in range(-reach, reach + 1):
        level = items.get(round(marker.base) + at, ())
        first = bisect_left(level, marker.right, key=_left)
        yield from level[first : first + _LOOKED_AT]


def _is_beside(marker: Line, line: Line) -> bool:
    large = max(line.size, marker.size)
    level = abs(line.base - marker.base) <= _LEVEL * large
    return level and not line.table and not line.reason and 0 <= line.left - marker.right <= _AWAY * large


def _joined(marker: Line, item: Line) -> Line:
    return replace(item, cells=(*marker.cells, *item.cells), left=marker.left)


def with_initials(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page, with every line that is only a large initial put into the word that it begins."""
    begun: dict[Line, Line] = {}
    smallest = min((line.size for line in lines), default=0.0)
    large = [line for line in lines if _is_initial(line, smallest)]
    for initial in large if len(large) <= _MOST_INITIALS else ():
        beside = [line for line in lines if _begins(initial, line)]
        if beside:
            begun[max(beside, key=lambda line: line.base)] = initial
    gone = set(begun.values())
    return [_begun(begun[line], line) if line in begun else line for line in lines if line not in gone]


def _is_initial(line: Line, smallest: float) -> bool:
    plain = not line.table and not line.reason
    return plain and line.size >= _LARGE * smallest and len(line.words) == 1 and line.words.isupper()


def _begins(initial: Line, line: Line) -> bool:
    large = initial.size >= _LARGE * line.size and not line.table and not line.reason
    high = initial.base < line.base < initial.base + initial.size
    return large and high and abs(line.left - initial.right) <= _CLOSE * line.size and line.words[:1].isalpha()


def _begun(initial: Line, line: Line) -> Line:
    first = line.cells[0]
    cell = Cell.of(initial.left, first.right, (*initial.cells[0].runs, *first.runs))
    return replace(line, cells=(cell, *line.cells[1:]), left=initial.left)
