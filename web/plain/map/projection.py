"""Projects vectors to the plane on which they differ most (principal components). Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.arrays import Floats, Ints

# Singular values below this share of the scale are rounding errors.
_NOTHING = 1e-6


@dataclass(frozen=True, slots=True)
class Plane:
    """Two axes [2, dimension] through `centre` [dimension]; `kept` is the share of the variance they show."""

    centre: Floats
    axes: Floats
    kept: float

    def places(self, vectors: Floats) -> Floats:
        """The positions [n, 2] of `vectors` [n, dimension]."""
        return np.asarray((vectors - self.centre) @ self.axes.T, dtype=np.float32)


def plane_of(vectors: Floats) -> Plane:
    """The plane of the first two principal components of `vectors` [n, dimension], n at least 1.

    The sign of an axis is arbitrary, so its largest component is made positive: the same vectors give the same map.
    If the vectors have fewer than two principal components, the remaining axes are 0.
    """
    exact = vectors.astype(np.float64)
    centre = exact.mean(axis=0)
    _, values, axes = np.linalg.svd(exact - centre, full_matrices=False)
    # Identical vectors still differ by rounding.
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
    """All rows from 0 to `count`, or `most` of them, evenly spaced, so that articles keep their proportions."""
    if count <= most:
        return np.arange(count, dtype=np.int64)
    return np.asarray(np.arange(most) * count // most, dtype=np.int64)
