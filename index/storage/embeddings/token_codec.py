"""Token vectors in few bytes: projected to fewer dimensions, one signed byte for each.

Late interaction compares directions, so a code keeps a direction and no length. Every model has one codec, for codes
outlive a build. The default model's is shipped (`python -m benchmarks.token_codec` makes it); another model's is fitted
when its first index is built, and kept beside its graph.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats, Ints
from index.encoding.hashed import DIMENSION
from index.encoding.protocol import Encoder
from index.models.identity import FAKE_WEIGHTS, ModelIdentity
from index.text.word_lists import common_words

Codes = NDArray[np.int8]

SIZE = 64
_LARGEST = 127
FILE = "token-codec.npy"
# The default model's codec, by the sum of the model's weights.
SHIPPED = Path(__file__).parent / "codecs"
# What a codec is fitted on: so many texts of so many common words each, drawn at random.
_TEXTS, _WORDS, _COMMON = 1200, 8, 12_000


@dataclass(frozen=True, eq=False)
class TokenCodec:
    """Vectors [t, e] to codes [t, size] and back. `projection` float32 [e, size] has orthonormal columns."""

    projection: Floats

    @classmethod
    def fitted(cls, tokens: Floats, size: int = SIZE) -> TokenCodec:
        """The `size` directions in which the unit vectors `tokens` [t, e] differ most from zero: PCA without a mean.

        A model of fewer dimensions keeps all of them.
        """
        if tokens.shape[1] <= size:
            return cls(np.eye(tokens.shape[1], dtype=np.float32))
        _, directions = np.linalg.eigh(tokens.T.astype(np.float64) @ tokens)
        # Rounded as it is saved, so that a codec gives the same codes before and after.
        return cls(np.ascontiguousarray(directions[:, ::-1][:, :size].astype(np.float16), dtype=np.float32))

    @classmethod
    def open(cls, path: Path) -> TokenCodec:
        """The codec in `path`. Raises `OSError` and `ValueError`."""
        projection = np.load(path)
        if projection.ndim != 2 or projection.shape[0] < projection.shape[1]:
            raise ValueError(f"{path} has the shape {projection.shape}: expected [dimensions of a token, size]")
        return cls(projection.astype(np.float32))

    def save(self, path: Path) -> None:
        """Write the projection in half precision. Raises `OSError`."""
        np.save(path, self.projection.astype(np.float16))

    @cached_property
    def id(self) -> str:
        """Short digest of the projection as it is saved: codes of equal ids are comparable."""
        return hashlib.sha256(self.projection.astype(np.float16).tobytes()).hexdigest()[:16]

    @property
    def size(self) -> int:
        """Bytes of a code."""
        return int(self.projection.shape[1])

    def project(self, tokens: Floats) -> Floats:
        """`tokens` [t, e] as unit vectors [t, size], not rounded: what a question's tokens are compared as."""
        projected = tokens @ self.projection
        lengths = np.linalg.norm(projected, axis=1, keepdims=True)
        return np.asarray(projected / np.maximum(lengths, np.finfo(np.float32).tiny), dtype=np.float32)

    def encode(self, tokens: Floats) -> Codes:
        """Codes [t, size] of `tokens` [t, e]."""
        projected = self.project(tokens)
        # Scaled by its largest part, a direction uses all of the byte's steps.
        peaks = np.maximum(np.abs(projected).max(axis=1, keepdims=True), np.finfo(np.float32).tiny)
        return np.asarray(np.rint(projected / peaks * _LARGEST), dtype=np.int8)


@dataclass(frozen=True, slots=True)
class CodedTokens:
    """n texts: unit `vectors` [n, d], and the t tokens of all, one text's behind the other's.

    The tokens of text i are the rows `bounds[i]` to `bounds[i + 1]` of `codes` int8 [t, size], of `spans` [t, 2] (the
    characters of the text that the token stands for, the end exclusive) and of `ids` [t].
    """

    vectors: Floats
    codes: Codes
    bounds: Ints
    spans: Ints
    ids: Ints

    def part(self, first: int, last: int) -> CodedTokens:
        """The texts `first` to `last`."""
        bounds = self.bounds[first : last + 1]
        rows = slice(bounds[0], bounds[-1])
        return CodedTokens(
            self.vectors[first:last], self.codes[rows], bounds - bounds[0], self.spans[rows], self.ids[rows]
        )


def decode(codes: Codes) -> Floats:
    """The unit vectors [t, size] that `codes` stand for."""
    vectors = codes.astype(np.float32)
    squares = np.einsum("td,td->t", vectors, vectors)
    vectors /= np.sqrt(np.maximum(squares, 1.0))[:, None]
    return vectors


def codec_of(encoder: Encoder, identity: ModelIdentity, folder: Path) -> TokenCodec:
    """The codec of a model: the shipped one, else the one in its `folder`, where it is kept once it was fitted.

    Raises `OSError` where it cannot be kept.
    """
    if identity.sha256 == FAKE_WEIGHTS:
        # Its directions are random: none says more than another.
        return TokenCodec(np.eye(DIMENSION, dtype=np.float32))
    shipped = SHIPPED / f"{identity.sha256}.npy"
    if shipped.is_file():
        return TokenCodec.open(shipped)
    kept = folder / FILE
    with suppress(OSError, ValueError, EOFError):
        return TokenCodec.open(kept)
    codec = fit_codec(encoder)
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{FILE}"
    codec.save(unfinished)
    unfinished.replace(kept)
    return codec


def fit_codec(encoder: Encoder, size: int = SIZE) -> TokenCodec:
    """The codec of a model, fitted on common words in random order: no collection's own text shapes it."""
    common = np.array(common_words(_COMMON))
    drawn = np.random.default_rng(0).choice(common, (_TEXTS, _WORDS))
    return TokenCodec.fitted(encoder.encode_tokens([" ".join(words) for words in drawn]).tokens, size)
