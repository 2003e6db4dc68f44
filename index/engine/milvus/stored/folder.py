"""Reads a snapshot's folder in the form stored in Milvus: passages, articles, and whole files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from index.arrays import Floats, Ints, load_memmap
from index.engine.int8_vectors import Int8Vectors
from index.engine.late_interaction import BOUNDS, CODES, SPANS
from index.engine.milvus.schema import label_numbers
from index.engine.milvus.stored.packing import pack
from index.engine.sentence_terms import BOUNDS as TERM_BOUNDS
from index.engine.sentence_terms import TERMS
from index.engine.texts import TextStore, without_text
from index.engine.vector_files import FILES as VECTOR_FILES
from index.engine.vector_files import Vectors
from index.filtering.labels import labels_of
from index.passage import Passage
from index.storage.article_row import row_of
from index.storage.manifest import MANIFEST, read_manifest

FILED = "filed.json"
TEXTS = "texts.sqlite"
WORDS, WORD_BOUNDS = "passage-words.npy", "passage-word-bounds.npy"
POSTINGS = tuple(f"bm25/{name}.npy" for name in ("starts", "passages", "scores"))
# Files whose rows are stored with their passages; all others are stored and read as a whole.
_OF_PASSAGES = {TEXTS, WORDS, WORD_BOUNDS, *POSTINGS, "bm25/terms.txt", CODES, BOUNDS, SPANS, TERMS, TERM_BOUNDS}
_OF_PASSAGES |= set(VECTOR_FILES)


@dataclass(frozen=True, slots=True)
class PassageParts:
    """The data of one passage: its vector, the numbers and scores of its terms, its labels, and two packed runs.

    `sentences` [s, dimension] are the sentence vectors, or their int8 codes if sentences are not searched.
    """

    vector: Floats
    terms: NDArray[np.int32]
    scores: Floats
    labels: list[int]
    sentences: Floats
    vectors: bytes
    words: bytes


class SnapshotFolder:
    """A snapshot's folder, read passage by passage."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.manifest = read_manifest(folder)
        self.texts = TextStore(folder / TEXTS)
        self._vectors = Vectors.open(folder)
        self.bounds: Ints = np.load(folder / "bounds.npy")
        self._token_bounds, self._codes, self._spans = map(self._array, (BOUNDS, CODES, SPANS))
        self._term_bounds, self._terms = self._array(TERM_BOUNDS), self._array(TERMS)
        self._word_bounds, self._words = self._array(WORD_BOUNDS), self._array(WORDS)

    def close(self) -> None:
        """Close the text store."""
        self.texts.close()

    @property
    def exact(self) -> bool:
        """Whether sentences are searched."""
        return self._vectors.searched is not None

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The name and content of each file that is stored as a whole."""
        for name in [MANIFEST, *sorted(self.manifest.files.keys() - _OF_PASSAGES)]:
            yield name, (self._folder / name).read_bytes()
        yield FILED, json.dumps(self.texts.filed()).encode()

    def articles(self) -> Iterator[bytes]:
        """Every article with its sha256 as JSON, sorted by id."""
        for article_id in self.texts.article_ids():
            article, sha256 = self.texts.article(article_id)
            yield json.dumps([*row_of(article), sha256]).encode()

    def passages(self) -> Iterator[PassageParts]:
        """Every passage, in order."""
        labels = {one[0]: label_numbers(labels_of(without_text(one))) for one in self.texts.filed()}
        lexical = self._by_passage()
        for row, passage in enumerate(self.texts.all_passages()):
            first, last = (int(bound) for bound in self.bounds[row : row + 2])
            own = slice(lexical.indptr[row], lexical.indptr[row + 1])
            terms, scores = lexical.indices[own].astype(np.int32), lexical.data[own]
            vector = self._vectors.passages.vectors(np.array([row]))[0]
            sentences, scales = self._sentences(first, last)
            halves = vector if self.exact else vector.astype(np.float16)
            yield PassageParts(
                vector=vector,
                terms=terms,
                scores=scores,
                labels=labels[passage.article_id],
                sentences=sentences,
                vectors=pack([halves, sentences, scales, terms, scores]),
                words=pack(self._words_of(row, first, last, passage)),
            )

    def _words_of(self, row: int, first: int, last: int, passage: Passage) -> list[NDArray[Any]]:
        tokens, terms = (bounds[first : last + 1] for bounds in (self._token_bounds, self._term_bounds))
        words = self._words[self._word_bounds[row] : self._word_bounds[row + 1]]
        return [
            self._codes[tokens[0] : tokens[-1]],
            np.diff(tokens).astype(np.int32),
            self._spans[tokens[0] : tokens[-1]],
            self._terms[terms[0] : terms[-1]],
            np.diff(terms).astype(np.int32),
            words.astype(np.int32),
            np.frombuffer(json.dumps(asdict(passage)).encode(), np.uint8),
        ]

    def _sentences(self, first: int, last: int) -> tuple[NDArray[Any], Floats]:
        """The vectors, or int8 codes and scales, of the sentences from `first` to below `last`."""
        of = self._vectors.sentences
        if isinstance(of, Int8Vectors):
            return of.coded(first, last)
        return of.vectors(np.arange(first, last)), np.zeros(0, np.float32)

    def _by_passage(self) -> csc_array[np.float32]:
        """BM25's postings by passage: transposing the sparse matrix reorders them."""
        starts, passages, scores = (np.load(self._folder / name) for name in POSTINGS)
        count = int(starts[-1])
        return csc_array((scores, passages, starts[:-1]), shape=(count, len(starts) - 2)).T.tocsc()

    def _array(self, name: str) -> NDArray[Any]:
        return load_memmap(self._folder / name)
