"""The words of questions and of the notices' phrases, made alike: which count, other spellings, numbers, sounds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from index.text.terms import words

# Words that are passed over, in questions and phrases alike, so that a stretch counts what means something.
LIGHT = frozenset(
    """a an the my your his their our its this that these those mine am is are was were be been being have has had i
    you he she it we they and or of to so very really just quite bit also please some any all own im ive whole since oh
    well hi hello like kind sort anymore""".split()
)
# Marks a word of a phrase that counts in this very form only ("=legs" is not "leg").
EXACT = "="
# Stands in a phrase for any number ("lost # kg"); this is the word that it is kept as.
NUMBER = "#"
ANY_NUMBER = "anynumber"
NUMBERS = frozenset(
    """one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty hundred couple
    few several half""".split()
)
_POSSESSIVE = re.compile(r"['’‘`´ʼ]s\b", re.IGNORECASE)
# What cannot be done and what is not so, in every form that people give it, are one word each.
_CANNOT = re.compile(r"\b(?:can ?not|canot|cannt|cantt|carnt|cnt|couldnt|could not|unable|unabel|not able)\b")
_NOT = re.compile(r"\b(?:do|does|did|is|are|was|were|have|has|had|wo|would|will|ai)(?:nt| not)\b")
# A number and its unit are two words, an hour of the night is one.
_HOUR = re.compile(r"\b([1-6])(?:[:.]\d\d)? ?(?:am|a\.m\.?)(?!\w)")
_UNIT = re.compile(r"(\d)(kgs?|kilos?|lbs?|st|stones?|pounds?|ft|feet|foot|m|metres?|meters?|c|f|degrees|mph|hrs?)\b")
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ")
# Spellings of one sound, in the order in which they are made the same.
_SOUNDS = tuple(
    (re.compile(pattern), alike)
    for pattern, alike in (
        ("ph|gh(?=t?$)", "f"),
        ("ck|q|c(?![eiyh])", "k"),
        ("c(?=[eiy])|z", "s"),
        ("^kn", "n"),
        ("^wr", "r"),
        ("^wh", "w"),
        ("mb$", "m"),
        ("x", "ks"),
        ("(?<=.)[aeiouyh]", ""),
        (r"(.)\1+", r"\1"),
    )
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in order. Those in parentheses are needed, but no part of what is found."""

    forms: tuple[str, ...]
    own: tuple[bool, ...]


def said(question: str, spellings: Mapping[str, str]) -> list[str]:
    """The words of `question` that count, spelt as the notices spell them."""
    found = words(_plain(_POSSESSIVE.sub("", question)))
    spelt = " ".join(spellings.get(word, word) for word in found)
    return [word for word in words(_plain(spelt)) if word not in LIGHT]


def _plain(text: str) -> str:
    plain = _NOT.sub("not", _CANNOT.sub("cant", text.lower().translate(_APOSTROPHES)))
    return _UNIT.sub(r"\1 \2", _HOUR.sub(r"\1am", plain)).replace(NUMBER, ANY_NUMBER)


def sound(word: str) -> str:
    """Roughly how `word` sounds: its consonants, those that sound alike the same, none doubled."""
    for pattern, alike in _SOUNDS:
        word = pattern.sub(alike, word)
    return word


# A service reads the same file at every new snapshot.
@lru_cache(maxsize=16_384)
def phrase(text: str) -> Phrase:
    """The words of a phrase that count; all of them where none would."""
    parts = [(part, "(" not in part) for part in _plain(text).split()]
    split = [(EXACT + word if part.startswith(EXACT) else word, own) for part, own in parts for word in words(part)]
    kept = [(form, own) for form, own in split if form not in LIGHT] or split
    if not any(own for _, own in kept):
        kept = [(form, True) for form, _ in kept]
    return Phrase(tuple(form for form, _ in kept), tuple(own for _, own in kept))
