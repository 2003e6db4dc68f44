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
# And laps no further over it.
_OVERLAP = 0.5
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
    """The parts with those made whole that pdfium cut at a raised or lowered character, or at a wide gap."""
    whole: list[Glyph] = []
    before: list[Glyph] = []
    was_broken = False
    for part, broken in parts:
        drawn = bare(part)
        if not drawn:
            continue
        if whole and not was_broken and _goes_on(before, drawn):
            gap = drawn[0].place.left - before[-1].place.right
            space = gap > _WORD_GAP * usual_size(before) and not (is_space(whole[-1]) or is_space(part[0]))
            whole += [drawn[0]._replace(char=" ", look=None)] if space else []
            whole += part
            before += drawn
        else:
            if whole:
                yield whole, was_broken
            whole, before = part, drawn
        was_broken = broken
    if whole:
        yield whole, was_broken


def _goes_on(before: Sequence[Glyph], drawn: Sequence[Glyph]) -> bool:
    """Whether glyphs go on in the line of those before them."""
    gap = drawn[0].place.left - before[-1].place.right
    sizes = usual_size(before), usual_size(drawn)
    large = max(sizes)
    if gap <= -_OVERLAP * large:
        return False
    up = abs(usual_base(drawn) - usual_base(before)) / (large or 1)
    if gap > 0 and up < _LEVEL and min(sizes) == large:
        # The next cell of a row, whatever lies between.
        return True
    mark = min(len(before), len(drawn)) <= _LONGEST_MARK and min(sizes) <= _SMALL * large
    return gap < _MARK_GAP * large and (up < _WORD_GAP or (mark and up < _AWAY))


def bare(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs that are drawn."""
    return [glyph for glyph in glyphs if glyph.look is not None and not glyph.char.isspace()]


def is_space(glyph: Glyph) -> bool:
    """Whether nothing is drawn."""
    return glyph.char.isspace()


def drawn_at_once(glyphs: Sequence[Glyph]) -> bool:
    """Whether glyphs are of one text object, whose characters have one size and stand on one line."""
    return bool(glyphs) and glyphs[0].look is not None and glyphs[0].look is glyphs[-1].look


def usual_size(glyphs: Sequence[Glyph]) -> float:
    """The size of most of the glyphs."""
    if drawn_at_once(glyphs):
        return glyphs[0].look.size if glyphs[0].look else 0.0
    sizes = Counter([glyph.look.size for glyph in glyphs if glyph.look is not None])
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0


def usual_base(glyphs: Sequence[Glyph]) -> float:
    """Where the glyphs of the usual size stand."""
    if drawn_at_once(glyphs):
        return glyphs[0].base
    size = usual_size(glyphs)
    bases = sorted([glyph.base for glyph in glyphs if glyph.look is not None and glyph.look.size == size])
    return bases[len(bases) // 2]
