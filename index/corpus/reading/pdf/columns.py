"""Detects columns of prose that a page draws row by row, and reads them column by column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from index.corpus.reading.pdf.lines import Cell, Line
from index.corpus.reading.pdf.rows import has_cells

# Cells of one column begin at the same position, within this tolerance in points.
_ALIGNED = 2.0
# The minimum lines per column, and the minimum words per cell on average.
_FEWEST_LINES = 4
_FEWEST_WORDS = 3.5
# In prose, at least this share of lines end in mid-sentence.
_GO_ON = 0.4
_ENDS = re.compile(r"[.!?:;][\"'”’)\]]*$")


def read_by_columns(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of a page in reading order: adjacent columns of prose are read one after the other."""
    run: list[Line] = []
    for line in lines:
        if run and not _belongs(run, line):
            yield from _read(run)
            run = []
        run.append(line)
    yield from _read(run)


def _belongs(run: Sequence[Line], line: Line) -> bool:
    """Whether every cell of the line begins where a column of the run does; some columns may have ended."""
    if line.table or line.reason or not has_cells(run[0]) or line.base >= run[-1].base:
        return False
    starts = [cell.left for cell in run[0].cells]
    return all(any(abs(cell.left - start) <= _ALIGNED for start in starts) for cell in line.cells)


def _read(run: Sequence[Line]) -> Iterator[Line]:
    starts = [cell.left for cell in run[0].cells] if run and has_cells(run[0]) else []
    columns = [
        [(line, cell) for line in run for cell in line.cells if abs(cell.left - start) <= _ALIGNED] for start in starts
    ]
    if len(columns) < 2 or not all(_is_prose([cell for _, cell in column]) for column in columns):
        yield from run
        return
    parts = [part for column in columns for part in column]
    for (line, cell), (_, following) in pairwise([*parts, (parts[-1][0], Cell.of(0, 0, ()))]):
        yield _part(line, cell, following)


def _part(line: Line, cell: Cell, following: Cell) -> Line:
    """A cell as a line of its own. A final hyphen breaks a word if `following` continues in lower case."""
    last = cell is line.cells[-1]
    hyphen = cell.text[-2:-1].isalpha() and cell.text.endswith("-") and following.text[:1].islower()
    if hyphen and not last:
        words, place, reason = cell.runs[-1]
        runs = (*cell.runs[:-1], (words.rstrip()[:-1], place, reason))
        cell = Cell.of(cell.left, cell.right, runs)
    broken = line.broken if last else hyphen
    return replace(line, cells=(cell,), left=cell.left, right=cell.right, broken=broken)


def _is_prose(cells: Sequence[Cell]) -> bool:
    words = sum(len(cell.text.split()) for cell in cells)
    if len(cells) < _FEWEST_LINES or words < _FEWEST_WORDS * len(cells):
        return False
    goes_on = sum(not _ENDS.search(first.text) and second.text[:1].islower() for first, second in pairwise(cells))
    return goes_on >= _GO_ON * (len(cells) - 1)
