"""What is drawn around a page's text: pictures, filled areas, and thin straight rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

# Two colours that differ by no more look alike.
_ALIKE = 12
WHITE = (255, 255, 255)
BLACK = (0, 0, 0)


class Rectangle(NamedTuple):
    """An upright rectangle in points."""

    left: float
    low: float
    right: float
    high: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x <= self.right and self.low <= y <= self.high

    def cut(self, other: Rectangle) -> Rectangle:
        """What lies in both; a rectangle without an inside where that is nothing."""
        left, low = max(self.left, other.left), max(self.low, other.low)
        return Rectangle(left, low, max(left, min(self.right, other.right)), max(low, min(self.high, other.high)))


class Rule(NamedTuple):
    """A thin line along one axis: from `begin` to `end`, at `at` on the other axis."""

    level: bool
    at: float
    begin: float
    end: float


class Drawn(NamedTuple):
    """An area that is painted: in one colour, or with a picture (`None`); `order` is when.

    Where it is not `solid`, it may be painted in parts only.
    """

    place: Rectangle
    colour: tuple[int, int, int] | None
    order: int
    solid: bool = True


@dataclass(frozen=True, slots=True)
class Drawings:
    """Everything on a page that is no text. Where it is not `whole`, there is more."""

    areas: tuple[Drawn, ...] = ()
    rules: tuple[Rule, ...] = ()
    whole: bool = True

    def ground(self, x: float, y: float, order: int) -> tuple[int, int, int] | None:
        """The colour on which something is drawn at a place; `None` where that is a picture, or not known."""
        below = [area for area in self.areas if area.order < order and area.place.holds(x, y)]
        if not below:
            return WHITE if self.whole else None
        return below[-1].colour if below[-1].solid else None

    def is_on_picture(self, x: float, y: float) -> bool:
        """Whether a picture is drawn at a place, before or after."""
        return any(area.colour is None and area.place.holds(x, y) for area in self.areas)

    def is_covered(self, x: float, y: float, order: int) -> bool:
        """Whether a black or white bar is drawn over a place, as over words to be kept secret.

        In other colours it may be a marker's ink, through which words are read.
        """
        later = [area.colour for area in self.areas if area.solid and area.order > order and area.place.holds(x, y)]
        return any(bar is not None and (alike(bar, WHITE) or alike(bar, BLACK)) for bar in later)


def alike(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """Whether nobody sees the difference of two colours."""
    return all(abs(first - second) <= _ALIKE for first, second in zip(one, other, strict=True))
