"""Tables of a page: expands spanning cells, and recognizes header rows."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any, TypeAlias

# lxml ships no types.
Element: TypeAlias = Any

_CELLS = ("td", "th")
_MOST_SPAN = 50
_MOST_ADDED = 5_000


def fill_spans(root: Element) -> None:
    """Repeat every cell that spans rows and every header that spans columns, in place, so that all columns align.

    A data cell that spans columns is followed by empty cells instead.
    """
    left = _MOST_ADDED
    for table in root.iter("table"):
        if any(cell.get("rowspan") or cell.get("colspan") for cell in table.iter(*_CELLS)):
            left -= _fill([row for row in table.iter("tr") if table_of(row) is table], left)
            if left <= 0:
                return


def _fill(rows: Sequence[Element], most: int) -> int:
    added = 0
    # By column: a cell that spans rows below, and how many.
    pending: dict[int, tuple[Element, int]] = {}
    for row in rows:
        cells = [cell for cell in row if cell.tag in _CELLS]
        column = 0
        waiting, pending = pending, {}
        while cells or column in waiting:
            if column in waiting:
                cell, more = waiting.pop(column)
                copy = _copy(cell)
                row.insert(row.index(cells[0]) if cells else len(row), copy)
                added += 1
                if more > 1:
                    pending[column] = cell, more - 1
                column += 1
                continue
            cell = cells.pop(0)
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            for step in range(across):
                if step:
                    beside = _copy(cell) if cell.tag == "th" else row.makeelement(cell.tag, {})
                    row.insert(row.index(cells[0]) if cells else len(row), beside)
                    added += 1
                if down > 1:
                    pending[column] = (
                        (cell, down - 1) if not step or cell.tag == "th" else (row.makeelement("td", {}), down - 1)
                    )
                column += 1
            if added > most:
                return added
    return added


def _copy(cell: Element) -> Element:
    copy = deepcopy(cell)
    copy.tail = None
    for name in ("rowspan", "colspan", "id"):
        copy.attrib.pop(name, None)
    return copy


def _span(cell: Element, name: str) -> int:
    text = (cell.get(name) or "").strip()
    return min(int(text), _MOST_SPAN) if text.isascii() and text.isdigit() and text != "0" else 1


def table_of(row: Element) -> Element | None:
    """The table that contains a row."""
    return next(row.iterancestors("table"), None)


def is_head(row: Element) -> bool:
    """Whether a row is a header row: inside `thead`, or with only `th` cells."""
    cells = [cell for cell in row if cell.tag in _CELLS]
    above = row.getparent()
    return bool(cells) and ((above is not None and above.tag == "thead") or all(cell.tag == "th" for cell in cells))
