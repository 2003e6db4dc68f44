"""Question as typed → Query: spelling, language and terms."""

from __future__ import annotations

import re
from dataclasses import replace

from index.filtering.filters import Filters
from index.query import Query, check_k, check_question
from index.search.question.language import language_of
from index.search.question.parts import Asked
from index.text.analyzer import NUMBER, Analyzer, analyzer
from index.text.spelling import Speller
from index.text.vocabulary import Vocabulary
from index.text.words import words

# At most this many terms are searched for: each is compared with the words of every candidate. People use fewer.
MOST_TERMS = 64
# A code: letters, a hyphen and a number ("QS-412"). The other way round ("11-speed") it is an ordinary word.
_CODE = re.compile(r"(?<![\w-])[^\W\d_]+[-\u2010\u2011]\d\w*(?![\w-])")


def understand(question: str, k: int, filters: Filters, vocabulary: Vocabulary, speller: Speller | None) -> Query:
    """The query for `question`, with its spelling corrected if a `speller` is given. Raises `QuestionError`."""
    check_k(k)
    clean = check_question(question)
    code = language_of(clean, vocabulary)
    corrected = speller.correct(clean, code) if speller else None
    return _read(Query(clean, corrected, (), (), k, filters, language=code), vocabulary)


def understand_part(asked: Asked, whole: Query, vocabulary: Vocabulary) -> Query:
    """The query for one part of a question, whose spelling is already corrected and whose language is known.

    Raises `QuestionError`.
    """
    part = replace(whole, question=check_question(asked.question), corrected=check_question(asked.searched))
    return _read(part, vocabulary)


def _read(query: Query, vocabulary: Vocabulary) -> Query:
    """`query` with its terms, analyzed in its language."""
    its = analyzer(query.language)
    asked = its.words(query.searched)
    content = _content(asked, vocabulary, its)
    counting = its.counts(asked)
    if counting and its.numbers_are_terms and NUMBER in vocabulary.terms:
        content[NUMBER] = NUMBER
    negated = any(map(its.negates, asked))
    return replace(
        query,
        terms=tuple(content),
        words=tuple(content.values()),
        negated=negated,
        counting=counting,
        codes=_codes(query.searched),
        understood=query.language in vocabulary.understood,
    )


def _codes(question: str) -> frozenset[str]:
    """The codes in `question`, each as its words: "qs 412"."""
    return frozenset(" ".join(words(code)) for code in _CODE.findall(question))


def _content(asked: list[str], vocabulary: Vocabulary, its: Analyzer) -> dict[str, str]:
    """The distinct content terms of the question, each with the first word that has it.

    Words that only phrase the question ("how long does it take") are left out, unless there are no others.
    """
    # Each word once: repeating a word adds nothing.
    naming = list(dict.fromkeys(word for word in asked if not its.is_stop(word)))
    of = its.language
    # A degree after "how" names no topic either: how cold, how far. "How cold water helps" is no such case, because a
    # word that names something follows.
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
    return content


def _named(word: str, vocabulary: Vocabulary, its: Analyzer) -> tuple[str, ...]:
    """The words to search for `word`: itself and, for a compound, its parts; only the parts if no passage has it."""
    parts = its.parts(word)
    return (word, *parts) if its.stem(word) in vocabulary.terms or not parts else parts
