"""Token vectors in few bytes: projected to fewer dimensions, one signed byte for each.

Late interaction compares directions, so a code keeps a direction and no length. Every model has one codec, for codes
outlive a build. The default model's is shipped (`benchmarks/token_codec.py` makes it); another model's is fitted when
its first index is built, and kept beside its graph.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats

Codes = NDArray[np.int8]

SIZE = 64
_LARGEST = 127


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
        return cls(np.ascontiguousarray(directions[:, ::-1][:, :size], dtype=np.float32))

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
        return self.projection.shape[1]

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
        return np.rint(projected * (_LARGEST / peaks)).astype(np.int8)


def decode(codes: Codes) -> Floats:
    """The unit vectors [t, size] that `codes` stand for."""
    vectors = codes.astype(np.float32)
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1.0), dtype=np.float32)
