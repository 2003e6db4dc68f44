"""A map of vectors, pure: the plane on which they differ most, and where each falls on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.arrays import Floats, Ints

# Singular values below this share of the largest are rounding, not difference.
_NOTHING = 1e-6


@dataclass(frozen=True, slots=True)
class Plane:
    """Two axes [2, dimension] through `centre` [dimension]; `kept` is the share of the variance they show."""

    centre: Floats
    axes: Floats
    kept: float

    def places(self, vectors: Floats) -> Floats:
        """Where `vectors` [n, dimension] fall: [n, 2]."""
        return np.asarray((vectors - self.centre) @ self.axes.T, dtype=np.float32)


def plane_of(vectors: Floats) -> Plane:
    """The plane of the first two principal components of `vectors` [n, dimension], n at least 1.

    An axis has a sign of no meaning; its largest part is made positive, so that the same vectors give the same map.
    Where they differ in fewer than two ways, the axes that are left are 0.
    """
    exact = vectors.astype(np.float64)
    centre = exact.mean(axis=0)
    _, values, axes = np.linalg.svd(exact - centre, full_matrices=False)
    # Vectors that are all the same differ by rounding alone.
    real = values > _NOTHING * max(float(np.linalg.norm(exact, axis=1).max()), float(values.max()))
    first = np.zeros((2, exact.shape[1]))
    shown = min(2, int(real.sum()))
    first[:shown] = axes[:shown]
    largest = np.abs(first).argmax(axis=1)
    first *= np.where(first[[0, 1], largest] < 0, -1, 1)[:, None]
    variance = values[real] ** 2
    kept = float(variance[:2].sum() / variance.sum()) if shown else 1.0
    return Plane(centre.astype(np.float32), first.astype(np.float32), kept)


def sample_rows(count: int, most: int) -> Ints:
    """All rows from 0 to `count`, or `most` of them, evenly spread: every article has its share."""
    if count <= most:
        return np.arange(count, dtype=np.int64)
    return np.asarray(np.arange(most) * count // most, dtype=np.int64)
