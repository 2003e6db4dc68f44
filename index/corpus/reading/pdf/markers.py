"""Rejoins numbers and bullets with their list items, if a page draws them apart: all items first, then all bullets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.corpus.reading.pdf.lines import Line

_MARKER = re.compile(r"[•◦▪‣●○■□☐☑☒◆❖➢✓*–—-]|\(?(?:\d{1,2}|[a-z]|[ivx]{2,4})[.)]|\d{1,2}")
# The largest distance, in font sizes, of a marker from its item, and of their baselines.
_AWAY = 3.0
_LEVEL = 0.2


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
    for marker in alone:
        near = (line for at in (-1, 0, 1) for line in items.get(round(marker.base) + at, ()))
        item = min((line for line in near if _is_beside(marker, line)), key=lambda line: line.left, default=None)
        if item is not None and item not in taken:
            taken[item] = marker
    gone = set(taken.values())
    return [_joined(taken[line], line) if line in taken else line for line in lines if line not in gone]


def _is_marker(line: Line) -> bool:
    plain = not line.table and not line.reason and len(line.cells) == 1
    return plain and bool(_MARKER.fullmatch(line.cells[0].text))


def _is_beside(marker: Line, line: Line) -> bool:
    large = max(line.size, marker.size)
    level = abs(line.base - marker.base) <= _LEVEL * large
    return level and not line.table and not line.reason and 0 <= line.left - marker.right <= _AWAY * large


def _joined(marker: Line, item: Line) -> Line:
    return replace(item, cells=(*marker.cells, *item.cells), left=marker.left)
