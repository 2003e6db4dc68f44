"""The engine of one snapshot folder on this machine: FAISS, BM25, word vectors and the text store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import numpy as np

from index.answer import Scores
from index.arrays import Floats, Ints
from index.article import Article
from index.engine.bm25 import LexicalIndex
from index.engine.dense import Span
from index.engine.int8_vectors import open_array
from index.engine.texts import TextStore
from index.engine.vector_files import Vectors
from index.engine.word_vectors import Kin
from index.errors import IndexDamagedError
from index.passage import Passage
from index.storage.locks import Hold
from index.text.vocabulary import Vocabulary

# Where sentences are too many to be searched, so many times as many passages are candidates.
_DEEPER = 4


class LocalEngine:
    """One snapshot's engine. Rows number its passages from 0. It lets `hold` go when it is closed or forgotten."""

    def __init__(self, folder: Path, hold: Hold | None = None) -> None:
        self._hold = hold
        self._name = folder.name
        self._vectors = Vectors.open(folder)
        self._passages, self._sentences = self._vectors.passages, self._vectors.sentences
        self._lexical = LexicalIndex.open(folder / "bm25")
        self._texts = TextStore(folder / "texts.sqlite")
        self.vocabulary = Vocabulary.open(folder / "vocabulary.json")
        self.kin = Kin.open(folder)
        # Sentences of passage p: rows bounds[p] to bounds[p + 1] of the sentence vectors; its words likewise.
        # What says where other things are is held in memory: files may change under who reads them.
        self._bounds, self._owners = (np.array(open_array(folder / f"{name}.npy")) for name in ("bounds", "owners"))
        self._word_bounds = np.array(open_array(folder / "passage-word-bounds.npy"))
        self._words = open_array(folder / "passage-words.npy")
        self._article_ids = self._texts.article_ids()

    def close(self) -> None:
        """Let the files go; nothing can be asked afterwards."""
        if "_texts" in self.__dict__:
            self._texts.close()
        if hold := self.__dict__.get("_hold"):
            hold.close()
        self.__dict__.clear()

    @property
    def count(self) -> int:
        """How many passages there are."""
        return self._passages.count

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._passages.dimension

    def sums(self) -> dict[str, int]:
        """How many vectors there are of what; fewer than texts where a file is not whole."""
        passages = min(self.count, len(self._owners), len(self._bounds) - 1, len(self._word_bounds) - 1)
        return {"passages": passages, "sentences": self._sentences.count, "words": len(self.kin.words)}

    def candidates(self, vector: Floats, query_terms: Sequence[str], depth: int, article_id: str | None = None) -> Ints:
        """Rows, ascending, of the `depth` best passages by each channel; only of `article_id` when it is given."""
        with self._undamaged():
            return self._candidates(vector, query_terms, depth, article_id)

    def _candidates(self, vector: Floats, query_terms: Sequence[str], depth: int, article_id: str | None) -> Ints:
        span = (0, self.count) if article_id is None else self._span(article_id)
        among = None if article_id is None else span
        depth *= 1 if self._vectors.searched else _DEEPER
        lexical = self._lexical.scores(query_terms)[slice(*span)]
        found = [self._passages.search(vector, depth, among), span[0] + LexicalIndex.best(lexical, depth)]
        if searched := self._vectors.searched:
            bounds = None if among is None else (int(self._bounds[span[0]]), int(self._bounds[span[1]]))
            found.append(self._sentence_owners[searched.search(vector, depth, bounds)])
        return np.unique(np.concatenate(found))

    @cached_property
    def _sentence_owners(self) -> Ints:
        return np.repeat(np.arange(self.count), np.diff(self._bounds))

    def _span(self, article_id: str) -> Span:
        """The rows of an article's passages, which follow each other."""
        mine = np.flatnonzero(self._owners == self._numbers[article_id])
        return (int(mine[0]), int(mine[-1]) + 1) if len(mine) else (0, 0)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {article_id: number for number, article_id in enumerate(self._article_ids)}

    def scores(self, vector: Floats, query_terms: Sequence[str], rows: Ints) -> Scores:
        """Every raw score of every passage in `rows`. Raises `IndexDamagedError`."""
        with self._undamaged():
            return self._scores(vector, query_terms, rows)

    def _scores(self, vector: Floats, query_terms: Sequence[str], rows: Ints) -> Scores:
        sentence_rows, first = _runs(self._bounds, rows)
        # A vector that is none any more is near to nothing.
        cosines = np.nan_to_num(self._sentences.cosines(vector, sentence_rows), nan=-1)
        highest = np.maximum.reduceat(cosines, first) if len(rows) else cosines
        # The first sentence of each passage that is as near as its nearest.
        owners = np.repeat(np.arange(len(rows)), np.diff(np.append(first, len(cosines))))
        nearest = np.flatnonzero(cosines == highest[owners])
        at = np.flatnonzero(np.diff(owners[nearest], prepend=-1))
        return Scores(
            passages=rows,
            dense=self._passages.cosines(vector, rows),
            sentence=highest,
            best=nearest[at] - first,
            lexical=self._lexical.scores_of(query_terms, rows),
        )

    def centre(self, rows: Ints, weights: Floats) -> Floats:
        """The weighted mean of the vectors of the passages in `rows`, as a unit vector."""
        mean = weights @ self._passages.vectors(rows)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)

    def support(self, query_terms: Sequence[str], word_vectors: Floats, rows: Ints) -> Floats:
        """How far each passage in `rows` has each word of the question: [n, words], 1 for the word itself."""
        if not len(rows) or not query_terms:
            return np.zeros((len(rows), len(query_terms)), dtype=np.float32)
        with self._undamaged():
            return self._support(query_terms, word_vectors, rows)

    def _support(self, query_terms: Sequence[str], word_vectors: Floats, rows: Ints) -> Floats:
        word_rows, first = _runs(self._word_bounds, rows)
        likeness = self.kin.likeness(word_vectors, self._words[word_rows])
        nearest = np.zeros((len(rows), len(query_terms)), dtype=np.float32)
        # Of a passage without words, nothing stands for anything.
        some = np.flatnonzero(np.diff(np.append(first, len(word_rows))))
        if len(some):
            nearest[some] = np.maximum.reduceat(likeness, first[some], axis=0)
        return np.where(self._lexical.has(query_terms, rows), np.float32(1), nearest)

    def article_ids(self) -> list[str]:
        """Ids of all articles, sorted."""
        return self._article_ids

    def sizes(self) -> dict[str, tuple[int, int]]:
        """How many passages and how many sentences each article has, by its id."""
        among = len(self._article_ids)
        passages = np.bincount(self._owners, minlength=among)
        sentences = np.bincount(self._owners, weights=np.diff(self._bounds), minlength=among)
        return {name: (int(p), int(s)) for name, p, s in zip(self._article_ids, passages, sentences, strict=True)}

    def passage_vectors(self, rows: Ints) -> Floats:
        """The unit vectors [n, dimension] of the passages in `rows`."""
        return self._passages.vectors(rows)

    def owners(self, rows: Ints) -> list[str]:
        """The id of the article of each passage in `rows`."""
        return [self._article_ids[number] for number in self._owners[rows]]

    def article(self, article_id: str) -> tuple[Article, str]:
        """The article and the sha256 that was published with it. Raises `KeyError` when there is none."""
        try:
            return self._texts.article(article_id)
        except KeyError:
            if article_id in self._numbers:
                raise self._changed() from None
            raise

    def passages(self, rows: Ints) -> list[Passage]:
        """The passages of `rows`, in that order. Raises `IndexDamagedError`."""
        found = self._texts.passages([int(row) for row in rows])
        sentences = self._bounds[rows + 1] - self._bounds[rows]
        for passage, owner, count in zip(found, self._owners[rows], sentences, strict=True):
            if passage.article_id != self._article_ids[owner] or len(passage.sentences) != count:
                raise self._changed()
        return found

    @contextmanager
    def _undamaged(self) -> Iterator[None]:
        """What does not fit within is damage: a row that there is not, an array of another size."""
        try:
            yield
        except (IndexError, ValueError) as error:
            raise self._changed() from error

    def _changed(self) -> IndexDamagedError:
        return IndexDamagedError(
            f"The files of the snapshot {self._name} have changed since it was opened: expected the published ones. "
            "Run: verbatim build"
        )


def _runs(bounds: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Everything from `bounds[row]` to `bounds[row + 1]`, row after row, and where each row's begins in it."""
    counts = bounds[rows + 1] - bounds[rows]
    first = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64) if len(rows) else np.zeros(0, np.int64)
    return np.arange(counts.sum(), dtype=np.int64) + np.repeat(bounds[rows] - first, counts), first
