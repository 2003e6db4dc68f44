"""Which words are English, whatever a corpus holds. The only importer of pyspellchecker and breame, for their lists."""

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


def common_words(count: int) -> list[str]:
    """The `count` words that the list counted most often, those of equal counts in the alphabet's order."""
    counted = _frequencies().dictionary
    return sorted(counted, key=lambda word: (-counted[word], word))[:count]


def american(word: str) -> str:
    """The lower-case `word` as Americans spell it ("colour" is color); any other as it is."""
    return _american_of().get(word, word)


@cache
def _american_of() -> dict[str, str]:
    from breame.data.spelling_constants import BRITISH_ENGLISH_SPELLINGS

    return dict(BRITISH_ENGLISH_SPELLINGS)
