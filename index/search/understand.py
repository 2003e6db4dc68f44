"""A question as typed becomes a Query."""

from __future__ import annotations

from dataclasses import replace

from index.filtering.filters import Filters
from index.query import Query, check_k, check_question
from index.search.language import language_of
from index.text.analyzer import NUMBER, Analyzer, analyzer
from index.text.spelling import Speller
from index.text.vocabulary import Vocabulary

# So many terms of a question are looked for: each is compared with the words of every candidate. A person asks fewer.
MOST_TERMS = 64


def understand(question: str, k: int, filters: Filters, vocabulary: Vocabulary, speller: Speller | None) -> Query:
    """The query of `question`, its spelling corrected where there is a `speller`. Raises `QuestionError`."""
    check_k(k)
    clean = check_question(question)
    code = language_of(clean, vocabulary)
    corrected = speller.correct(clean, code) if speller else None
    return _read(Query(clean, corrected, (), (), k, filters, language=code), vocabulary)


def understand_part(text: str, whole: Query, vocabulary: Vocabulary) -> Query:
    """The query of a part of the question of `whole`, whose spelling is corrected already and whose language is known.

    Raises `QuestionError`.
    """
    part = replace(whole, question=check_question(text), corrected=None)
    return _read(part, vocabulary)


def _read(query: Query, vocabulary: Vocabulary) -> Query:
    """`query` with its terms, as its language has them."""
    its = analyzer(query.language)
    asked = its.words(query.searched)
    content = _content(asked, vocabulary, its)
    negated = any(map(its.negates, asked))
    return replace(
        query,
        terms=tuple(content),
        words=tuple(content.values()),
        negated=negated,
        understood=query.language in vocabulary.understood,
    )


def _content(asked: list[str], vocabulary: Vocabulary, its: Analyzer) -> dict[str, str]:
    """The distinct terms of what is asked about, each with the first word that has it.

    Words that only ask are left out, unless there are no others.
    """
    # Each once: a word that is repeated says no more.
    naming = list(dict.fromkeys(word for word in asked if not its.is_stop(word)))
    of = its.language
    # What is measured by "how" names no topic either: how cold, how far.
    # "How cold water helps" does not measure: a word that names something comes behind.
    degrees = {
        after
        for before, after, then in zip(asked, asked[1:], [*asked[2:], "is"], strict=False)
        if before in of.measuring and after in of.degrees and (then == "is" or its.is_stop(then))
    }
    topics = [word for word in naming if word not in degrees and not its.asks(word)]
    content: dict[str, str] = {}
    for word in topics or naming:
        if len(content) >= MOST_TERMS:
            break
        known = vocabulary.accented(word, of.code)
        for one in _named(known, vocabulary, its):
            content.setdefault(its.stem(one), one)
    if NUMBER in vocabulary.terms and its.counts(asked):
        content[NUMBER] = NUMBER
    return content


def _named(word: str, vocabulary: Vocabulary, its: Analyzer) -> tuple[str, ...]:
    """The words that `word` stands for: itself, and the parts of a compound; these alone where no passage has it."""
    parts = its.parts(word)
    return (word, *parts) if its.stem(word) in vocabulary.terms or not parts else parts
