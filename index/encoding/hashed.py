"""The fake encoder: deterministic vectors without a model, for tests, drills and machines that only look around."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from index.arrays import Floats
from index.encoding.protocol import Asked, Progress, no_progress
from index.text.terms import stem, words

DIMENSION = 256
# It has no weights; this stands for them in its identity.
FAKE_WEIGHTS = hashlib.sha256(b"verbatim hash encoder 1").hexdigest()


class HashEncoder:
    """Feature hashing: each stem adds a fixed pseudo-random direction, so texts that share words are near."""

    dimension = DIMENSION

    def encode_passages(self, texts: Sequence[str], progress: Progress = no_progress) -> Floats:
        """Unit vectors [n, dimension] of `texts`."""
        vectors = np.stack([_vector(text) for text in texts]) if texts else np.zeros((0, DIMENSION), np.float32)
        progress(len(texts))
        return vectors

    def encode_query(self, text: str, words: Sequence[str] = ()) -> Floats:
        """Unit vectors [1 + n, dimension] of a question and of `words`."""
        return self.encode_passages([text, *words])

    def encode_queries(self, asked: Sequence[Asked]) -> list[Floats]:
        """What `encode_query` gives for each question."""
        return [self.encode_query(text, words) for text, words in asked]


def _vector(text: str) -> Floats:
    """The unit vector of a text; of one without words, that of the empty word."""
    total = np.sum([_direction(stem(word)) for word in words(text) or [""]], axis=0)
    return np.asarray(total / np.linalg.norm(total), dtype=np.float32)


@lru_cache(maxsize=65536)
def _direction(word: str) -> Floats:
    seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)
