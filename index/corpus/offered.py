"""Chooses a collection's example questions: its own, else golden questions, else headings that are questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, zip_longest
from pathlib import Path

from index.article import Article
from index.corpus.collection import Collection
from index.corpus.golden import GoldenQuestion, own_questions
from index.errors import QuestionError
from index.text.analyzer import analyzer
from index.text.language import ENGLISH

# Few enough to read at a glance.
OFFERED = 5
# If this many can be understood alone, no others are offered.
_ENOUGH = 3
# In a large collection, only this many articles are searched for questions.
_ARTICLES = 200
_LONGEST = 80
_FEWEST_WORDS = 3
# Languages written without spaces have their own question mark; a question needs this many characters instead of words.
_WIDE_MARK, _SHORTEST_WIDE = "？", 5
# The kind of golden question that is asked in plain words; other kinds test misspellings, keywords and so on.
_PLAIN = "plain"


def with_questions(collection: Collection, folder: Path, articles: Iterable[Article]) -> Collection:
    """`collection` with example questions added, if it states none and some can be found."""
    if collection.questions is not None:
        return collection
    looked_at = list(islice(articles, _ARTICLES))
    found = _golden(folder, looked_at) or _headings(looked_at)
    return collection.model_copy(update={"questions": tuple(found)}) if found else collection


def _golden(folder: Path, articles: Sequence[Article]) -> list[str]:
    """Golden questions that these articles answer, spread over as many articles as possible."""
    try:
        golden = own_questions(folder)
    except QuestionError:
        # `verbatim eval` reports a broken file; missing examples must not stop a build.
        return []
    by_source: dict[str, list[str]] = {article.origin: [] for article in articles}
    for question in golden:
        if question.kind == _PLAIN and question.answerable and len(question.question) <= _LONGEST:
            by_source.get(_source(question), []).append(question.question)
    return _in_turn(by_source.values())


def _source(question: GoldenQuestion) -> str:
    return question.quotes[0].source


def _headings(articles: Sequence[Article]) -> list[str]:
    """Headings that are questions, spread over as many articles as possible."""
    every = [list(_asking(article)) for article in articles]
    named = _in_turn(
        [[one for one in asked if _names(one, article)] for asked, article in zip(every, articles, strict=True)]
    )
    return named if len(named) >= _ENOUGH else _in_turn(every)


def _asking(article: Article) -> Iterator[str]:
    for block in article.blocks:
        if block.kind in {"heading", "title"} and block.kept:
            words = " ".join(article.text[block.start : block.end].lstrip("# ").split())
            if _is_question(words):
                yield words


def _names(question: str, article: Article) -> bool:
    """Whether a question says what it is about; "When is it ready?" does only under the headings above it."""
    its = analyzer(article.language or ENGLISH.code)
    words = its.words(question)
    naming = {word for word in words if not (its.is_stop(word) or its.asks(word))}
    return len(naming) > 1 or its.language.pointing.isdisjoint(words)


def _is_question(words: str) -> bool:
    if words.endswith(_WIDE_MARK):
        return _SHORTEST_WIDE <= len(words) <= _LONGEST
    return words.endswith("?") and len(words.split()) >= _FEWEST_WORDS and len(words) <= _LONGEST


def _in_turn(groups: Iterable[Sequence[str]]) -> list[str]:
    """The first of each group, then the second of each, and so on, without repetition; at most `OFFERED`."""
    turns = chain.from_iterable(zip_longest(*groups))
    return list(islice(dict.fromkeys(words for words in turns if words is not None), OFFERED))
