"""Tables without rules, recognized by cells that are aligned from line to line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.corpus.reading.pdf.lines import Cell, Line

# Cells of one column begin or end at the same position, within this tolerance in points.
_ALIGNED = 2.0
# The largest distance, in font sizes, to a next line that continues a cell.
_NEXT = 1.6
_NUMBER = re.compile(r"\W*(?:(?:\d{1,2}|[A-Za-z])\W*)?")
# The number of a clause, which prose follows: "1.2", "(iv)", "§ 3", "Art. 5", "A.1".
_CLAUSE = re.compile(r"(?:§+\s?|[A-Z][a-z]{0,3}\.?\s?)?[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxlc]{2,6})(?:\.\d{1,3})*[.)\]]*")
_PROSE = 4


def rows(lines: Sequence[Line]) -> frozenset[Line]:
    """The lines that are table rows: those of ruled tables, those with aligned cells, and their wrapped lines."""
    found = {line for line in lines if line.table}
    above: Line | None = None
    wrapped: list[Line] = []
    for line in lines:
        if above is None or line.page != above.page or line.table:
            above, wrapped = (None if line.table or not has_cells(line) else line), []
        elif has_cells(line):
            aligned = sum(any(_stand(cell, other) for other in above.cells) for cell in line.cells)
            found |= {above, line, *wrapped} if aligned > 1 else set()
            above, wrapped = line, []
        elif _is_wrapped(wrapped[-1] if wrapped else above, line, above):
            wrapped.append(line)
            found |= {line} if above in found else set()
        else:
            above, wrapped = None, []
    return frozenset(found)


def has_cells(line: Line) -> bool:
    """Whether a line has table cells; a bullet or number before a list item or a clause is not a cell."""
    return len(line.cells) > 1 and not is_item(line)


def is_item(line: Line) -> bool:
    """Whether a line is a list item or a clause, set apart from its bullet or its numbers: "1.2 (a) The tenant"."""
    *marks, text = (cell.text for cell in line.cells)
    if len(marks) == 1 and _NUMBER.fullmatch(marks[0]):
        return True
    # A second number without a bracket or dot is a column of figures.
    numbers = len(marks) in (1, 2) and all(map(_CLAUSE.fullmatch, marks)) and not any(map(str.isalnum, marks[1:]))
    return numbers and len(text.split()) >= _PROSE


def _stand(cell: Cell, other: Cell) -> bool:
    return abs(cell.left - other.left) < _ALIGNED or abs(cell.right - other.right) < _ALIGNED


def _is_wrapped(before: Line, line: Line, row: Line) -> bool:
    """Whether a line just below `before` continues cells of `row` without starting a new row."""
    near = line.page == before.page and 0 < before.base - line.base <= _NEXT * line.size
    inner = row.cells[1:]
    return near and all(any(abs(cell.left - above.left) < _ALIGNED for above in inner) for cell in line.cells)


def table(lines: Sequence[Line]) -> list[list[Cell]]:
    """The rows of a table, each with one cell per column: missing cells are empty, wrapped cells are joined."""
    widest = max(lines, key=lambda line: len(line.cells))
    found: list[list[Cell]] = []
    row: Line | None = None
    before: Line | None = None
    for line in lines:
        cells = _in_columns(line, widest)
        if row is not None and before is not None and not line.table and _is_wrapped(before, line, row):
            found[-1] = [_both(*both) for both in zip(found[-1], cells, strict=True)]
        else:
            found.append(cells)
            row = line
        before = line
    return found


def _in_columns(line: Line, widest: Line) -> list[Cell]:
    if len(line.cells) == len(widest.cells):
        return list(line.cells)
    cells = [Cell.of(column.left, column.left, ()) for column in widest.cells]
    first = 0
    for left, cell in zip(range(len(line.cells), 0, -1), line.cells, strict=True):
        # Cells keep their order, and a column must remain for each of those that follow.
        columns = range(first, len(cells) - left + 1)
        at = min(columns, key=lambda column: _distance(cell, widest.cells[column]))
        cells[at], first = cell, at + 1
    return cells


def _distance(cell: Cell, column: Cell) -> float:
    middle = abs(cell.left + cell.right - column.left - column.right) / 2
    return min(abs(cell.left - column.left), abs(cell.right - column.right), middle)


def _both(upper: Cell, lower: Cell) -> Cell:
    if not upper.runs or not lower.runs:
        return upper if upper.runs else lower
    return Cell.of(upper.left, max(upper.right, lower.right), (*upper.runs, (" ", "line", None), *lower.runs))


def of_tables(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Splits consecutive rows into tables."""
    run: list[Line] = []
    for line in lines:
        if run and (line.page, line.table) != (run[-1].page, run[-1].table):
            yield run
            run = []
        run.append(line)
    if run:
        yield run
