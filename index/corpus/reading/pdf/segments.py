"""Splits a page's glyphs into lines, and rejoins lines that pdfium split at a superscript or a wide gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from index.corpus.reading.pdf.page.pages import HYPHENS, Glyph

# A wider gap, in font sizes, separates words even if pdfium inserted no space.
_WORD_GAP = 0.15
# Baselines that differ by less, in font sizes, are one line.
_LEVEL = 0.05
# A superscript or subscript has at most `_SMALL` of the size of its word, and its baseline is less than `_AWAY` off.
_SMALL = 0.85
_AWAY = 0.75
# Glyphs whose baselines differ by more, in font sizes, are in different lines.
_JUMP = 1.5
_MARK_GAP = 1.0
# The largest overlap, in font sizes, of two parts of one line.
_OVERLAP = 0.5
_LONGEST_MARK = 8
# So many glyphs at its end show the usual size and baseline of a line, which may be very long.
_LOOKED_AT = 300
# pdfium does not recognize a typographic hyphen at a line end, nor any after a digit.
HYPHEN = "\u2010"
_UNSEEN = frozenset({HYPHEN, "-"})
_LINE_ENDS = HYPHENS | frozenset("\r\n")


def segments(glyphs: Sequence[Glyph]) -> Iterator[tuple[list[Glyph], bool]]:
    """The glyphs of each line, and whether it ends with a hyphen inside a word."""
    for line, broken in _joined(list(_parts(glyphs))):
        shown = len(line)
        while shown and is_space(line[shown - 1]):
            shown -= 1
        if shown > 1 and line[shown - 1].char in _UNSEEN and line[shown - 2].char.isalnum():
            yield line[: shown - 1], True
        else:
            yield line, broken


def _parts(glyphs: Sequence[Glyph]) -> Iterator[tuple[list[Glyph], bool]]:
    """The glyphs between pdfium's line ends, and whether they end with a hyphen."""
    part: list[Glyph] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.char in _LINE_ENDS:
            yield part, glyph.char in HYPHENS
            part, last = [], None
            continue
        if glyph.look is not None:
            if last is not None and last.look is not None and abs(glyph.base - last.base) > _JUMP * last.look.size:
                # pdfium reports no line end between separate parts of a page's content.
                yield part, False
                part = []
            last = glyph
        part.append(glyph)
    yield part, False


def _joined(parts: Sequence[tuple[list[Glyph], bool]]) -> Iterator[tuple[list[Glyph], bool]]:
    """The parts, with those joined that pdfium split at a superscript, a subscript or a wide gap."""
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
            before = [*before, *drawn][-_LOOKED_AT:]
        else:
            if whole:
                yield whole, was_broken
            whole, before = part, drawn
        was_broken = broken
    if whole:
        yield whole, was_broken


def _goes_on(before: Sequence[Glyph], drawn: Sequence[Glyph]) -> bool:
    """Whether glyphs continue the line of those before them."""
    gap = drawn[0].place.left - before[-1].place.right
    sizes = usual_size(before), usual_size(drawn)
    large = max(sizes)
    if gap <= -_OVERLAP * large:
        return False
    up = abs(usual_base(drawn) - usual_base(before)) / (large or 1)
    if gap > 0 and up < _LEVEL and min(sizes) == large:
        # The next cell of a row, however wide the gap.
        return True
    # One that is hardly smaller than its word touches it.
    small = min(sizes) <= _SMALL * large or abs(gap) < _WORD_GAP * large
    mark = small and min(len(before), len(drawn)) <= _LONGEST_MARK
    return gap < _MARK_GAP * large and (up < _WORD_GAP or (mark and up < _AWAY))


def bare(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs that are visible characters, not spaces."""
    return [glyph for glyph in glyphs if glyph.look is not None and not glyph.char.isspace()]


def is_space(glyph: Glyph) -> bool:
    """Whether the glyph is white space."""
    return glyph.char.isspace()


def drawn_at_once(glyphs: Sequence[Glyph]) -> bool:
    """Whether glyphs belong to one text object, whose characters share a size and a baseline."""
    return bool(glyphs) and glyphs[0].look is not None and glyphs[0].look is glyphs[-1].look


def usual_size(glyphs: Sequence[Glyph]) -> float:
    """The most frequent font size, in points."""
    if drawn_at_once(glyphs):
        return glyphs[0].look.size if glyphs[0].look else 0.0
    sizes = Counter([glyph.look.size for glyph in glyphs if glyph.look is not None])
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0


def usual_base(glyphs: Sequence[Glyph]) -> float:
    """The median baseline of the glyphs of the usual size, in points."""
    if drawn_at_once(glyphs):
        return glyphs[0].base
    size = usual_size(glyphs)
    bases = sorted([glyph.base for glyph in glyphs if glyph.look is not None and glyph.look.size == size])
    return bases[len(bases) // 2]
