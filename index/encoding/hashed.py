"""The fake encoder: deterministic vectors without a model, for tests and demos."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from index.arrays import Floats
from index.encoding.protocol import Asked, Encoded, Piece, Progress, no_progress
from index.text.terms import stem
from index.text.words import placed_words, words

DIMENSION = 256
# Stands for the hash of the weights, which it does not have.


class HashEncoder:
    """Feature hashing: each stem adds a fixed pseudo-random direction, so texts that share words are near."""

    dimension = DIMENSION

    def encode_passages(self, texts: Sequence[str], progress: Progress = no_progress) -> Floats:
        """Unit vectors [n, dimension] of `texts`."""
        vectors = np.stack([_vector(text) for text in texts]) if texts else np.zeros((0, DIMENSION), np.float32)
        progress(len(texts))
        return vectors

    def encode_tokens(self, texts: Sequence[str], progress: Progress = no_progress) -> Encoded:
        """The texts' vectors, and for each word the direction of its stem."""
        pieces = [_piece(text) for text in texts]
        progress(len(texts))
        return Encoded.of(pieces, _piece(""))

    def encode_query(self, text: str, words: Sequence[str] = ()) -> Encoded:
        """The vectors of 1 + n texts: a question and `words`."""
        return self.encode_tokens([text, *words])

    def encode_queries(self, asked: Sequence[Asked]) -> list[Encoded]:
        """The result of `encode_query` for each question."""
        return [self.encode_query(text, words) for text, words in asked]


def _vector(text: str) -> Floats:
    """The unit vector of a text; of one without words, that of the empty word."""
    total = np.sum([_direction(stem(word)) for word in words(text) or [""]], axis=0)
    return np.asarray(total / np.linalg.norm(total), dtype=np.float32)


def _piece(text: str) -> Piece:
    placed = [(stem(word), *span) for word, span in placed_words(text)]
    tokens = np.array([_direction(one) for one, *_ in placed], np.float32).reshape(len(placed), DIMENSION)
    spans = np.array([span for _, *span in placed], np.int64).reshape(len(placed), 2)
    ids = np.array([_number(one) & 0x7FFF_FFFF for one, *_ in placed], np.int64)
    return Piece(_vector(text), tokens / np.linalg.norm(tokens, axis=1, keepdims=True), spans, ids)


@lru_cache(maxsize=65536)
def _direction(word: str) -> Floats:
    return np.random.default_rng(_number(word)).standard_normal(DIMENSION).astype(np.float32)


def _number(word: str) -> int:
    return int.from_bytes(hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()[:8], "big")
