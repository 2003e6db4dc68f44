"""The engine interface: candidates, raw scores and stored text of one snapshot. Score fusion happens elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
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
    """Candidates and scores of one snapshot. Rows number its passages from 0."""

    @property
    def count(self) -> int:
        """How many passages there are."""
        ...

    @property
    def vocabulary(self) -> Vocabulary:
        """The words the passages have."""
        ...

    @property
    def word_vectors(self) -> WordVectors:
        """The vectors of those words."""
        ...

    @property
    def labels(self) -> Catalogue:
        """What each article is filed under, for filters."""
        ...

    def candidates(self, vector: Floats, query_terms: Sequence[str], depth: int, filters: Filters = ALL) -> Ints:
        """Rows, ascending, of the `depth` best passages by each channel, of the articles that `filters` select.

        The filters come first: where they select so many passages, so many are found.
        """
        ...

    def scores(self, vector: Floats, query_terms: Sequence[str], rows: Ints) -> Scores:
        """Every raw score of every passage in `rows`."""
        ...

    def sentence_scores(self, question: EncodedQuestion, terms: Sequence[str], rows: Ints) -> SentenceScores:
        """Every score of every sentence of the passages in `rows`; `terms` are the question's."""
        ...

    def matches(self, question: EncodedQuestion, row: int, sentence: int) -> TokenMatches:
        """For each token of the question the nearest of the n-th `sentence` of the passage in `row`."""
        ...

    def centre(self, rows: Ints, weights: Floats) -> Floats:
        """The weighted mean of the vectors of the passages in `rows`, as a unit vector."""
        ...

    def support(self, query_terms: Sequence[str], word_vectors: Floats, rows: Ints) -> Floats:
        """How far each passage in `rows` has each word of the question: [n, words], 1 for the word itself."""
        ...

    def passage_vectors(self, rows: Ints) -> Floats:
        """The unit vectors [n, dimension] of the passages in `rows`."""
        ...

    def article_ids(self) -> list[str]:
        """Ids of all articles, sorted."""
        ...

    def sizes(self) -> dict[str, tuple[int, int]]:
        """How many passages and how many sentences each article has, by its id."""
        ...

    def owners(self, rows: Ints) -> list[str]:
        """The id of the article of each passage in `rows`."""
        ...

    def rows(self, article_id: str) -> Ints:
        """The rows of an article's passages, in their order."""
        ...

    def article(self, article_id: str) -> tuple[Article, str]:
        """The article and the sha256 that was published with it."""
        ...

    def passages(self, rows: Ints) -> list[Passage]:
        """The passages of `rows`, in that order."""
        ...

    def close(self) -> None:
        """Release every file. Whatever is asked afterwards raises `AnswererClosedError`."""
        ...


def passage_context(passage: Passage, title: str | None) -> str:
    """What is embedded and indexed for a passage: its searched text under its article's title and its headings."""
    return "\n".join([*([title] if title else []), *passage.heading, passage.searched])
