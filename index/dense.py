"""Vectors on disk and exact inner products. The only importer of faiss."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from index.errors import IndexDamagedError
from index.evidence import Floats, Ints


class DenseIndex:
    """Unit vectors by row, searched exactly: an inner product is a cosine."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: Floats) -> DenseIndex:
        """An index of `vectors` [n, dimension] in their order."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def open(cls, path: Path) -> DenseIndex:
        """The index in `path`, mapped into memory. Raises `IndexDamagedError`."""
        import faiss

        try:
            return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP))
        except RuntimeError as error:
            raise IndexDamagedError(
                f"{path} is not a FAISS index ({error}): expected the published file. Run: verbatim build"
            ) from error

    def save(self, path: Path) -> None:
        """Write the index to `path`. Raises `OSError`."""
        import faiss

        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(f"{path}: {error}") from error

    @property
    def count(self) -> int:
        """How many vectors it holds."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def search(self, vector: Floats, depth: int, among: Ints | None = None) -> Ints:
        """Rows of the `depth` vectors nearest to `vector` [dimension], nearest first; only of `among` when given."""
        import faiss

        if not min(depth, self.count) or (among is not None and not len(among)):
            return np.zeros(0, dtype=np.int64)
        if among is None:
            _, rows = self._index.search(vector[None, :], min(depth, self.count))
        else:
            selected = faiss.SearchParameters(sel=faiss.IDSelectorBatch(among))  # type: ignore[call-arg]  # set by faiss' wrapper
            _, rows = self._index.search(vector[None, :], min(depth, len(among)), params=selected)
        found: Ints = rows[0][rows[0] >= 0].astype(np.int64)
        return found

    def vectors(self, rows: Ints) -> Floats:
        """The vectors [n, dimension] in `rows`."""
        return np.asarray(self._index.reconstruct_batch(rows), dtype=np.float32)

    def cosines(self, vector: Floats, rows: Ints) -> Floats:
        """The cosine [n] of `vector` and each of the vectors in `rows`."""
        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        return np.asarray(self.vectors(rows) @ vector, dtype=np.float32)
