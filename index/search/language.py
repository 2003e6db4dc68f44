"""Which of a collection's languages a question is asked in."""

from __future__ import annotations

from index.text.analyzer import analyzer
from index.text.vocabulary import Vocabulary

# What a word counts that the language has to bind sentences with, and one that its articles have.
_BINDS, _HAD = 1.0, 1.0


def language_of(question: str, vocabulary: Vocabulary) -> str:
    """The code of the language of `question`: the collection's, where it has one; else the likeliest of them.

    A question is short: the words that it shares with each language's small words and articles tell more than its
    letters, which count besides.
    """
    languages = vocabulary.languages
    if len(languages) < 2:
        return languages[0] if languages else "en"
    from index.text.detect import likeliness

    by_letters = likeliness(question, languages)
    return max(languages, key=lambda code: (by_letters.get(code, 0.0) + _by_words(question, code, vocabulary), code))


def _by_words(question: str, code: str, vocabulary: Vocabulary) -> float:
    """The share of the question's words that are small words of a language, and that its articles have."""
    its, had = analyzer(code), vocabulary.words_of(code)
    found = its.words(question)
    if not found:
        return 0.0
    return (_BINDS * sum(map(its.is_stop, found)) + _HAD * sum(word in had for word in found)) / len(found)
