"""The map's frame: converts positions on the plane to drawing units, and places labels. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import dist

import numpy as np

from index.arrays import Floats

Spot = tuple[float, float]
_WIDTH = 720.0
_MARGIN = 30.0
_LEAST, _MOST = 300.0, 640.0
# With a larger scale, in drawing units per unit of the plane, all positions coincide.
_ONE_PLACE = 1e6
# Offsets for a ring's number; and for the question's label, with its box as (left, top, right, bottom).
_CORNERS = ((19.0, -11.0), (-19.0, -11.0), (19.0, 22.0), (-19.0, 22.0))
_SIDES = (
    ((20.0, 5.0, "start"), (16.0, -12.0, 150.0, 14.0)),
    ((-20.0, 5.0, "end"), (-150.0, -12.0, -16.0, 14.0)),
    ((0.0, 34.0, "middle"), (-65.0, 16.0, 65.0, 42.0)),
    ((0.0, -24.0, "middle"), (-65.0, -42.0, 65.0, -16.0)),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """Converts positions on the plane to drawing units, with one scale for both axes, which preserves distances."""

    left: float
    top: float
    scale: float
    width: float
    height: float

    @classmethod
    def around(cls, places: Floats) -> Frame:
        """The frame that contains all `places` [n, 2], n at least 1."""
        low, high = places.min(axis=0), places.max(axis=0)
        wide, tall = (float(side) for side in np.maximum(high - low, 1e-9))
        scale = min((_WIDTH - 2 * _MARGIN) / wide, (_MOST - 2 * _MARGIN) / tall)
        if scale > _ONE_PLACE:
            # All positions coincide.
            scale = 1.0
        height = float(np.clip(tall * scale + 2 * _MARGIN, _LEAST, _MOST))
        middle = (low + high) / 2
        left, top = float(middle[0]) - _WIDTH / 2 / scale, float(middle[1]) + height / 2 / scale
        return cls(left, top, scale, _WIDTH, round(height))

    def at(self, place: Floats) -> tuple[float, float]:
        """A position in drawing units, with y downwards."""
        return (
            round((float(place[0]) - self.left) * self.scale, 1),
            round((self.top - float(place[1])) * self.scale, 1),
        )


def label_of_ring(ring: Spot, rings: Sequence[Spot]) -> Spot:
    """The offset of the number of `ring`: the corner farthest from all other rings."""

    def room(corner: Spot) -> float:
        others = (other for other in rings if other != ring)
        return min((dist((ring[0] + corner[0], ring[1] + corner[1]), other) for other in others), default=0.0)

    return max(_CORNERS, key=room)


def label_of_question(here: Spot, spots: Sequence[Spot], frame: Frame) -> tuple[float, float, str]:
    """The offset and the text anchor of the question's label: the side inside the frame that covers fewest marks."""

    def covered(box: tuple[float, float, float, float]) -> tuple[bool, int]:
        left, top, right, bottom = here[0] + box[0], here[1] + box[1], here[0] + box[2], here[1] + box[3]
        outside = left < 0 or top < 0 or right > frame.width or bottom > frame.height
        return outside, sum(left <= x <= right and top <= y <= bottom for x, y in spots)

    return min(_SIDES, key=lambda side: covered(side[1]))[0]
