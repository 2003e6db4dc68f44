"""A question as typed becomes a Query."""

from __future__ import annotations

from index.query import Query, check_k, check_question
from index.text.spelling import Speller
from index.text.terms import STOP_WORDS, stem, words


def understand(question: str, k: int, article_id: str | None, speller: Speller | None) -> Query:
    """The query of `question`, its spelling corrected where there is a `speller`. Raises `QuestionError`."""
    check_k(k)
    clean = check_question(question)
    corrected = speller.correct(clean) if speller else None
    # The first word of each stem stands for it.
    content: dict[str, str] = {}
    for word in words(corrected or clean):
        if word not in STOP_WORDS:
            content.setdefault(stem(word), word)
    return Query(clean, corrected, tuple(content), tuple(content.values()), k, article_id)
