"""The layout of a whole PDF: headings, table rows, page furniture, line spacing and margins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.corpus.reading.pdf.lines import Line
from index.corpus.reading.pdf.rows import rows

# A heading is larger than the body by more than this factor, or bold if the body is not; and short.
_LARGER = 1.14
_HEADING_WORDS = 25
_BOLD_WORDS = 12
# The default distance from one line to the next, in font sizes.
_HEADING_GAP = 1.1
_BODY_GAP = 1.3
_ENDS = re.compile(r"[.,;:!…]$")


@dataclass(frozen=True, slots=True)
class Looks:
    """The properties of lines that depend on the whole document."""

    levels: dict[Line, int]
    furniture: frozenset[Line]
    rows: frozenset[Line]
    gaps: dict[float, float]
    margins: dict[int, float]

    @classmethod
    def of(cls, lines: Sequence[Line], furniture: frozenset[Line]) -> Looks:
        """The layout of `lines`, which must be the whole document."""
        found = rows(lines)
        margins: dict[int, float] = {}
        for line in lines:
            margins[line.page] = max(margins.get(line.page, line.right), line.right)
        levels = _levels([line for line in lines if line not in furniture and line not in found])
        return cls(levels, furniture, found, _gaps(lines), margins)

    def level(self, line: Line) -> int:
        """The level of a heading; 0 for any other line."""
        return self.levels.get(line, 0)

    def is_furniture(self, line: Line) -> bool:
        """Whether the line is page furniture."""
        return line in self.furniture

    def is_row(self, line: Line) -> bool:
        """Whether the line is a row of a table."""
        return line in self.rows

    def stands_alone(self, line: Line) -> bool:
        """Whether the line is always a separate block."""
        return line in self.furniture or line in self.rows

    def gap(self, line: Line) -> float:
        """The usual distance in points from one line of this size to the next."""
        # There are too few headings to measure theirs.
        return _HEADING_GAP * line.size if self.level(line) else self.gaps.get(line.size, _BODY_GAP * line.size)

    def margin(self, page: int) -> float:
        """The right margin of a page in points: where its longest line ends."""
        return self.margins[page]


def _gaps(lines: Sequence[Line]) -> dict[float, float]:
    """For each font size, the most frequent distance between lines; if several tie, the smallest."""
    counted: dict[float, Counter[float]] = {}
    for first, second in pairwise(lines):
        down = first.base - second.base
        if first.page == second.page and first.size == second.size and 0.5 * first.size < down < 3 * first.size:
            counted.setdefault(first.size, Counter())[round(down * 2) / 2] += 1
    return {size: min(gaps, key=lambda gap: (-gaps[gap], gap)) for size, gaps in counted.items()}


def _levels(lines: Sequence[Line]) -> dict[Line, int]:
    """The headings with their levels, by decreasing size; bold lines of the body's size have the lowest level."""
    weight: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        weight[line.size, line.bold] += len(line.words)
    if not weight:
        return {}
    body, body_bold = max(weight, key=lambda look: weight[look])
    looks = {line: (line.size, line.bold) for line in lines if _is_heading(line, body, body_bold=body_bold)}
    sizes = sorted({size if size > _LARGER * body else body for size, _ in looks.values()}, reverse=True)
    return {line: min(6, 1 + sizes.index(size if size > _LARGER * body else body)) for line, (size, _) in looks.items()}


def _is_heading(line: Line, body: float, *, body_bold: bool) -> bool:
    words = line.words.split()
    if not any(char.isalpha() for char in line.words) or len(words) > _HEADING_WORDS:
        return False
    if line.size > _LARGER * body:
        return True
    bold = line.bold and not body_bold and line.size >= body
    return bold and len(words) <= _BOLD_WORDS and not _ENDS.search(line.words)
