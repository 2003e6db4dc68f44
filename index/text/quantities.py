"""Finds quantities in a quote: durations, frequencies, temperatures, amounts."""

from __future__ import annotations

import re

_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty ninety"
    " half several"
).split()
_NUMBER = rf"(?:\d+(?:[.,]\d+)?(?:½)?|½|{'|'.join(_WORDS)})"
_UNIT = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|months?|years?|times|repetitions?|reps|sets"
    r"|degrees?|°\s?[CF]?|%|percent|per cent|mg|milligrams?|grams?|g|kg|pounds?|lbs?|ounces?|oz|ml|litres?|liters?"
    r"|glasses|cups?|tablespoons?|teaspoons?|inch(?:es)?|cm|feet|metres?|meters?|miles?|km)"
)
_RATE = r"(?:\s(?:an?|per|every|each)\s(?:day|hour|night|week|month|year|session|side|leg))"
_QUANTITY = re.compile(
    rf"\b(?:every\s)?{_NUMBER}(?:\s?(?:to|or|and|-|–|—)\s?{_NUMBER})?(?:\s|-)?{_UNIT}(?!\w){_RATE}?"
    rf"|\b(?:once|twice){_RATE}|\b(?:every\s(?:other\s)?|daily|hourly|weekly)(?:hour|day|night|week)?\b(?<!every\s)",
    re.IGNORECASE,
)


def quantities(text: str) -> list[tuple[int, int]]:
    """Offsets of the quantities in `text`, in order: "20 minutes", "48 to 72 hours", "every 2 hours", "twice a day"."""
    return [match.span() for match in _QUANTITY.finditer(text)]
