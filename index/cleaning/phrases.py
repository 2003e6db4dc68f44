"""Phrase families: wordings that thousands of sites use around their articles, each with the reason it stands for.

A family is a regular expression over one sentence with single spaces and straight apostrophes. It is tried only on
sentences that have one of its cue words, so that a page costs little, and never on quoted speech.
"""

from __future__ import annotations

from index.cleaning.families import FAMILIES, WEAK
from index.cleaning.families.family import Family
from index.cleaning.units import Unit

_CUES = frozenset(cue for family in FAMILIES for cue in family.cues)


def phrase_reason(unit: Unit) -> str | None:
    """The reason that the unit's wording gives by itself."""
    return None if _CUES.isdisjoint(unit.vocabulary) else _reason(unit, FAMILIES)


def weak_reason(unit: Unit) -> str | None:
    """The reason that the unit's wording gives beside text that is set aside."""
    return _reason(unit, WEAK)


def _reason(unit: Unit, families: tuple[Family, ...]) -> str | None:
    words = unit.vocabulary
    for family in families:
        if not family.cues.isdisjoint(words):
            match = family.pattern.search(unit.text)
            if match and not _quoted(unit.text, match.start()):
                return family.reason
    return None


def _quoted(text: str, at: int) -> bool:
    """Whether `at` lies inside quotation marks: what someone is quoted as saying is the article's."""
    before = text[:at]
    return before.count('"') % 2 == 1 or before.rfind("“") > before.rfind("”")
