"""Adjusts a collection's accent colour so that it is readable on light and on dark pages."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

# Backgrounds and text colours combined with the accent. A test compares them with look.css.
LIGHT = ("#fbfaf7", "#ffffff")
DARK = ("#14181b", "#1a2024", "#10222a")
# The minimum contrast of text: WCAG 2.2, 1.4.3.
READABLE = 4.5
_STEPS = 50


class Shades(NamedTuple):
    """The accent colour for light and for dark pages, each `#rrggbb`."""

    light: str
    dark: str


@cache
def shades(accent: str) -> Shades:
    """The readable shades nearest to `accent` (`#rrggbb`)."""
    return Shades(_readable(accent, "#000000", LIGHT), _readable(accent, "#ffffff", DARK))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21, as defined by WCAG."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _readable(accent: str, towards: str, grounds: tuple[str, ...]) -> str:
    """`accent`, mixed with just enough of `towards` to be readable on each of `grounds`."""
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
