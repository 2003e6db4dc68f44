"""Which words are English, whatever a corpus holds. The only importer of pyspellchecker, for its word list alone."""

from __future__ import annotations

from functools import cache
from typing import Any


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
