"""Word lists of languages, independent of the corpus. The only importer of pyspellchecker and breame."""

from __future__ import annotations

from functools import cache
from typing import Any

# The languages for which pyspellchecker has a list.
LISTED = frozenset({"ar", "de", "en", "es", "eu", "fa", "fr", "it", "lv", "nl", "pt", "ru"})

# Two words in a million: London, Maria and Boston are rarer, back and garden are not.
_EVERYDAY = 2e-6


@cache
def _frequencies(language: str) -> Any:
    from spellchecker import SpellChecker

    return SpellChecker(language=language).word_frequency


def is_word(word: str, language: str = "en") -> bool:
    """Whether the lower-case `word` is in the list of a language of `LISTED` (film subtitles and dictionaries)."""
    return word in _frequencies(language)


def frequency(word: str, language: str = "en") -> int:
    """The count of the lower-case `word` in the list; 0 if it is not in the list."""
    return int(_frequencies(language)[word])


def is_everyday(word: str, language: str = "en") -> bool:
    """Whether the lower-case `word` is at least `_EVERYDAY` of the list's text, as hardly any name is."""
    return frequency(word, language) >= _EVERYDAY * int(_frequencies(language).total_words)


def common_words(count: int) -> list[str]:
    """The `count` most frequent English words in the list; ties are in alphabetical order."""
    counted = _frequencies("en").dictionary
    return sorted(counted, key=lambda word: (-counted[word], word))[:count]


def american(word: str) -> str:
    """The lower-case `word` in American spelling ("colour" becomes "color"); other words unchanged."""
    return _american_of().get(word, word)


@cache
def _american_of() -> dict[str, str]:
    from breame.data.spelling_constants import BRITISH_ENGLISH_SPELLINGS

    return dict(BRITISH_ENGLISH_SPELLINGS)
