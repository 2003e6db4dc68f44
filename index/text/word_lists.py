"""Which words languages have, whatever a corpus holds. The only importer of pyspellchecker and breame."""

from __future__ import annotations

from functools import cache
from typing import Any

# The languages that pyspellchecker has a list of.
LISTED = frozenset({"ar", "de", "en", "es", "eu", "fa", "fr", "it", "lv", "nl", "pt", "ru"})


@cache
def _frequencies(language: str) -> Any:
    from spellchecker import SpellChecker

    return SpellChecker(language=language).word_frequency


def is_word(word: str, language: str = "en") -> bool:
    """Whether the lower-case `word` is in the list of a language of `LISTED` (film subtitles and dictionaries)."""
    return word in _frequencies(language)


def frequency(word: str, language: str = "en") -> int:
    """How often the list counted the lower-case `word`; 0 when it does not have it."""
    return int(_frequencies(language)[word])


def common_words(count: int) -> list[str]:
    """The `count` English words that the list counted most often, those of equal counts in the alphabet's order."""
    counted = _frequencies("en").dictionary
    return sorted(counted, key=lambda word: (-counted[word], word))[:count]


def american(word: str) -> str:
    """The lower-case `word` as Americans spell it ("colour" is color); any other as it is."""
    return _american_of().get(word, word)


@cache
def _american_of() -> dict[str, str]:
    from breame.data.spelling_constants import BRITISH_ENGLISH_SPELLINGS

    return dict(BRITISH_ENGLISH_SPELLINGS)
