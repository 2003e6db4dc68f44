"""Ruled tables: each row becomes a line, in whatever order its cells are drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.corpus.reading.pdf.lines import Cell, Line, Run, lines_of
from index.corpus.reading.pdf.page.drawings import Rectangle, Rule
from index.corpus.reading.pdf.page.pages import Glyph

# The tolerance, in points, for rules to meet or coincide.
_NEAR = 2.0
# A table has at least two rows and two columns, so three edges each way.
_FEWEST_EDGES = 3
# A page with more rules is a drawing.
_MOST_RULES = 2_000
# A grid whose cells have more characters on average is page layout, not a table.
_LONGEST_CELL = 300


@dataclass(frozen=True, slots=True)
class Grid:
    """The grid of one table in points: column edges from the left, row edges from the top, and its vertical rules."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    upright: tuple[Rule, ...]

    @property
    def place(self) -> Rectangle:
        """The bounding box."""
        return Rectangle(self.columns[0], self.rows[-1], self.columns[-1], self.rows[0])

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """Row and column of a point inside; a cell that spans columns counts as its first column."""
        row = bisect_right([-edge for edge in self.rows], -y) - 1
        row = min(max(0, row), len(self.rows) - 2)
        column = min(max(0, bisect_right(self.columns, x) - 1), len(self.columns) - 2)
        middle = (self.rows[row] + self.rows[row + 1]) / 2
        while column > 0 and not self._is_edge(self.columns[column], middle):
            column -= 1
        return row, column

    def _is_edge(self, x: float, y: float) -> bool:
        return any(abs(rule.at - x) <= _NEAR and rule.begin - _NEAR <= y <= rule.end + _NEAR for rule in self.upright)


def grids(rules: Sequence[Rule]) -> list[Grid]:
    """The tables drawn by rules, from the top of the page; rules that meet belong to one table."""
    level = {_rounded(rule) for rule in rules if rule.level}
    upright = {_rounded(rule) for rule in rules if not rule.level}
    found = []
    while level and upright and len(level) + len(upright) <= _MOST_RULES:
        rows, columns = {level.pop()}, set[Rule]()
        newest = rows
        # Collect everything connected to the first rule.
        while newest:
            more = {rule for rule in upright if any(_meet(one, rule) for one in newest)}
            newest = {rule for rule in level if any(_meet(rule, one) for one in more)}
            upright, level = upright - more, level - newest
            columns, rows = columns | more, rows | newest
        edges = _places(columns), _places(rows)
        if min(map(len, edges)) >= _FEWEST_EDGES:
            found.append(Grid(tuple(edges[0]), tuple(reversed(edges[1])), tuple(columns)))
    # From the top, independent of drawing order.
    return sorted(found, key=lambda grid: (-grid.place.high, grid.place.left))


def _rounded(rule: Rule) -> Rule:
    """The rule rounded to half a point, because programs draw the borders of adjacent cells over each other."""
    at, begin, end = (round(2 * place) / 2 for place in (rule.at, rule.begin, rule.end))
    return Rule(rule.level, at, begin, end)


def _meet(level: Rule, upright: Rule) -> bool:
    across = level.begin - _NEAR <= upright.at <= level.end + _NEAR
    return across and upright.begin - _NEAR <= level.at <= upright.end + _NEAR


def _places(rules: Iterable[Rule]) -> list[float]:
    """The distinct positions of the rules, ascending."""
    places: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not places or at - places[-1] > _NEAR:
            places.append(at)
    return places


def with_tables(glyphs: Sequence[Glyph], rules: Sequence[Rule], page: int) -> Iterator[Line]:
    """The lines of an upright page; a ruled table has one line per row, at the position of its first glyph."""
    tables = grids(rules)
    if not tables:
        yield from lines_of(glyphs, page)
        return
    parts: dict[int, list[Glyph]] = {number: [] for number in range(len(tables))}
    flow: list[list[Glyph] | int] = [[]]
    inside: int | None = None
    for glyph in glyphs:
        if glyph.look is not None:
            was, inside = inside, _table_of(tables, glyph)
            if inside is not None and not parts[inside]:
                flow.append(inside)
            if was != inside:
                flow.append([])
        part = flow[-1]
        if inside is not None:
            parts[inside].append(glyph)
        elif isinstance(part, list):
            part.append(glyph)
    for one in flow:
        if isinstance(one, list):
            yield from lines_of(one, page)
        else:
            rows = list(_rows(tables[one], parts[one], page, one + 1))
            yield from rows if _is_table(rows) else lines_of(parts[one], page)


def _table_of(tables: Sequence[Grid], glyph: Glyph) -> int | None:
    x, y = _middle(glyph)
    return next((number for number, grid in enumerate(tables) if grid.place.holds(x, y)), None)


def _middle(glyph: Glyph) -> tuple[float, float]:
    return (glyph.place.left + glyph.place.right) / 2, (glyph.place.low + glyph.place.high) / 2


def _rows(grid: Grid, glyphs: Sequence[Glyph], page: int, number: int) -> Iterator[Line]:
    cells: dict[tuple[int, int], list[Glyph]] = {}
    at = (0, 0)
    for glyph in glyphs:
        at = grid.cell(*_middle(glyph)) if glyph.look is not None else at
        cells.setdefault(at, []).append(glyph)
    read = {at: cell for at, own in cells.items() if (cell := _cell(list(lines_of(own, page)))) is not None}
    # A column without words is a gap between cells with borders of their own.
    columns = sorted({column for _, column in read})
    for row in sorted({row for row, _ in read}):
        inner = [read[row, column][0] for column in columns if (row, column) in read]
        line = tuple(read[row, column][1] if (row, column) in read else _empty(grid, column) for column in columns)
        bold = all(first.bold for first in inner)
        first = inner[0]
        yield Line(page, line, line[0].left, line[-1].right, first.base, first.size, bold, table=number)


def _empty(grid: Grid, column: int) -> Cell:
    """An empty cell in a column."""
    return Cell.of(grid.columns[column], grid.columns[column], ())


def _cell(lines: Sequence[Line]) -> tuple[Line, Cell] | None:
    """The lines of a cell joined to one, with broken words rejoined; `None` if it is empty."""
    runs: list[Run] = []
    broken = False
    for line in lines:
        for cell in line.cells:
            runs += [(" ", "line", line.reason)] if runs and not (broken and cell is line.cells[0]) else []
            runs += cell.runs
        broken = line.broken
    if not runs:
        return None
    first = lines[0]
    return first, Cell.of(first.left, max(line.right for line in lines), runs)


def _is_table(rows: Sequence[Line]) -> bool:
    """Whether cells are short, and at least two rows have more than one filled cell."""
    texts = [cell.text for row in rows for cell in row.cells if cell.text]
    full = [row for row in rows if sum(bool(cell.text) for cell in row.cells) > 1]
    return len(full) > 1 and sum(map(len, texts)) <= _LONGEST_CELL * len(texts)
