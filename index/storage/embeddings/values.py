"""The values in the embedding cache, as bytes: a text's vector, or its vector and the codes of its tokens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from index.arrays import Floats
from index.encoding.protocol import Encoder, Progress
from index.storage.embeddings.token_codec import CodedTokens, TokenCodec


class Values(Protocol):
    """One kind of cached value, and how to compute it."""

    def compute(self, texts: Sequence[str], progress: Progress) -> list[bytes]:
        """The values of `texts`; `progress` is called with the number done."""
        ...

    def fits(self, value: bytes) -> bool:
        """Whether `value` has a valid length for this kind."""
        ...


class VectorValues:
    """The unit vector of a passage: float32 [d]."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._bytes = 4 * encoder.dimension

    def compute(self, texts: Sequence[str], progress: Progress) -> list[bytes]:
        """The vectors of `texts`."""
        return [vector.tobytes() for vector in self._encoder.encode_passages(texts, progress)]

    def fits(self, value: bytes) -> bool:
        """Whether `value` has the length of a vector of the model's dimension."""
        return len(value) == self._bytes

    def stacked(self, values: Sequence[bytes]) -> Floats:
        """The vectors [n, d] of n values."""
        return np.frombuffer(b"".join(values), dtype=np.float32).reshape(len(values), self._encoder.dimension)


class TokenValues:
    """The unit vector of a sentence, and for each token its id (int32), character range (uint16) and code (int8)."""

    def __init__(self, encoder: Encoder, codec: TokenCodec) -> None:
        self._encoder, self._codec = encoder, codec
        self._vector = 4 * encoder.dimension
        self._token = np.dtype([("id", "<i4"), ("span", "<u2", 2), ("code", "i1", codec.size)])

    def compute(self, texts: Sequence[str], progress: Progress) -> list[bytes]:
        """The values of `texts`; vectors and tokens come from the same run of the model."""
        encoded = self._encoder.encode_tokens(texts, progress)
        tokens = np.empty(len(encoded.ids), dtype=self._token)
        tokens["id"], tokens["code"] = encoded.ids, self._codec.encode(encoded.tokens)
        tokens["span"] = np.minimum(encoded.spans, np.iinfo(np.uint16).max)
        parts = np.split(tokens, encoded.bounds[1:-1])
        return [vector.tobytes() + part.tobytes() for vector, part in zip(encoded.vectors, parts, strict=True)]

    def fits(self, value: bytes) -> bool:
        """Whether `value` has the length of a vector and a whole number of tokens."""
        return len(value) >= self._vector and (len(value) - self._vector) % self._token.itemsize == 0

    def stacked(self, values: Sequence[bytes]) -> CodedTokens:
        """The vectors and tokens of n values."""
        vectors = np.frombuffer(b"".join(value[: self._vector] for value in values), dtype=np.float32)
        tokens = np.frombuffer(b"".join(value[self._vector :] for value in values), dtype=self._token)
        counts = [(len(value) - self._vector) // self._token.itemsize for value in values]
        return CodedTokens(
            vectors.reshape(len(values), self._encoder.dimension),
            tokens["code"],
            np.cumsum([0, *counts], dtype=np.int64),
            tokens["span"].astype(np.int64),
            tokens["id"].astype(np.int64),
        )


def token_key(model: str, codec: str) -> str:
    """The model key for values with tokens: that of the `model` and the id of the codec."""
    return f"{model}-{codec}"
