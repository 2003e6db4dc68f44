"""Removes the line numbers in the margins of manuscripts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.corpus.reading.pdf.lines import Cell, Line

_NUMBER = re.compile(r"\d{1,4}")
_FEWEST = 4
_STEPS = ({1}, {2}, {5}, {10})
# The tolerance, in points, for numbers to count as aligned.
_ALIGNED = 2.0
# At least `_GO_ON` of the lines must end in mid-sentence; at most `_OUTSIDE` of the cells may be outside the numbers.
_GO_ON = 0.4
_OUTSIDE = 0.1
_ENDS = re.compile(r"[.!?:;][\"'”’)\]]*$")


def without_line_numbers(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page without line numbers."""
    for side in (0, -1):
        found = _below_each_other(lines, side)
        if _counts(lines, found, side):
            kept = (_without(line, side) if at in found else line for at, line in enumerate(lines))
            return [line for line in kept if line is not None]
    return list(lines)


def _below_each_other(lines: Sequence[Line], side: int) -> frozenset[int]:
    """Indices of lines whose outermost cell is a number at the most frequent alignment."""
    edges: Counter[tuple[bool, int]] = Counter()
    cells = {at: line.cells[side] for at, line in enumerate(lines) if _is_number(line, line.cells[side])}
    for cell in cells.values():
        edges.update((right, round(edge / _ALIGNED)) for right, edge in ((False, cell.left), (True, cell.right)))
    if not edges:
        return frozenset()
    right, place = max(edges, key=lambda edge: edges[edge])
    return frozenset(
        at for at, cell in cells.items() if abs((cell.right if right else cell.left) - place * _ALIGNED) <= _ALIGNED
    )


def _is_number(line: Line, cell: Cell) -> bool:
    return not line.table and bool(_NUMBER.fullmatch(cell.text))


def _counts(lines: Sequence[Line], found: frozenset[int], side: int) -> bool:
    """Whether these are line numbers: in even steps down a margin, beside running text."""
    if len(found) < _FEWEST:
        return False
    down = sorted((lines[at] for at in found), key=lambda line: -line.base)
    values = [int(line.cells[side].text) for line in down]
    steps = {second - first for first, second in pairwise(values)}
    numbers = [line.cells[side] for line in down]
    return steps in _STEPS and _stand_outside(lines, numbers, side) and _run_on(lines, found, side, min(steps))


def _stand_outside(lines: Sequence[Line], numbers: Sequence[Cell], side: int) -> bool:
    others = [cell for line in lines for cell in line.cells if cell not in numbers and not line.table]
    if side == 0:
        edge = max(number.right for number in numbers)
        outside = sum(cell.left < edge for cell in others)
    else:
        edge = min(number.left for number in numbers)
        outside = sum(cell.right > edge for cell in others)
    return outside <= _OUTSIDE * len(others)


def _run_on(lines: Sequence[Line], found: frozenset[int], side: int, step: int) -> bool:
    """Whether the text beside the numbers continues from line to line, unlike items of a list or a table."""
    beside = [_without(line, side) if at in found else line for at, line in enumerate(lines)]
    texts = [line.words for line in beside if line is not None]
    goes_on = sum(not _ENDS.search(first) and not second[:1].isupper() for first, second in pairwise(texts))
    return goes_on >= _GO_ON * (len(texts) - 1) and (step > 1 or 2 * len(found) >= len(texts)) and len(texts) > 1


def _without(line: Line, side: int) -> Line | None:
    cells = line.cells[1:] if side == 0 else line.cells[:-1]
    return replace(line, cells=cells, left=cells[0].left, right=cells[-1].right) if cells else None
