"""ExactIndex: vectors in single precision, each of which is compared."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from index.arrays import Floats, Ints, Mask
from index.engine.dense.faiss_files import read, selector, write


class ExactIndex:
    """Vectors in single precision; every one is compared."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: Floats) -> ExactIndex:
        """An index of `vectors` [n, dimension] in their order."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def open(cls, path: Path) -> ExactIndex:
        """The memory-mapped index in `path`. Raises `IndexDamagedError`."""
        return cls(read(path))

    def save(self, path: Path) -> None:
        """Write the index to `path`. Raises `OSError`."""
        write(self._index, path)

    @property
    def count(self) -> int:
        """How many vectors it holds."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def search(self, vector: Floats, depth: int, among: Mask | None = None) -> Ints:
        """Rows of the `depth` vectors nearest to `vector` [dimension], nearest first; only from `among` if given."""
        import faiss

        depth = min(depth, self.count if among is None else int(np.count_nonzero(among)))
        if depth <= 0:
            return np.zeros(0, dtype=np.int64)
        chosen = {}
        if among is not None:
            chosen["params"] = faiss.SearchParameters(sel=selector(among))  # type: ignore[call-arg]  # set by faiss' wrapper
        _, rows = self._index.search(vector[None, :], depth, **chosen)
        found: Ints = rows[0][rows[0] >= 0].astype(np.int64)
        return found

    def vectors(self, rows: Ints) -> Floats:
        """The vectors [n, dimension] in `rows`."""
        return np.asarray(self._mapped[rows], dtype=np.float32)

    def cosines(self, vector: Floats, rows: Ints) -> Floats:
        """The cosine [n] of `vector` and each of the vectors in `rows`."""
        # If most vectors are wanted, multiplying all of them is faster than copying those first.
        found = (self._mapped @ vector)[rows] if 2 * len(rows) > self.count else self._mapped[rows] @ vector
        return np.asarray(found, dtype=np.float32)

    @cached_property
    def _mapped(self) -> Floats:
        """A view [count, dimension] of the index's own memory; valid as long as the index is."""
        import faiss

        flat = faiss.rev_swig_ptr(self._index.get_xb(), self.count * self.dimension)
        return np.asarray(flat, dtype=np.float32).reshape(self.count, self.dimension)
