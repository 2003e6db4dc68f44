"""The packed data for scoring a passage, and how it is read for the scoring that the local engine uses too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats, Ints, Mask
from index.engine.dense.exact import ExactIndex
from index.engine.int8_vectors import Int8Vectors
from index.engine.late_interaction import TokenFrequencies, TokenVectors
from index.engine.sentence_terms import SentenceTerms
from index.engine.vector_files import Vectors
from index.storage.embeddings.token_codec import TokenCodec

# The types of: a passage's vector; its sentences' vectors or codes, and scales; its terms' numbers and scores.
EXACT = ("<f4", "<f4", "<f4", "<i4", "<f4")
CODED = ("<f2", "<i1", "<f4", "<i4", "<f4")
# The types of: the sentences' token codes, token counts and spans; their terms and term counts; the passage's words;
# the passage as JSON.
WORDS = ("<i1", "<i4", "<u2", "<u4", "<i4", "<i4", "<u1")
# The arrays of one of these formats.
Unpacked = list[NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Shared:
    """Data that all passages of a snapshot share. `numbers` maps terms to their numbers."""

    exact: bool
    dimension: int
    codec: TokenCodec
    frequencies: TokenFrequencies
    numbers: Mapping[str, int]


class FetchedTerms:
    """BM25 of fetched passages."""

    def __init__(
        self, numbers: Mapping[str, int], terms: Sequence[NDArray[Any]], scores: Sequence[NDArray[Any]]
    ) -> None:
        self._numbers = numbers
        self._count = len(terms)
        self._owners = np.repeat(np.arange(len(terms)), np.array([len(own) for own in terms], np.int64))
        self._terms, self._scores = _joined(terms, np.int32), _joined(scores, np.float32)

    def scores_of(self, terms: Sequence[str], rows: Ints) -> Floats:
        """BM25 scores [n] of the passages in `rows` for distinct `terms`."""
        total = np.zeros(self._count, dtype=np.float32)
        for term in terms:
            at = self._terms == self._numbers.get(term, -1)
            total[self._owners[at]] += self._scores[at]
        return total[rows]

    def has(self, terms: Sequence[str], rows: Ints) -> Mask:
        """Which passages of `rows` contain which of `terms`: bool [n, terms]."""
        having = np.zeros((self._count, len(terms)), dtype=np.bool_)
        for column, term in enumerate(terms):
            having[self._owners[self._terms == self._numbers.get(term, -1)], column] = True
        return having[rows]


class FetchedRows:
    """The data of fetched passages, numbered from 0. `words` may be omitted if only vectors are needed."""

    def __init__(self, shared: Shared, vectors: Sequence[Unpacked], words: Sequence[Unpacked] = ()) -> None:
        self._shared = shared
        passages, sentences, scales, terms, scores = zip(*vectors, strict=True) if vectors else ((),) * 5
        self.lexical = FetchedTerms(shared.numbers, terms, scores)
        self.bounds = _bounds([len(own) // shared.dimension for own in sentences])
        index = ExactIndex.of(_joined(passages, np.float32).reshape(-1, shared.dimension))
        flat = _joined(sentences, np.float32 if shared.exact else np.int8).reshape(-1, shared.dimension)
        self.vectors = Vectors(
            index, ExactIndex.of(flat) if shared.exact else Int8Vectors(flat, _joined(scales, np.float32))
        )
        self._words = words

    @cached_property
    def tokens(self) -> TokenVectors:
        """The sentences' tokens."""
        codes, spans = self._of(0, np.int8), self._of(2, np.uint16)
        size = self._shared.codec.size
        bounds = _bounds(self._of(1, np.int64))
        return TokenVectors(
            codes.reshape(-1, size), bounds, spans.reshape(-1, 2), self._shared.frequencies, self._shared.codec
        )

    @cached_property
    def sentence_terms(self) -> SentenceTerms:
        """The sentences' terms."""
        return SentenceTerms(self._of(3, np.uint32), _bounds(self._of(4, np.int64)))

    @cached_property
    def words(self) -> NDArray[Any]:
        """The passages' content words."""
        return self._of(5, np.int64)

    @cached_property
    def word_bounds(self) -> Ints:
        """Where each passage's words begin."""
        return _bounds([len(own[5]) for own in self._words])

    def _of(self, field: int, kind: Any) -> NDArray[Any]:
        return _joined([own[field] for own in self._words], kind)


def _joined(arrays: Sequence[NDArray[Any]], kind: Any) -> NDArray[Any]:
    return np.concatenate(arrays).astype(kind, copy=False) if len(arrays) else np.zeros(0, kind)


def _bounds(sizes: Sequence[int] | NDArray[Any]) -> Ints:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
