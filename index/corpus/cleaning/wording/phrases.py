"""Matches phrase families: boilerplate wordings that many sites use around their articles.

A family is a regular expression for one sentence with single spaces and straight apostrophes. For speed, it is tried
only on sentences with one of its cue words. Matches in quoted speech do not count.
"""

from __future__ import annotations

from index.corpus.cleaning.units import Unit
from index.corpus.cleaning.wording.families import FAMILIES, WEAK
from index.corpus.cleaning.wording.families.family import Family
from index.reasons import Reason


def _by_cue(families: tuple[Family, ...]) -> dict[str, tuple[int, ...]]:
    """For each cue word, the positions of the families that have it."""
    places: dict[str, list[int]] = {}
    for place, family in enumerate(families):
        for cue in family.cues:
            places.setdefault(cue, []).append(place)
    return {cue: tuple(found) for cue, found in places.items()}


_STRONG_CUES = _by_cue(FAMILIES)
_WEAK_CUES = _by_cue(WEAK)


def phrase_reason(unit: Unit) -> Reason | None:
    """The reason from the unit's wording alone, or `None`."""
    return _reason(unit, FAMILIES, _STRONG_CUES)


def weak_reason(unit: Unit) -> Reason | None:
    """The reason from the unit's wording if it is next to text that is set aside, or `None`."""
    return _reason(unit, WEAK, _WEAK_CUES)


def _reason(unit: Unit, families: tuple[Family, ...], cues: dict[str, tuple[int, ...]]) -> Reason | None:
    for place in sorted({place for word in unit.vocabulary & cues.keys() for place in cues[word]}):
        match = families[place].match(unit.text)
        if match and not _quoted(unit.text, match.start()):
            return families[place].reason
    return None


def _quoted(text: str, at: int) -> bool:
    """Whether `at` is inside quotation marks: quoted speech is article text."""
    before = text[:at]
    return before.count('"') % 2 == 1 or before.rfind("“") > before.rfind("”")
