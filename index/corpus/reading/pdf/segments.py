"""The runs of a page's glyphs that are lines: what pdfium cut at a raised character or a wide gap is whole again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from index.corpus.reading.pdf.page.pages import HYPHENS, Glyph

# A gap that parts two words where pdfium put no space; in heights of its letters.
_WORD_GAP = 0.15
# Lines that stand no further above each other are one.
_LEVEL = 0.05
# A mark is so much smaller than its word, and stands no further off it.
_SMALL = 0.85
_AWAY = 0.75
# What stands further off stands in another line.
_JUMP = 1.5
_MARK_GAP = 1.0
_LONGEST_MARK = 8
_LINE_ENDS = HYPHENS | frozenset("\r\n")


def segments(glyphs: Sequence[Glyph]) -> Iterator[tuple[list[Glyph], bool]]:
    """The glyphs of each line, and whether a hyphen ends it."""
    yield from _joined(list(_parts(glyphs)))


def _parts(glyphs: Sequence[Glyph]) -> Iterator[tuple[list[Glyph], bool]]:
    """What stands between pdfium's line ends, and whether a hyphen ends it."""
    part: list[Glyph] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.char in _LINE_ENDS:
            yield part, glyph.char in HYPHENS
            part, last = [], None
            continue
        if glyph.look is not None:
            if last is not None and last.look is not None and abs(glyph.base - last.base) > _JUMP * last.look.size:
                # Where one part of a page's content ends, pdfium sees no line end.
                yield part, False
                part = []
            last = glyph
        part.append(glyph)
    yield part, False


def _joined(parts: Sequence[tuple[list[Glyph], bool]]) -> Iterator[tuple[list[Glyph], bool]]:
    """The segments with those made whole that pdfium cut at a raised or lowered character."""
    whole: list[Glyph] = []
    was_broken = False
    for segment, broken in parts:
        drawn = bare(segment)
        if not drawn:
            continue
        if whole and not was_broken and _goes_on(whole, drawn):
            gap = drawn[0].place.left - whole[-1].place.right
            space = gap > _WORD_GAP * usual_size(whole) and not (is_space(whole[-1]) or is_space(segment[0]))
            whole += [drawn[0]._replace(char=" ", look=None)] if space else []
            whole += segment
        else:
            if whole:
                yield whole, was_broken
            whole = segment
        was_broken = broken
    if whole:
        yield whole, was_broken


def _goes_on(before: Sequence[Glyph], drawn: Sequence[Glyph]) -> bool:
    """Whether glyphs go on in the line of those before them."""
    first = bare(before)
    sizes = usual_size(first), usual_size(drawn)
    large = max(sizes)
    gap = drawn[0].place.left - first[-1].place.right
    up = abs(usual_base(drawn) - usual_base(first)) / (large or 1)
    if gap > 0 and up < _LEVEL and min(sizes) == large:
        # The next cell of a row, whatever lies between.
        return True
    if not -0.5 * large < gap < _MARK_GAP * large:
        return False
    mark = min(len(first), len(drawn)) <= _LONGEST_MARK and min(sizes) <= _SMALL * large
    return up < _WORD_GAP or (mark and up < _AWAY)


def bare(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs that are drawn."""
    return [glyph for glyph in glyphs if glyph.look is not None and not is_space(glyph)]


def is_space(glyph: Glyph) -> bool:
    """Whether nothing is drawn."""
    return glyph.char.isspace()


def usual_size(glyphs: Sequence[Glyph]) -> float:
    """The size of most of the glyphs."""
    sizes = Counter(glyph.look.size for glyph in glyphs if glyph.look is not None)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0


def usual_base(glyphs: Sequence[Glyph]) -> float:
    """Where the glyphs of the usual size stand."""
    size = usual_size(glyphs)
    bases = sorted(glyph.base for glyph in glyphs if glyph.look is not None and glyph.look.size == size)
    return bases[len(bases) // 2]
