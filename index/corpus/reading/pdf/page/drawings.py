"""The drawings on a page: pictures, filled areas, and thin straight rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

# Colours that differ by at most this much per channel look alike.
_ALIKE = 12
WHITE = (255, 255, 255)
BLACK = (0, 0, 0)


class Rectangle(NamedTuple):
    """An axis-aligned rectangle in points."""

    left: float
    low: float
    right: float
    high: float

    def holds(self, x: float, y: float) -> bool:
        """Whether it contains a point."""
        return self.left <= x <= self.right and self.low <= y <= self.high

    def cut(self, other: Rectangle) -> Rectangle:
        """The intersection with `other`; an empty rectangle if they do not overlap."""
        left, low = max(self.left, other.left), max(self.low, other.low)
        return Rectangle(left, low, max(left, min(self.right, other.right)), max(low, min(self.high, other.high)))


class Rule(NamedTuple):
    """A thin line from `begin` to `end`, at `at` on the other axis; horizontal if `level`. In points."""

    level: bool
    at: float
    begin: float
    end: float


class Drawn(NamedTuple):
    """A painted area in one colour, or with a picture (`None`); `order` is its position in the drawing order.

    If it is not `solid`, it may be painted only in part.
    """

    place: Rectangle
    colour: tuple[int, int, int] | None
    order: int
    solid: bool = True


@dataclass(frozen=True, slots=True)
class Drawings:
    """Everything on a page that is not text. If `whole` is false, a limit was reached and some is missing."""

    areas: tuple[Drawn, ...] = ()
    rules: tuple[Rule, ...] = ()
    whole: bool = True

    def ground(self, x: float, y: float, order: int) -> tuple[int, int, int] | None:
        """The background colour of what is drawn at a point; `None` if it is a picture, or unknown."""
        below = [area for area in self.areas if area.order < order and area.place.holds(x, y)]
        if not below:
            return WHITE if self.whole else None
        return below[-1].colour if below[-1].solid else None

    def is_on_picture(self, x: float, y: float) -> bool:
        """Whether there is a picture at a point, whether drawn before or after the text."""
        return any(area.colour is None and area.place.holds(x, y) for area in self.areas)

    def is_covered(self, x: float, y: float, order: int) -> bool:
        """Whether a black or white area is drawn over a point, as in redacted documents.

        Other colours may be highlighting, which leaves text readable.
        """
        later = [area.colour for area in self.areas if area.solid and area.order > order and area.place.holds(x, y)]
        return any(bar is not None and (alike(bar, WHITE) or alike(bar, BLACK)) for bar in later)


def alike(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """Whether two colours look alike."""
    return all(abs(first - second) <= _ALIKE for first, second in zip(one, other, strict=True))
