"""The lines of a page with what the eye sees of them: place, size, boldness, cells, raised and lowered characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.corpus.reading.pdf.page.pages import Glyph
from index.corpus.reading.pdf.segments import bare, drawn_at_once, is_space, segments, usual_base, usual_size
from index.corpus.reading.runs import Place, Runs
from index.reasons import Reason

# A gap in a line that parts two cells of a table rather than two words; in heights of its letters.
_CELL_GAP = 1.0
# Raised and lowered characters are so much smaller than the line's; as large ones are, if they stand so far off.
_SMALL = 0.85
_RAISED, _LOWERED = 0.12, 0.08
_OFF, _AWAY = 0.2, 0.75
# A mark stands no further from its word.
_MARK_GAP = 1.5

Run = tuple[str, Place, Reason | None]


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a line: where it begins and ends, and its words, run by run as `Runs` takes them."""

    left: float
    right: float
    runs: tuple[Run, ...]
    text: str

    @classmethod
    def of(cls, left: float, right: float, runs: Sequence[Run]) -> Cell:
        """The cell of these runs."""
        gathered = Runs()
        for run in runs:
            gathered.add(*run)
        return cls(left, right, tuple(runs), gathered.text.strip())


# By identity: a line is looked up again and again, and two that look alike are two.
@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line of a page. Measures are points, upwards from the page's lower left corner.

    `cells` are the line's parts: one, unless wide gaps part it. `broken` is a line that ends in a hyphen within a word.
    `reason` is why nobody reads it, if that is so of all of it. `table` numbers the ruled tables of a page from 1; 0 is
    a line in none. `font` is that of most of its characters.
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
        """The line's text."""
        return " ".join(cell.text for cell in self.cells)


def lines_of(glyphs: Sequence[Glyph], page: int) -> Iterator[Line]:
    """The lines of an upright page's glyphs in the order of its content."""
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
    """How each glyph stands on its line; a space between two raised ones is raised too."""
    found = [_place(glyph, size, base) for glyph in segment]
    moved = sum(place != "line" for place in found)
    if 2 * moved > len(segment):
        # Lines askew, or words of many sizes.
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
                # pdfium put the space there, for the gap; the mark belongs to its word.
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
    # A cell begins and ends with what is drawn.
    return Cell.of(glyphs[0].place.left, glyphs[-1].place.right, runs)
