"""A collection's accent colour in the shades that can be read: on the light pages and on the dark ones."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

# What the accent is read on, and what is read on it: look.css has them, and a test compares.
LIGHT = ("#fbfaf7", "#ffffff")
DARK = ("#14181b", "#1a2024", "#10222a")
# WCAG 2.2, 1.4.3: the contrast of text.
READABLE = 4.5
_STEPS = 50


class Shades(NamedTuple):
    """The accent on light pages and on dark ones, each `#rrggbb`."""

    light: str
    dark: str


@cache
def shades(accent: str) -> Shades:
    """The shades of `accent` (`#rrggbb`) nearest to it that can be read."""
    return Shades(_readable(accent, "#000000", LIGHT), _readable(accent, "#ffffff", DARK))


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, from 1 to 21, as WCAG defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _readable(accent: str, towards: str, grounds: tuple[str, ...]) -> str:
    """`accent`, mixed with as little of `towards` as makes it readable on each of `grounds`."""
    mixed = (_mixed(accent, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next(shade for shade in mixed if all(contrast(shade, ground) >= READABLE for ground in grounds))


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _shares(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _shares(colour: str) -> list[float]:
    return [value / 255 for value in _channels(colour)]


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
