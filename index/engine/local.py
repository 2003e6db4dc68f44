"""The engine that reads one snapshot folder on this machine: FAISS, BM25, word vectors and the text store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from index.answer import Scores, SentenceScores, TokenMatches
from index.arrays import Floats, Ints, Mask
from index.article import Article
from index.encoding.protocol import EncodedQuestion
from index.engine.bm25 import LexicalIndex
from index.engine.files import SnapshotFiles
from index.engine.scoring import centre, passage_scores, sentence_scores, support
from index.engine.word_vectors import WordVectors
from index.errors import AnswererClosedError, IndexDamagedError
from index.execution.deadline import check_deadline
from index.filtering.catalogue import Catalogue
from index.filtering.filters import ALL, Filters
from index.passage import Passage
from index.storage.locks import Hold
from index.text.vocabulary import Vocabulary

# If there are too many sentences to search their vectors, this many times more passages become candidates instead.
_DEEPER = 4


class LocalEngine:
    """The engine of one snapshot, whose passages are numbered from 0 (their row).

    `hold` is released when the engine is closed or garbage-collected.
    """

    def __init__(self, folder: Path, hold: Hold | None = None) -> None:
        self._name = folder.name
        self._opened: SnapshotFiles | None = SnapshotFiles.open(folder, hold)

    def close(self) -> None:
        """Release the files. Every later call raises `AnswererClosedError`."""
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.close()

    @property
    def _files(self) -> SnapshotFiles:
        # Every step reads this property, so no step begins after the deadline.
        check_deadline()
        # A question that began before another thread closed the engine keeps its arrays.
        opened = self._opened
        if opened is None:
            raise AnswererClosedError(
                f"The answerer of the snapshot {self._name} is closed: expected an open one. Call open_answerer again."
            )
        return opened

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the passages."""
        return self._files.vocabulary

    @property
    def word_vectors(self) -> WordVectors:
        """The vectors of those words."""
        return self._files.word_vectors

    @property
    def count(self) -> int:
        """How many passages there are."""
        return self._files.vectors.passages.count

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._files.vectors.passages.dimension

    def sums(self) -> dict[str, int]:
        """How many passages, sentences and words have vectors: fewer than there are texts if a file is incomplete."""
        files = self._files
        passages = min(self.count, len(files.owners), len(files.bounds) - 1, len(files.word_bounds) - 1)
        sentences, words = files.vectors.sentences.count, len(files.word_vectors.words)
        return {"passages": passages, "sentences": sentences, "words": words}

    @property
    def labels(self) -> Catalogue:
        """The filter values of each article, read from the text store when they are first needed."""
        return self._files.labels

    def candidates(self, vector: Floats, query_terms: Sequence[str], depth: int, filters: Filters = ALL) -> Ints:
        """Rows, ascending, of the `depth` best passages from each channel, in the articles that `filters` select."""
        files = self._files
        with self._undamaged():
            among: Mask | None = files.labels.selected(filters)[files.owners] if filters else None
            depth *= 1 if files.vectors.searched else _DEEPER
            lexical = LexicalIndex.best(files.lexical.scores(query_terms), depth, among)
            found = [files.vectors.passages.search(vector, depth, among), lexical]
            if searched := files.vectors.searched:
                of_them = None if among is None else among[files.sentence_owners]
                found.append(files.sentence_owners[searched.search(vector, depth, of_them)])
            return np.unique(np.concatenate(found))

    def scores(self, vector: Floats, query_terms: Sequence[str], rows: Ints) -> Scores:
        """Every raw score of every passage in `rows`. Raises `IndexDamagedError`."""
        files = self._files
        with self._undamaged():
            return passage_scores(files, vector, query_terms, rows)

    def sentence_scores(self, question: EncodedQuestion, terms: Sequence[str], rows: Ints) -> SentenceScores:
        """Every score of every sentence of the passages in `rows`. Raises `IndexDamagedError`."""
        files = self._files
        with self._undamaged():
            return sentence_scores(files, files.vocabulary, question, terms, rows)

    def matches(self, question: EncodedQuestion, row: int, sentence: int) -> TokenMatches:
        """For each token of the question, the nearest token of the n-th `sentence` of the passage in `row`."""
        files = self._files
        with self._undamaged():
            return files.tokens.nearest(question, int(files.bounds[row]) + sentence)

    def centre(self, rows: Ints, weights: Floats) -> Floats:
        """The weighted mean of the vectors of the passages in `rows`, as a unit vector."""
        files = self._files
        with self._undamaged():
            return centre(files, rows, weights)

    def support(self, query_terms: Sequence[str], word_vectors: Floats, rows: Ints) -> Floats:
        """How well each passage in `rows` supports each word of the question: [n, words], 1 for an exact match."""
        files = self._files
        with self._undamaged():
            return support(files, files.word_vectors, query_terms, word_vectors, rows)

    def article_ids(self) -> list[str]:
        """The ids of all articles, sorted."""
        return list(self._files.article_ids)

    def sizes(self) -> dict[str, tuple[int, int]]:
        """How many passages and how many sentences each article has, by its id."""
        files = self._files
        among = len(files.article_ids)
        passages = np.bincount(files.owners, minlength=among)
        sentences = np.bincount(files.owners, weights=np.diff(files.bounds), minlength=among)
        return {name: (int(p), int(s)) for name, p, s in zip(files.article_ids, passages, sentences, strict=True)}

    def passage_vectors(self, rows: Ints) -> Floats:
        """The unit vectors [n, dimension] of the passages in `rows`."""
        return self._files.vectors.passages.vectors(rows)

    def owners(self, rows: Ints) -> list[str]:
        """For each passage in `rows`, the id of its article."""
        files = self._files
        return [files.article_ids[number] for number in files.owners[rows]]

    def rows(self, article_id: str) -> Ints:
        """The rows of an article's passages, in order. Raises `KeyError` if there is no such article."""
        files = self._files
        return np.flatnonzero(files.owners == files.article_numbers[article_id]).astype(np.int64)

    def article(self, article_id: str) -> tuple[Article, str]:
        """The article, and the sha256 with which it was published. Raises `KeyError` if there is no such article."""
        files = self._files
        try:
            return files.texts.article(article_id)
        except KeyError:
            if article_id in files.article_numbers:
                raise self._changed() from None
            raise

    def passages(self, rows: Ints) -> list[Passage]:
        """The passages in `rows`, in that order. Raises `IndexDamagedError`."""
        files = self._files
        found = files.texts.passages([int(row) for row in rows])
        sentences = files.bounds[rows + 1] - files.bounds[rows]
        for passage, owner, count in zip(found, files.owners[rows], sentences, strict=True):
            if passage.article_id != files.article_ids[owner] or len(passage.sentences) != count:
                raise self._changed()
        return found

    @contextmanager
    def _undamaged(self) -> Iterator[None]:
        """Turns errors in its block, such as a row out of range, into `IndexDamagedError`."""
        try:
            yield
        except (IndexError, ValueError) as error:
            raise self._changed() from error

    def _changed(self) -> IndexDamagedError:
        return IndexDamagedError(
            f"The files of the snapshot {self._name} have changed since it was opened: expected the published ones. "
            "Run: verbatim build"
        )
