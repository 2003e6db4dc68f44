"""A question as typed becomes a Query."""

from __future__ import annotations

from index.filtering.filters import Filters
from index.query import Query, check_k, check_question
from index.text.language import ENGLISH
from index.text.spelling import Speller
from index.text.terms import STOP_WORDS, asks, negates, stem
from index.text.vocabulary import Vocabulary
from index.text.words import words

# So many terms of a question are looked for: each is compared with the words of every candidate. A person asks fewer.
MOST_TERMS = 64


def understand(question: str, k: int, filters: Filters, vocabulary: Vocabulary, speller: Speller | None) -> Query:
    """The query of `question`, its spelling corrected where there is a `speller`. Raises `QuestionError`."""
    check_k(k)
    clean = check_question(question)
    corrected = speller.correct(clean) if speller else None
    asked = words(corrected or clean)
    content = _content(asked, vocabulary)
    negated = any(map(negates, asked))
    return Query(clean, corrected, tuple(content), tuple(content.values()), k, filters, negated)


def _content(asked: list[str], vocabulary: Vocabulary) -> dict[str, str]:
    """The distinct terms of what is asked about, each with the first word that has it.

    Words that only ask are left out, unless there are no others.
    """
    # Each once: a word that is repeated says no more.
    naming = list(dict.fromkeys(word for word in asked if word not in STOP_WORDS))
    # What is measured by "how" names no topic either: how cold, how far.
    # "How cold water helps" does not measure: a word that names something comes behind.
    degrees = {
        after
        for before, after, then in zip(asked, asked[1:], [*asked[2:], "is"], strict=False)
        if before == "how" and after in ENGLISH.degrees and then in STOP_WORDS
    }
    topics = [word for word in naming if word not in degrees and not asks(word)]
    content: dict[str, str] = {}
    for word in topics or naming:
        if len(content) == MOST_TERMS:
            break
        known = vocabulary.accented(word)
        content.setdefault(stem(known), known)
    return content
