"""Phrase families: wordings that thousands of sites use around their articles, each with the reason it stands for.

A family is a regular expression over one sentence with single spaces and straight apostrophes. It is tried only on
sentences that have one of its cue words, so that a page costs little, and never on quoted speech.
"""

from __future__ import annotations

from index.corpus.cleaning.families import FAMILIES, WEAK
from index.corpus.cleaning.families.family import Family
from index.corpus.cleaning.units import Unit
from index.reasons import Reason


def _by_cue(families: tuple[Family, ...]) -> dict[str, tuple[int, ...]]:
    """For each cue word the places of the families that have it."""
    places: dict[str, list[int]] = {}
    for place, family in enumerate(families):
        for cue in family.cues:
            places.setdefault(cue, []).append(place)
    return {cue: tuple(found) for cue, found in places.items()}


_STRONG_CUES = _by_cue(FAMILIES)
_WEAK_CUES = _by_cue(WEAK)


def phrase_reason(unit: Unit) -> Reason | None:
    """The reason that the unit's wording gives by itself."""
    return _reason(unit, FAMILIES, _STRONG_CUES)


def weak_reason(unit: Unit) -> Reason | None:
    """The reason that the unit's wording gives beside text that is set aside."""
    return _reason(unit, WEAK, _WEAK_CUES)


def _reason(unit: Unit, families: tuple[Family, ...], cues: dict[str, tuple[int, ...]]) -> Reason | None:
    for place in sorted({place for word in unit.vocabulary & cues.keys() for place in cues[word]}):
        match = families[place].match(unit.text)
        if match and not _quoted(unit.text, match.start()):
            return families[place].reason
    return None


def _quoted(text: str, at: int) -> bool:
    """Whether `at` lies inside quotation marks: what someone is quoted as saying is the article's."""
    before = text[:at]
    return before.count('"') % 2 == 1 or before.rfind("“") > before.rfind("”")
