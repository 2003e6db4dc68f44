"""Word-processor fields whose instruction defines their text: symbols, fractions, superscript and subscript."""

from __future__ import annotations

import re

from index.corpus.reading.formatting.raised import fraction
from index.corpus.reading.formatting.runs import Place
from index.corpus.reading.formatting.symbols import UNKNOWN, symbol

_SYMBOL = re.compile(r"\s*SYMBOL\s+(0x[0-9a-f]{1,4}|\d{1,5})\b(?:.*?\\f\s*\"?([^\"\\]+))?", re.IGNORECASE | re.DOTALL)
_FRACTION = re.compile(r"\s*EQ\s+\\f\s*\(([^,;()]*)[,;]([^,;()]*)\)\s*", re.IGNORECASE)
_SHIFT = re.compile(r"\s*EQ\s+\\s\s*\\(up|do)\s*-?\d*\s*\(([^()]*)\)\s*", re.IGNORECASE)
_LONGEST = 3


def field_words(instruction: str) -> tuple[str, Place] | None:
    """The text that a field's instruction defines, and its place; `None` if the field shows a stored result."""
    if found := _SYMBOL.match(instruction):
        code = int(found[1], 16 if found[1].lower().startswith("0x") else 10)
        font = (found[2] or "Symbol").strip()
        return (symbol(chr(code | 0xF000 if code < 0x100 else code), font) if code < 0xD800 else UNKNOWN), "line"
    if found := _FRACTION.fullmatch(instruction):
        above, below = found[1].strip(), found[2].strip()
        simple = above.isdecimal() and below.isdecimal() and max(len(above), len(below)) <= _LONGEST
        return (fraction(above, below) if simple else f"({above})/({below})"), "line"
    if found := _SHIFT.fullmatch(instruction):
        return found[2], "raised" if found[1].lower() == "up" else "lowered"
    return None
