"""The engine of one snapshot folder on this machine: FAISS, BM25, word vectors and the text store."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from index.article import Article
from index.dense import DenseIndex
from index.engine import Vectors, passage_context, passage_contexts
from index.errors import IndexDamagedError
from index.evidence import Floats, Ints, Scores
from index.kin import Kin
from index.lexical import LexicalIndex
from index.locks import Hold
from index.passage import Passage
from index.terms import terms, words
from index.texts import TextStore, write_texts
from index.vocabulary import Vocabulary

# Passages whose words are kept in memory.
_HELD_PASSAGES = 20_000


class LocalEngine:
    """One snapshot's engine. Rows number its passages from 0. It lets `hold` go when it is closed or forgotten."""

    def __init__(self, folder: Path, hold: Hold | None = None) -> None:
        self._hold = hold
        self._name = folder.name
        self._passages = DenseIndex.open(folder / "passages.faiss")
        self._sentences = DenseIndex.open(folder / "sentences.faiss")
        self._lexical = LexicalIndex.open(folder / "bm25")
        self._texts = TextStore(folder / "texts.sqlite")
        self.vocabulary = Vocabulary.open(folder / "vocabulary.json")
        self.kin = Kin.open(folder)
        self._held_words: dict[int, tuple[frozenset[str], Ints]] = {}
        # Sentences of passage p: rows bounds[p] to bounds[p + 1] of the sentence vectors.
        self._bounds: Ints = np.load(folder / "bounds.npy")
        self._owners: Ints = np.load(folder / "owners.npy")
        self._sentence_owners = np.repeat(np.arange(self.count), np.diff(self._bounds))
        self._article_ids = self._texts.article_ids()

    @staticmethod
    def write(
        folder: Path,
        articles: Sequence[Article],
        passages: Sequence[Passage],
        vectors: Vectors,
    ) -> None:
        """Write the files of a new engine into `folder`; vectors by row, sentences in their passages' order.

        Raises `OSError`.
        """
        contexts = passage_contexts(articles, passages)
        DenseIndex.of(vectors.passages).save(folder / "passages.faiss")
        DenseIndex.of(vectors.sentences).save(folder / "sentences.faiss")
        LexicalIndex.of([terms(context) for context in contexts]).save(folder / "bm25")
        write_texts(folder / "texts.sqlite", articles, passages)
        vocabulary = Vocabulary.of(contexts)
        vocabulary.save(folder / "vocabulary.json")
        Kin(vocabulary.content_words, vectors.words).save(folder)
        numbers = {article_id: number for number, article_id in enumerate(sorted(article.id for article in articles))}
        np.save(
            folder / "bounds.npy", np.cumsum([0, *(len(passage.sentences) for passage in passages)], dtype=np.int64)
        )
        np.save(folder / "owners.npy", np.array([numbers[passage.article_id] for passage in passages], dtype=np.int64))
        _read_back(folder, len(passages), vectors)

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

    def candidates(self, vector: Floats, query_terms: Sequence[str], depth: int, article_id: str | None = None) -> Ints:
        """Rows, ascending, of the `depth` best passages by each channel; only of `article_id` when it is given."""
        among = among_sentences = None
        lexical = self._lexical.scores(query_terms)
        if article_id is not None:
            mine = self._owners == self._article_ids.index(article_id)
            among, among_sentences = np.flatnonzero(mine), np.flatnonzero(mine[self._sentence_owners])
            lexical = np.where(mine, lexical, 0).astype(np.float32)
        by_sentence = self._sentence_owners[self._sentences.search(vector, depth, among_sentences)]
        return np.unique(
            np.concatenate(
                [self._passages.search(vector, depth, among), by_sentence, LexicalIndex.best(lexical, depth)]
            )
        )

    def scores(self, vector: Floats, query_terms: Sequence[str], rows: Ints) -> Scores:
        """Every raw score of every passage in `rows`."""
        counts = self._bounds[rows + 1] - self._bounds[rows]
        first = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64) if len(rows) else rows
        # Every sentence row of every passage, passage after passage.
        sentence_rows = np.arange(counts.sum()) + np.repeat(self._bounds[rows] - first, counts)
        cosines = self._sentences.cosines(vector, sentence_rows.astype(np.int64))
        best = np.array(
            [cosines[at : at + count].argmax() for at, count in zip(first, counts, strict=True)], dtype=np.int64
        )
        return Scores(
            passages=rows,
            dense=self._passages.cosines(vector, rows),
            sentence=cosines[first + best],
            best=best,
            lexical=self._lexical.scores(query_terms)[rows],
        )

    def centre(self, rows: Ints, weights: Floats) -> Floats:
        """The weighted mean of the vectors of the passages in `rows`, as a unit vector."""
        mean = weights @ self._passages.vectors(rows)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)

    def support(self, query_terms: Sequence[str], word_vectors: Floats, rows: Ints) -> Floats:
        """How far each passage in `rows` has each word of the question: [n, words], 1 for the word itself."""
        if not len(rows) or not query_terms:
            return np.zeros((len(rows), len(query_terms)), dtype=np.float32)
        held = [self._words_of(int(row)) for row in rows]
        # A last row of no likeness stands in for passages without words.
        likeness = np.vstack([self.kin.likeness(word_vectors), np.zeros((1, len(query_terms)), dtype=np.float32)])
        nothing = np.array([len(likeness) - 1])
        word_rows = [part for _, own in held for part in (own, nothing)]
        starts = np.cumsum([0, *(len(own) + 1 for _, own in held[:-1])])
        nearest = np.maximum.reduceat(likeness[np.concatenate(word_rows)], starts, axis=0)
        itself = np.array([[term in stems for term in query_terms] for stems, _ in held])
        return np.where(itself, np.float32(1), nearest)

    def _words_of(self, row: int) -> tuple[frozenset[str], Ints]:
        """The stems of a passage's context and the rows of its words, kept for the next question."""
        held = self._held_words.get(row)
        if held is None:
            passage = self.passages(np.array([row]))[0]
            context = passage_context(passage, self.article(passage.article_id)[0].card.title)
            held = frozenset(terms(context)), self.kin.rows(set(words(context)))
            if len(self._held_words) >= _HELD_PASSAGES:
                self._held_words = {}
            self._held_words[row] = held
        return held

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
            if article_id in self._article_ids:
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

    def _changed(self) -> IndexDamagedError:
        return IndexDamagedError(
            f"The files of the snapshot {self._name} have changed since it was opened: expected the published ones. "
            "Run: verbatim build"
        )


def _read_back(folder: Path, passages: int, vectors: Vectors) -> None:
    """Open what was just written: on a full disk, faiss and numpy leave half a file without saying so."""
    expected = [passages, len(vectors.passages), len(vectors.sentences), len(vectors.words)]
    try:
        with closing(LocalEngine(folder)) as engine:
            found = [len(engine._owners), engine._passages.count, engine._sentences.count, len(engine.kin.words)]
            # Touches every vector and every word of the file.
            engine.kin.likeness(np.zeros((1, engine.dimension), dtype=np.float32))
    except (IndexDamagedError, ValueError, EOFError) as error:
        raise OSError(errno.EIO, f"what was written cannot be read back: {error}") from error
    if found != expected:
        raise OSError(errno.EIO, f"what was written reads back as {found} rows: expected {expected}")
