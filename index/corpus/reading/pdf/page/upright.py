"""Rotates a page: the text of each writing direction becomes a separate page on which lines run to the right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from math import cos, radians, sin

from index.corpus.reading.pdf.page.drawings import Drawings, Rectangle, Rule
from index.corpus.reading.pdf.page.pages import Glyph, Page

_RIGHT_ANGLE = 90
# Scans are skewed by a few degrees.
_ASKEW = 5


def upright(page: Page) -> Iterator[Page]:
    """The page once per writing direction, rotated upright, most frequent direction first."""
    turned = {glyph.look.turned for glyph in page.glyphs if glyph.look is not None}
    if len({_direction(one) for one in turned}) <= 1:
        yield _turned(page, _direction(turned.pop()) if turned else 0)
        return
    directions: list[int] = []
    for glyph in page.glyphs:
        # Inserted spaces and line ends have the direction of the character before them.
        directions.append(_direction(glyph.look.turned) if glyph.look else directions[-1] if directions else 0)
    counted = Counter(directions)
    for direction, _ in counted.most_common():
        own = tuple(glyph for glyph, its in zip(page.glyphs, directions, strict=True) if its == direction)
        yield _turned(replace(page, glyphs=own), direction)


def _direction(turned: int) -> int:
    right = round(turned / _RIGHT_ANGLE) * _RIGHT_ANGLE
    return right % 360 if abs(turned - right) <= _ASKEW else turned


def _turned(page: Page, direction: int) -> Page:
    if direction == 0:
        return page
    along, up = cos(radians(direction)), sin(radians(direction))

    def point(x: float, y: float) -> tuple[float, float]:
        return x * along + y * up, y * along - x * up

    def box(place: Rectangle) -> Rectangle:
        corners = [point(x, y) for x in (place.left, place.right) for y in (place.low, place.high)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return Rectangle(min(xs), min(ys), max(xs), max(ys))

    def rule(one: Rule) -> Rule:
        ends = [(one.begin, one.at), (one.end, one.at)] if one.level else [(one.at, one.begin), (one.at, one.end)]
        (x1, y1), (x2, y2) = (point(*end) for end in ends)
        level = abs(x2 - x1) >= abs(y2 - y1)
        begin, end = sorted((x1, x2) if level else (y1, y2))
        return Rule(level, y1 if level else x1, begin, end)

    def glyph(one: Glyph) -> Glyph:
        begin, base = point(one.begin, one.base)
        return one._replace(begin=begin, base=base, place=box(one.place))

    drawings = page.drawings
    return replace(
        page,
        shown=box(page.shown),
        glyphs=tuple(map(glyph, page.glyphs)),
        drawings=Drawings(
            tuple(area._replace(place=box(area.place)) for area in drawings.areas),
            tuple(map(rule, drawings.rules)),
            drawings.whole,
        ),
    )
