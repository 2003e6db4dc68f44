"""Quantizes token vectors: projected to fewer dimensions, one signed byte for each.

Late interaction compares directions, so a code stores a direction without its length. Each model has exactly one codec,
because codes outlive a build. The default model's codec is shipped (made by `python -m benchmarks.token_codec`);
another model's is fitted when its first index is built, and stored next to its graph.
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
# The character range that stands for the tokens of a heading: no token of a text has it.
ABOVE = (1, 0)
# Shipped codecs, named by the sha256 of the model's weights.
SHIPPED = Path(__file__).parent / "codecs"
# A codec is fitted on this many texts of this many words each, drawn at random from this many common words.
_TEXTS, _WORDS, _COMMON = 1200, 8, 12_000


@dataclass(frozen=True, eq=False)
class TokenCodec:
    """Turns vectors [t, e] into codes [t, size] and back. `projection` float32 [e, size] has orthonormal columns."""

    projection: Floats

    @classmethod
    def fitted(cls, tokens: Floats, size: int = SIZE) -> TokenCodec:
        """A codec with the top `size` principal directions of the unit vectors `tokens` [t, e]: an uncentred PCA.

        If the vectors have no more than `size` dimensions, all are kept.
        """
        if tokens.shape[1] <= size:
            return cls(np.eye(tokens.shape[1], dtype=np.float32))
        _, directions = np.linalg.eigh(tokens.T.astype(np.float64) @ tokens)
        # Rounded to half precision as in `save`, so that a codec gives the same codes before and after saving.
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
        """A short digest of the saved projection: codes can be compared if their codecs have equal ids."""
        return hashlib.sha256(self.projection.astype(np.float16).tobytes()).hexdigest()[:16]

    @property
    def size(self) -> int:
        """The number of bytes per code."""
        return int(self.projection.shape[1])

    def project(self, tokens: Floats) -> Floats:
        """`tokens` [t, e] projected to unit vectors [t, size], not quantized: used for a question's tokens."""
        projected = tokens @ self.projection
        lengths = np.linalg.norm(projected, axis=1, keepdims=True)
        return np.asarray(projected / np.maximum(lengths, np.finfo(np.float32).tiny), dtype=np.float32)

    def encode(self, tokens: Floats) -> Codes:
        """Codes [t, size] of `tokens` [t, e]."""
        projected = self.project(tokens)
        # Scaled by its largest component, each vector uses the full range of the byte.
        peaks = np.maximum(np.abs(projected).max(axis=1, keepdims=True), np.finfo(np.float32).tiny)
        return np.asarray(np.rint(projected / peaks * _LARGEST), dtype=np.int8)


@dataclass(frozen=True, slots=True)
class CodedTokens:
    """n texts: their unit `vectors` [n, d], and their t tokens in all, text after text.

    The tokens of text i are the rows `bounds[i]` to `bounds[i + 1]` of `codes` int8 [t, size], `spans` [t, 2] (the
    token's character range in the text, end exclusive) and `ids` [t]. The tokens of a heading above a text follow its
    own; they have the range `ABOVE` and the id -1.
    """

    vectors: Floats
    codes: Codes
    bounds: Ints
    spans: Ints
    ids: Ints

    def part(self, first: int, last: int) -> CodedTokens:
        """The texts from `first` up to but excluding `last`."""
        bounds = self.bounds[first : last + 1]
        rows = slice(bounds[0], bounds[-1])
        return CodedTokens(
            self.vectors[first:last], self.codes[rows], bounds - bounds[0], self.spans[rows], self.ids[rows]
        )

    def under(self, headings: CodedTokens, at: Ints) -> CodedTokens:
        """These texts with the tokens of `headings`, one for each of the texts at the positions `at`."""
        owners = [
            np.repeat(np.arange(len(self.vectors)), np.diff(self.bounds)),
            np.repeat(at, np.diff(headings.bounds)),
        ]
        order = np.argsort(np.concatenate(owners), kind="stable")
        spans, ids = np.tile(np.array(ABOVE), (len(headings.ids), 1)), np.full(len(headings.ids), -1)
        sizes = np.bincount(np.concatenate(owners), minlength=len(self.vectors))
        return CodedTokens(
            self.vectors,
            np.concatenate([self.codes, headings.codes])[order],
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            np.concatenate([self.spans, spans.astype(np.int64)])[order],
            np.concatenate([self.ids, ids.astype(np.int64)])[order],
        )


def decode(codes: Codes) -> Floats:
    """The unit vectors [t, size] that `codes` stand for."""
    vectors = codes.astype(np.float32)
    squares = np.einsum("td,td->t", vectors, vectors)
    vectors /= np.sqrt(np.maximum(squares, 1.0))[:, None]
    return vectors


def codec_of(encoder: Encoder, identity: ModelIdentity, folder: Path) -> TokenCodec:
    """The codec of a model: the shipped one, else the one stored in `folder`, else a newly fitted one, stored there.

    Raises `OSError` if it cannot be stored.
    """
    if identity.sha256 == FAKE_WEIGHTS:
        # The fake encoder's directions are random: none carries more information than another.
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
    """A codec fitted on common words in random order, so that it does not depend on any collection."""
    common = np.array(common_words(_COMMON))
    drawn = np.random.default_rng(0).choice(common, (_TEXTS, _WORDS))
    return TokenCodec.fitted(encoder.encode_tokens([" ".join(words) for words in drawn]).tokens, size)
