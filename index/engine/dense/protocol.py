"""VectorIndex: what both kinds of index can do."""

from __future__ import annotations

from typing import Protocol

from index.arrays import Floats, Ints, Mask


class VectorIndex(Protocol):
    """Unit vectors by row."""

    @property
    def count(self) -> int:
        """How many vectors it holds."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def search(self, vector: Floats, depth: int, among: Mask | None = None) -> Ints:
        """Rows of the `depth` vectors nearest to `vector` [dimension], nearest first; only from `among` if given."""
        ...

    def vectors(self, rows: Ints) -> Floats:
        """The vectors [n, dimension] in `rows`."""
        ...

    def cosines(self, vector: Floats, rows: Ints) -> Floats:
        """The cosine [n] of `vector` and each of the vectors in `rows`."""
        ...
