"""Which words are English, whatever a corpus holds. The only importer of pyspellchecker, for its word list alone."""

from __future__ import annotations

from functools import cache
from itertools import chain
from string import ascii_lowercase
from typing import Any

# A word counted more often than this is one that people write.
_USUAL = 500


@cache
def _frequencies() -> Any:
    from spellchecker import SpellChecker

    return SpellChecker(language="en").word_frequency


def is_english(word: str) -> bool:
    """Whether the lower-case `word` is in the list (160,000 words of film subtitles and dictionaries)."""
    return word in _frequencies()


def frequency(word: str) -> int:
    """How often the list counted the lower-case `word`; 0 when it does not have it."""
    return int(_frequencies()[word])


def is_one_slip_from_english(word: str) -> bool:
    """Whether a usual word is made from the lower-case `word` by one letter more, less, other or exchanged."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    exchanged = (left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1)
    others = (left + letter + right[skip:] for left, right in cuts for letter in ascii_lowercase for skip in (0, 1))
    shorter = (left + right[1:] for left, right in cuts if right)
    known = _frequencies()
    return any(other in known and known[other] > _USUAL for other in chain(exchanged, shorter, others))
