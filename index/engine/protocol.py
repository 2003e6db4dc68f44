"""The engine interface: candidates, raw scores and stored text of one snapshot. Score fusion happens elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from index.answer import Scores, SentenceScores, TokenMatches
from index.arrays import Floats, Ints
from index.article import Article
from index.encoding.protocol import EncodedQuestion
from index.engine.word_vectors import WordVectors
from index.filtering.catalogue import Catalogue
from index.filtering.filters import ALL, Filters
from index.passage import Passage
from index.text.vocabulary import Vocabulary


class Engine(Protocol):
    """Candidates, scores and texts of one snapshot, whose passages are numbered from 0 (their row).

    Every method may raise `IndexDamagedError`, `AnswererClosedError` and `OutOfTimeError`.
    """

    @property
    def count(self) -> int:
        """How many passages there are."""
        ...

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the passages."""
        ...

    @property
    def word_vectors(self) -> WordVectors:
        """The vectors of those words."""
        ...

    @property
    def labels(self) -> Catalogue:
        """The filter values of each article."""
        ...

    def candidates(self, vector: Floats, query_terms: Sequence[str], depth: int, filters: Filters = ALL) -> Ints:
        """Rows, ascending, of the `depth` best passages from each channel, in the articles that `filters` select.

        Filters are applied before the search, so each channel still finds `depth` passages if that many are selected.
        """
        ...

    def scores(self, vector: Floats, query_terms: Sequence[str], rows: Ints) -> Scores:
        """Every raw score of every passage in `rows`."""
        ...

    def sentence_scores(self, question: EncodedQuestion, terms: Sequence[str], rows: Ints) -> SentenceScores:
        """Every score of every sentence of the passages in `rows`; `terms` are the question's."""
        ...

    def matches(self, question: EncodedQuestion, row: int, sentence: int) -> TokenMatches:
        """For each token of the question, the nearest token of the n-th `sentence` of the passage in `row`."""
        ...

    def centre(self, rows: Ints, weights: Floats) -> Floats:
        """The weighted mean of the vectors of the passages in `rows`, as a unit vector."""
        ...

    def support(self, query_terms: Sequence[str], word_vectors: Floats, rows: Ints) -> Floats:
        """How well each passage in `rows` supports each word of the question: [n, words], 1 for an exact match."""
        ...

    def passage_vectors(self, rows: Ints) -> Floats:
        """The unit vectors [n, dimension] of the passages in `rows`."""
        ...

    def article_ids(self) -> list[str]:
        """The ids of all articles, sorted."""
        ...

    def sizes(self) -> dict[str, tuple[int, int]]:
        """How many passages and how many sentences each article has, by its id."""
        ...

    def owners(self, rows: Ints) -> list[str]:
        """For each passage in `rows`, the id of its article."""
        ...

    def rows(self, article_id: str) -> Ints:
        """The rows of an article's passages, in order. Raises `KeyError` if there is no such article."""
        ...

    def article(self, article_id: str) -> tuple[Article, str]:
        """The article, and the sha256 with which it was published. Raises `KeyError` if there is no such article."""
        ...

    def passages(self, rows: Ints) -> list[Passage]:
        """The passages in `rows`, in that order."""
        ...

    def close(self) -> None:
        """Release every file. Every later call raises `AnswererClosedError`."""
        ...


def opening_headings(passages: Sequence[Passage]) -> Iterator[tuple[int, str]]:
    """The headings of an article, each with the position of its first sentence among those of all `passages`."""
    sentences = 0
    above: tuple[str, ...] = ()
    for passage in passages:
        # A path that is the beginning of the last one resumes the text of a heading further up.
        if passage.heading != above[: len(passage.heading)]:
            yield sentences, passage.heading[-1]
        above, sentences = passage.heading, sentences + len(passage.sentences)


def passage_context(passage: Passage, title: str | None) -> str:
    """The text that is embedded and indexed for a passage: its article's title, its headings and its searched text."""
    return "\n".join([*([title] if title else []), *passage.heading, passage.searched])
