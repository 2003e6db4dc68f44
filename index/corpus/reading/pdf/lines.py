"""The lines of a page with their layout: position, size, weight, cells, superscript and subscript."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.corpus.reading.formatting.runs import Place, Runs
from index.corpus.reading.pdf.page.pages import Glyph
from index.corpus.reading.pdf.segments import bare, drawn_at_once, is_space, segments, usual_base, usual_size
from index.reasons import Reason

# A wider gap in a line, in font sizes, separates table cells rather than words.
_CELL_GAP = 1.0
# A character of at most `_SMALL` of the line's size is superscript or subscript if its baseline is off by more than
# `_RAISED` or `_LOWERED` sizes; a larger one if it is off by more than `_OFF` and less than `_AWAY`.
_SMALL = 0.85
_RAISED, _LOWERED = 0.12, 0.08
_OFF, _AWAY = 0.2, 0.75
# The largest gap, in font sizes, between a word and its superscript.
_MARK_GAP = 1.5

Run = tuple[str, Place, Reason | None]


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a line: its horizontal extent in points, its runs as `Runs.add` takes them, and their text."""

    left: float
    right: float
    runs: tuple[Run, ...]
    text: str

    @classmethod
    def of(cls, left: float, right: float, runs: Sequence[Run]) -> Cell:
        """The cell with these runs."""
        gathered = Runs()
        for run in runs:
            gathered.add(*run)
        return cls(left, right, tuple(runs), gathered.text.strip())


# Compared by identity: lines are dictionary keys, and two equal lines are still distinct.
@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line of a page. Measures are in points from the page's lower left corner; `base` is the baseline.

    `cells` has one cell unless wide gaps split the line. `broken` means that the line ends with a hyphen inside a word.
    `reason` is set if the whole line is set aside. `table` numbers the page's ruled tables from 1; 0 means none.
    `font` is the most frequent one.
    """

    page: int
    cells: tuple[Cell, ...]
    left: float
    right: float
    base: float
    size: float
    bold: bool
    broken: bool = False
    reason: Reason | None = None
    table: int = 0
    font: str = ""

    @property
    def words(self) -> str:
        """The text of the line."""
        return " ".join(cell.text for cell in self.cells)


def lines_of(glyphs: Sequence[Glyph], page: int) -> Iterator[Line]:
    """The lines of an upright page's glyphs in content order."""
    for segment, broken in segments(glyphs):
        line = _line(segment, page, broken=broken)
        if any("".join(words for words, _, _ in cell.runs).strip() for cell in line.cells):
            yield line


def _line(segment: Sequence[Glyph], page: int, *, broken: bool) -> Line:
    drawn = bare(segment)
    size, base = usual_size(drawn), usual_base(drawn)
    places: list[Place] = ["line"] * len(segment) if drawn_at_once(drawn) else _places(segment, size, base)
    cells = tuple(_cells(segment, places, size))
    looks = {id(glyph.look): glyph.look for glyph in drawn if glyph.look is not None}.values()
    bold = all(look.bold for look in looks)
    reasons = {glyph.reason for glyph in drawn}
    reason = reasons.pop() if len(reasons) == 1 else None
    fonts = Counter(glyph.look.font for glyph in drawn if glyph.look is not None) if len(looks) > 1 else None
    font = fonts.most_common(1)[0][0] if fonts else next(iter(looks)).font
    left, right = cells[0].left, cells[-1].right
    return Line(page, cells, left, right, base, size, bold, broken, reason, font=font)


def _places(segment: Sequence[Glyph], size: float, base: float) -> list[Place]:
    """The place of each glyph on its line; a space between two superscript glyphs is superscript too."""
    found = [_place(glyph, size, base) for glyph in segment]
    moved = sum(place != "line" for place in found)
    if 2 * moved > len(segment):
        # More than half would be off the baseline: a skewed line, or words of many sizes.
        return ["line"] * len(segment)
    for at in range(1, len(found) - 1):
        if is_space(segment[at]) and found[at - 1] == found[at + 1]:
            found[at] = found[at - 1]
    return found


def _place(glyph: Glyph, size: float, base: float) -> Place:
    if glyph.look is None or not size or is_space(glyph):
        return "line"
    up = (glyph.base - base) / size
    small = glyph.look.size <= _SMALL * size
    if (small and up > _RAISED) or _OFF < up < _AWAY:
        return "raised"
    return "lowered" if (small and -up > _LOWERED) or _OFF < -up < _AWAY else "line"


def _cells(segment: Sequence[Glyph], places: Sequence[Place], size: float) -> Iterator[Cell]:
    begin = 0
    last: int | None = None
    spaces = set[int]()
    for at, glyph in enumerate(segment):
        if is_space(glyph):
            continue
        if last is not None and at > last + 1:
            gap = glyph.place.left - segment[last].place.right
            mark = places[at] != "line" and places[last] == "line"
            if mark and gap <= _MARK_GAP * size:
                # pdfium inserted this space for the gap, but the superscript belongs to its word.
                spaces |= {between for between in range(last + 1, at) if segment[between].look is None}
            elif gap > _CELL_GAP * size:
                yield _cell(segment, places, range(begin, last + 1), spaces)
                begin = at
        last = at
    if last is not None:
        yield _cell(segment, places, range(begin, last + 1), spaces)


def _cell(segment: Sequence[Glyph], places: Sequence[Place], part: range, left_out: set[int]) -> Cell:
    glyphs = segment[part.start : part.stop]
    if not left_out and len(set(places[part.start : part.stop])) == 1 and len({glyph.reason for glyph in glyphs}) == 1:
        runs: list[Run] = [("".join([glyph.char for glyph in glyphs]), places[part.start], glyphs[0].reason)]
    else:
        shown = [(segment[at], places[at]) for at in part if at not in left_out]
        runs = [
            ("".join(glyph.char for glyph, _ in group), place, reason)
            for (place, reason), group in groupby(shown, key=lambda one: (one[1], one[0].reason))
        ]
    # The first and the last glyph of a cell are never spaces.
    return Cell.of(glyphs[0].place.left, glyphs[-1].place.right, runs)
