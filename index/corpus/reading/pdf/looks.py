"""What the lines of a PDF look like beside each other: its body's size, its headings, its tables, its line spacing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.corpus.reading.pdf.lines import Line
from index.corpus.reading.pdf.rows import rows

# A heading is this much larger than the body, or bold where the body is not; and short.
_LARGER = 1.14
_HEADING_WORDS = 25
_BOLD_WORDS = 12
# From one line to the next, in sizes, where nothing else is known.
_HEADING_GAP = 1.1
_BODY_GAP = 1.3
_ENDS = re.compile(r"[.,;:!…]$")


@dataclass(frozen=True, slots=True)
class Looks:
    """The judgements that need the whole document."""

    levels: dict[Line, int]
    furniture: frozenset[Line]
    rows: frozenset[Line]
    gaps: dict[float, float]
    margins: dict[int, float]

    @classmethod
    def of(cls, lines: Sequence[Line], furniture: frozenset[Line]) -> Looks:
        """How `lines`, the whole document, look."""
        found = rows(lines)
        margins: dict[int, float] = {}
        for line in lines:
            margins[line.page] = max(margins.get(line.page, line.right), line.right)
        levels = _levels([line for line in lines if line not in furniture and line not in found])
        return cls(levels, furniture, found, _gaps(lines), margins)

    def level(self, line: Line) -> int:
        """A heading's level; 0 for everything else."""
        return self.levels.get(line, 0)

    def is_furniture(self, line: Line) -> bool:
        """Whether the line belongs to the page and not to the text."""
        return line in self.furniture

    def is_row(self, line: Line) -> bool:
        """Whether the line is a row of a table."""
        return line in self.rows

    def stands_alone(self, line: Line) -> bool:
        """Whether the line is a block of its own."""
        return line in self.furniture or line in self.rows

    def gap(self, line: Line) -> float:
        """The usual distance from one line of this size to the next."""
        # Headings are too few to say what is usual.
        return _HEADING_GAP * line.size if self.level(line) else self.gaps.get(line.size, _BODY_GAP * line.size)

    def margin(self, page: int) -> float:
        """Where the longest line of a page ends."""
        return self.margins[page]


def _gaps(lines: Sequence[Line]) -> dict[float, float]:
    """For each size the distance between lines that comes most often; of several, the smallest."""
    counted: dict[float, Counter[float]] = {}
    for first, second in pairwise(lines):
        down = first.base - second.base
        if first.page == second.page and first.size == second.size and 0.5 * first.size < down < 3 * first.size:
            counted.setdefault(first.size, Counter())[round(down * 2) / 2] += 1
    return {size: min(gaps, key=lambda gap: (-gaps[gap], gap)) for size, gaps in counted.items()}


def _levels(lines: Sequence[Line]) -> dict[Line, int]:
    """The headings: the larger, the higher; bold lines of the body's size come last."""
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
