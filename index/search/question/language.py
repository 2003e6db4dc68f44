"""Detects which of the collection's languages a question is asked in."""

from __future__ import annotations

from index.text.analyzer import analyzer
from index.text.vocabulary import Vocabulary

# The weight of a word that is one of the language's stop words, and of a word that appears in its articles.
_BINDS, _HAD = 1.0, 1.0


def language_of(question: str, vocabulary: Vocabulary) -> str:
    """The code of the most likely language of `question` among the collection's; the only one if there is just one.

    A question is too short to go by its letters alone, so words shared with a language's stop words and articles count
    as well.
    """
    languages = vocabulary.languages
    if len(languages) < 2:
        return languages[0] if languages else "en"
    from index.text.detect import likeliness

    by_letters = likeliness(question, languages)
    return max(languages, key=lambda code: (by_letters.get(code, 0.0) + _by_words(question, code, vocabulary), code))


def _by_words(question: str, code: str, vocabulary: Vocabulary) -> float:
    """The share of the question's words that are stop words of a language, plus the share found in its articles."""
    its, had = analyzer(code), vocabulary.words_of(code)
    found = its.words(question)
    if not found:
        return 0.0
    return (_BINDS * sum(map(its.is_stop, found)) + _HAD * sum(word in had for word in found)) / len(found)
