"""Formats automatic numbers as office programs do: 3, c, IV, 1.2."""

from __future__ import annotations

from collections.abc import Mapping

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LETTERS = 26
_MOST = 10_000
# Punctuation around a number that is not part of its label.
_AROUND = " .:)(\t\u00a0"


def decimal(number: int) -> str:
    """The number in digits: 3."""
    return str(number)


def letters(number: int) -> str:
    """The number in letters: 3 is c, 27 is aa, 28 is bb."""
    return chr(ord("a") + (number - 1) % _LETTERS) * min(1 + (number - 1) // _LETTERS, _LETTERS) if number > 0 else ""


def roman(number: int) -> str:
    """The number in Roman numerals: 3 is iii."""
    parts = []
    left = min(number, _MOST)
    for value, sign in _ROMAN:
        parts.append(sign * (left // value))
        left %= value
    return "".join(parts) if number > 0 else ""


# Number formats by their names in OOXML, OpenDocument and RTF. Every other name means a bullet or no number.
_WAYS = {
    **dict.fromkeys(("decimal", "1", "0", "ordinal", "5", "cardinalText", "ordinalText", "6", "7"), decimal),
    "decimalZero": lambda number: f"{number:02}",
    "22": lambda number: f"{number:02}",
    **dict.fromkeys(("lowerLetter", "a", "4"), letters),
    **dict.fromkeys(("upperLetter", "A", "3"), lambda number: letters(number).upper()),
    **dict.fromkeys(("lowerRoman", "i", "2"), roman),
    **dict.fromkeys(("upperRoman", "I"), lambda number: roman(number).upper()),
}


def written(number: int, way: str) -> str:
    """A number in the format `way`; empty for a bullet."""
    return _WAYS[way](number) if way in _WAYS else ""


def label(pattern: str, numbers: Mapping[str, str]) -> str:
    """The label from a pattern such as "%1.%2.", with placeholders replaced and outer punctuation stripped."""
    for place, number in numbers.items():
        pattern = pattern.replace(place, number)
    return pattern.strip(_AROUND)
