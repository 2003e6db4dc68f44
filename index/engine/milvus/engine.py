"""The engine of one snapshot in Milvus: searches there, fetches the candidates' data, and scores it here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property

import numpy as np

from index.answer import Scores, SentenceScores, TokenMatches
from index.arrays import Floats, Ints
from index.article import Article
from index.encoding.protocol import EncodedQuestion
from index.engine import scoring
from index.engine.milvus.client import Database
from index.engine.milvus.schema import DENSE, SPARSE, Names, expression
from index.engine.milvus.stored.content import Content, damaged
from index.engine.milvus.stored.packing import unpack
from index.engine.milvus.stored.recently_used import RecentlyUsed
from index.engine.milvus.stored.resident import Resident
from index.engine.milvus.stored.rows import CODED, EXACT, WORDS, FetchedRows, Unpacked
from index.engine.milvus.stored.texts import article_in, filed_in, passage_in
from index.engine.texts import catalogue_of
from index.engine.word_vectors import WordVectors
from index.errors import AnswererClosedError
from index.execution.deadline import check_deadline
from index.filtering.catalogue import Catalogue
from index.filtering.filters import ALL, Filters
from index.passage import Passage
from index.text.vocabulary import Vocabulary

# If there are too many sentences to search, this many times more passages become candidates instead.
_DEEPER = 4
# How many fetched passages (about 20 kB each) and articles are cached.
_KEPT_PASSAGES, _KEPT_ARTICLES = 3000, 64


class MilvusEngine:
    """The engine of one snapshot, whose passages are numbered from 0 (their row). Safe for several threads."""

    def __init__(self, database: Database, names: Names, resident: Resident) -> None:
        self._database, self._names, self.resident = database, names, resident
        self._content = content = Content(database, names.content)
        # Each passage has two runs of parts: one with its vectors, one with its words.
        of_passages, of_articles = resident.passage_parts, resident.article_parts
        kinds = EXACT if resident.shared.exact else CODED

        def unpacked(rows: list[int], run: int, kinds: Sequence[str]) -> list[Unpacked]:
            return [unpack(one, kinds) for one in content.read(of_passages, 2 * np.array(rows) + run)]

        self._vectors = RecentlyUsed(_KEPT_PASSAGES, lambda rows: unpacked(rows, 0, kinds))
        self._words = RecentlyUsed(_KEPT_PASSAGES, lambda rows: unpacked(rows, 1, WORDS))
        self._articles = RecentlyUsed(_KEPT_ARTICLES, lambda numbers: content.read(of_articles, numbers))
        self._closed = False

    def close(self) -> None:
        """Close the engine. Every later call raises `AnswererClosedError`."""
        self._closed = True

    @property
    def name(self) -> str:
        """The name of its collection of passages, from which the others derive."""
        return self._names.passages

    @property
    def _open(self) -> Resident:
        # Every step reads this property, so no step begins after the deadline.
        check_deadline()
        if self._closed:
            raise AnswererClosedError(
                f"The answerer of the snapshot {self.resident.manifest.id} is closed: expected an open one. "
                "Call open_answerer again."
            )
        return self.resident

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the passages."""
        return self._open.vocabulary

    @property
    def word_vectors(self) -> WordVectors:
        """The vectors of those words."""
        return self._open.word_vectors

    @property
    def count(self) -> int:
        """How many passages there are."""
        return self._open.manifest.counts.passages

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._open.manifest.dimension

    @property
    def labels(self) -> Catalogue:
        """The filter values of each article, fetched on first use."""
        check_deadline()
        return self._labels

    @cached_property
    def _labels(self) -> Catalogue:
        with self._undamaged():
            return catalogue_of(filed_in(self._content.read_one(*self.resident.filed)))

    def candidates(self, vector: Floats, query_terms: Sequence[str], depth: int, filters: Filters = ALL) -> Ints:
        """Rows, ascending, of the `depth` best passages from each channel, in the articles that `filters` select."""
        resident, names, chosen = self._open, self._names, expression(filters)
        if chosen is None or not self.count:
            return np.zeros(0, dtype=np.int64)
        depth *= 1 if resident.shared.exact else _DEEPER
        found = [self._database.search(names.passages, DENSE, vector, depth, chosen)]
        numbers = resident.shared.numbers
        if terms := {numbers[term] + 1: 1.0 for term in query_terms if term in numbers}:
            found.append(self._database.search(names.passages, SPARSE, terms, depth, chosen))
        if resident.shared.exact:
            sentences = self._database.search(names.sentences, DENSE, vector, depth, chosen)
            found.append(np.searchsorted(resident.bounds, sentences, side="right") - 1)
        return np.unique(np.concatenate(found)).astype(np.int64)

    def scores(self, vector: Floats, query_terms: Sequence[str], rows: Ints) -> Scores:
        """Every raw score of every passage in `rows`. Raises `IndexDamagedError`."""
        with self._undamaged():
            found = scoring.passage_scores(self._fetched(rows), vector, query_terms, np.arange(len(rows)))
        return Scores(rows, found.dense, found.sentence, found.best, found.lexical)

    def sentence_scores(self, question: EncodedQuestion, terms: Sequence[str], rows: Ints) -> SentenceScores:
        """Every score of every sentence of the passages in `rows`. Raises `IndexDamagedError`."""
        of, every = self._fetched(rows, words=True), np.arange(len(rows))
        with self._undamaged():
            return scoring.sentence_scores(of, self.resident.vocabulary, question, terms, every)

    def matches(self, question: EncodedQuestion, row: int, sentence: int) -> TokenMatches:
        """For each token of the question, the nearest token of the n-th `sentence` of the passage in `row`."""
        with self._undamaged():
            return self._fetched(np.array([row]), words=True).tokens.nearest(question, sentence)

    def centre(self, rows: Ints, weights: Floats) -> Floats:
        """The weighted mean of the vectors of the passages in `rows`, as a unit vector."""
        with self._undamaged():
            return scoring.centre(self._fetched(rows), np.arange(len(rows)), weights)

    def support(self, query_terms: Sequence[str], word_vectors: Floats, rows: Ints) -> Floats:
        """How well each passage in `rows` supports each word of the question: [n, words], 1 for an exact match."""
        of, every = self._fetched(rows, words=True), np.arange(len(rows))
        with self._undamaged():
            return scoring.support(of, self.resident.word_vectors, query_terms, word_vectors, every)

    def passage_vectors(self, rows: Ints) -> Floats:
        """The unit vectors [n, dimension] of the passages in `rows`."""
        return self._fetched(rows).vectors.passages.vectors(np.arange(len(rows)))

    def article_ids(self) -> list[str]:
        """The ids of all articles, sorted."""
        return list(self._open.article_ids)

    def sizes(self) -> dict[str, tuple[int, int]]:
        """How many passages and how many sentences each article has, by its id."""
        return self._open.sizes()

    def owners(self, rows: Ints) -> list[str]:
        """For each passage in `rows`, the id of its article."""
        resident = self._open
        return [resident.article_ids[number] for number in resident.owners[rows]]

    def rows(self, article_id: str) -> Ints:
        """The rows of an article's passages, in order. Raises `KeyError` if there is no such article."""
        resident = self._open
        return np.flatnonzero(resident.owners == resident.article_numbers[article_id]).astype(np.int64)

    def article(self, article_id: str) -> tuple[Article, str]:
        """The article, and the sha256 with which it was published. Raises `KeyError` if there is no such article."""
        resident = self._open
        number = resident.article_numbers[article_id]
        with self._undamaged():
            return article_in(self._articles.get([number])[0])

    def passages(self, rows: Ints) -> list[Passage]:
        """The passages in `rows`, in that order. Raises `IndexDamagedError`."""
        resident = self._open
        with self._undamaged():
            found = [passage_in(words) for words in self._words.get(rows.tolist())]
        for passage, owner in zip(found, resident.owners[rows], strict=True):
            if passage.article_id != resident.article_ids[owner]:
                raise damaged(self._names.content, f"a passage of {passage.article_id!r} is another article's")
        return found

    def _fetched(self, rows: Ints, *, words: bool = False) -> FetchedRows:
        """The data for scoring the passages in `rows`, including words if `words`. Raises `IndexDamagedError`."""
        shared, wanted = self._open.shared, rows.tolist()
        with self._undamaged():
            return FetchedRows(shared, self._vectors.get(wanted), self._words.get(wanted) if words else ())

    @contextmanager
    def _undamaged(self) -> Iterator[None]:
        """Turns errors in its block, such as a missing row or an array of the wrong size, into `IndexDamagedError`."""
        try:
            yield
        except (IndexError, ValueError, KeyError, TypeError) as error:
            raise damaged(self._names.content, repr(error)) from error
