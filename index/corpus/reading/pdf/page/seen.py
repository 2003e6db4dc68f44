"""Detects the hidden and the struck-out characters of a page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import groupby

from index.corpus.reading.pdf.page.drawings import Drawings, Rule, alike
from index.corpus.reading.pdf.page.pages import Glyph, Look, Page
from index.reasons import HIDDEN, STRUCK, Reason

# A rule strikes letters out if it is between `_LOWEST` and `_HIGHEST` font sizes above their baseline, and misses their
# ends by at most `_MISSED` points.
_LOWEST, _HIGHEST = 0.12, 0.45
_MISSED = 1.0


def judged(page: Page) -> list[Glyph]:
    """The glyphs of an upright page, with a reason on those that are hidden or struck out."""
    level = sorted((rule for rule in page.drawings.rules if rule.level), key=lambda rule: rule.at)
    places = [rule.at for rule in level]
    found: list[Glyph] = []
    for look, group in groupby(page.glyphs, key=lambda glyph: glyph.look):
        glyphs = list(group)
        if look is None:
            # An inserted space has the reason of the glyph before it.
            reason = found[-1].reason if found else None
            found += [glyph._replace(reason=reason) for glyph in glyphs] if reason else glyphs
            continue
        hiding = _hidden(page, glyphs, look)
        if not level and True not in hiding:
            found += glyphs
            continue
        for glyph, hidden in zip(glyphs, hiding, strict=True):
            low, high = (glyph.base + share * look.size for share in (_LOWEST, _HIGHEST))
            near = level[bisect_left(places, low) : bisect_right(places, high)]
            struck = any(_strikes(rule, glyph) for rule in near)
            why: Reason | None = HIDDEN if hidden else STRUCK if struck else None
            found.append(glyph._replace(reason=why) if why else glyph)
    return found


def _hidden(page: Page, glyphs: Sequence[Glyph], look: Look) -> list[bool]:
    """Whether each glyph of one text object is hidden. If the first and the last agree, so do all others."""
    ends = {_is_hidden(page, glyphs[0], look), _is_hidden(page, glyphs[-1], look)}
    return [_is_hidden(page, glyph, look) if len(ends) > 1 else True in ends for glyph in glyphs]


def _is_hidden(page: Page, glyph: Glyph, look: Look) -> bool:
    place, drawings = glyph.place, page.drawings
    x, y = (place.left + place.right) / 2, (place.low + place.high) / 2
    if not page.shown.holds(x, y):
        return True
    if not look.seen:
        # Over a picture, invisible text is the OCR layer of a scan, so it counts as visible.
        return not drawings.is_on_picture(x, y)
    # Without a drawing order (0) it is unknown what covers what.
    return bool(look.order) and (_is_lost(drawings, look, x, y) or drawings.is_covered(x, y, look.order))


def _is_lost(drawings: Drawings, look: Look, x: float, y: float) -> bool:
    """Whether letters have the colour of their background."""
    ground = drawings.ground(x, y, look.order)
    return ground is not None and alike(look.colour, ground)


def _strikes(rule: Rule, glyph: Glyph) -> bool:
    return rule.begin <= glyph.place.left + _MISSED and glyph.place.right - _MISSED <= rule.end
