"""InvertedIndex: vectors in half precision, and an inverted file that finds the nearest approximately."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats, Ints, Mask, load_memmap
from index.engine.dense.faiss_files import MEND, read, selector, write
from index.engine.int8_vectors import open_array
from index.errors import IndexDamagedError

# The inverted file has this factor times √n lists, and each list's centroid is trained on this many vectors.
_LISTS, _LEARNED_FROM = 4, 40
# The range of each dimension's 8-bit codes is learned from this many vectors: faiss copies them all.
_RANGES_FROM = 5_000
# The share of the lists that is searched.
_PROBED = 1 / 20
# Iterations of k-means.
_ROUNDS = 10
_AT_ONCE = 5_000
# If a filter selects no more than this many vectors, each of them is compared.
_FEW = 20_000


class InvertedIndex:
    """Vectors in half precision, and an inverted file of their 8-bit codes."""

    def __init__(self, index: Any, vectors: NDArray[np.float16]) -> None:
        self._index = index
        self._vectors = vectors
        self._probed = max(8, round(index.nlist * _PROBED))

    @classmethod
    def open(cls, path: Path, vectors: Path) -> InvertedIndex:
        """The inverted file in `path` and its `vectors` in another file, memory-mapped. Raises `IndexDamagedError`."""
        opened = cls(read(path), open_array(vectors))
        if opened._vectors.shape != (opened._index.ntotal, opened._index.d):
            raise IndexDamagedError(f"{vectors} and {path} do not match: expected files of one build. {MEND}")
        return opened

    @staticmethod
    def write(path: Path, vectors: Path) -> None:
        """Write the inverted file of the vectors in the file `vectors` to `path`. Raises `OSError`."""
        import faiss

        halves = load_memmap(vectors)
        count, dimension = halves.shape
        lists = max(1, min(round(_LISTS * count**0.5), count // _LEARNED_FROM))
        index: Any = faiss.index_factory(dimension, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
        index.cp.niter = _ROUNDS
        # A small collection has fewer vectors than faiss would like for training; no warning is needed.
        index.cp.min_points_per_centroid = 1
        centroids = faiss.Clustering(dimension, lists, index.cp)
        with _sample(halves, lists * _LEARNED_FROM, path.parent) as learned:
            centroids.train(learned, index.quantizer)
        # The lists are trained now, so this trains only the codes.
        with _sample(halves, _RANGES_FROM, path.parent) as learned:
            index.train(learned)
        for first in range(0, count, _AT_ONCE):
            index.add(halves[first : first + _AT_ONCE].astype(np.float32))
        write(index, path)

    @property
    def count(self) -> int:
        """How many vectors it holds."""
        return len(self._vectors)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._vectors.shape[1])

    def search(self, vector: Floats, depth: int, among: Mask | None = None) -> Ints:
        """Rows of approximately the `depth` vectors nearest to `vector` [dimension]; only from `among` if given."""
        if not self.count:
            return np.zeros(0, dtype=np.int64)
        if among is None:
            return self._probe(vector, min(depth, self.count), self._probed)
        selected = int(np.count_nonzero(among))
        if selected <= _FEW:
            rows = np.flatnonzero(among)
            near = self._vectors[rows].astype(np.float32) @ vector
            return rows[np.argsort(-near, kind="stable")[:depth]].astype(np.int64)
        # Compare as many vectors as without a filter: the fewer of each list are selected, the more lists to search.
        lists = min(self._index.nlist, -(-self._probed * self.count // selected))
        wanted, chosen = min(depth, selected), selector(among)
        found = self._probe(vector, wanted, lists, sel=chosen)
        # The selected vectors may all be in other lists: then search every list.
        return found if len(found) == wanted else self._probe(vector, wanted, self._index.nlist, sel=chosen)

    def _probe(self, vector: Floats, depth: int, lists: int, **chosen: Any) -> Ints:
        """Rows of the nearest vectors in the `lists` lists nearest to `vector`."""
        import faiss

        chosen["nprobe"] = lists
        parameters = faiss.SearchParametersIVF(**chosen)
        _, rows = self._index.search(vector[None, :], depth, params=parameters)
        found: Ints = rows[0][rows[0] >= 0].astype(np.int64)
        return found

    def vectors(self, rows: Ints) -> Floats:
        """The vectors [n, dimension] in `rows`."""
        return self._vectors[rows].astype(np.float32)

    def cosines(self, vector: Floats, rows: Ints) -> Floats:
        """The cosine [n] of `vector` and each of the vectors in `rows`."""
        return np.asarray(self.vectors(rows) @ vector, dtype=np.float32)


@contextmanager
def _sample(vectors: NDArray[np.float16], most: int, folder: Path) -> Iterator[Floats]:
    """At most `most` of the vectors, evenly spread so that every article contributes; a zero vector if none.

    They are mapped from an unnamed file in `folder`, so that the system can drop them from memory. Raises `OSError`.
    """
    count, dimension = vectors.shape
    size = min(count, most)
    if not count:
        yield np.zeros((1, dimension), np.float32)
        return
    with tempfile.TemporaryFile(dir=folder) as file:
        for first in range(0, size, _AT_ONCE):
            rows = np.arange(first, min(first + _AT_ONCE, size)) * count // size
            file.write(vectors[rows].astype(np.float32).tobytes())
        file.flush()
        yield np.memmap(file, np.float32, mode="r", shape=(size, dimension))
