"""Vector search by inner product, which is the cosine for unit vectors. The only importer of faiss.

A small index keeps its vectors in single precision and searches them exactly. A large one keeps them in half precision,
with an inverted file of 8-bit codes that finds the nearest; these are then scored from the half-precision vectors.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats, Ints, Mask, load_memmap
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
_AT_ONCE = 50_000
# If a filter selects no more than this many vectors, each of them is compared.
_FEW = 20_000


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
        return cls(_read(path))

    def save(self, path: Path) -> None:
        """Write the index to `path`. Raises `OSError`."""
        _write(self._index, path)

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
            chosen["params"] = faiss.SearchParameters(sel=_selector(among))  # type: ignore[call-arg]  # set by faiss' wrapper
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


class InvertedIndex:
    """Vectors in half precision, and an inverted file of their 8-bit codes."""

    def __init__(self, index: Any, vectors: NDArray[np.float16]) -> None:
        self._index = index
        self._vectors = vectors
        self._probed = max(8, round(index.nlist * _PROBED))

    @classmethod
    def open(cls, path: Path, vectors: Path) -> InvertedIndex:
        """The inverted file in `path` and its `vectors` in another file, memory-mapped. Raises `IndexDamagedError`."""
        opened = cls(_read(path), open_array(vectors))
        if opened._vectors.shape != (opened._index.ntotal, opened._index.d):
            raise IndexDamagedError(f"{vectors} and {path} do not match: expected files of one build. {_MEND}")
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
        centroids.train(_sample(halves, lists * _LEARNED_FROM), index.quantizer)
        # The lists are trained now, so this trains only the codes.
        index.train(_sample(halves, _RANGES_FROM))
        for first in range(0, count, _AT_ONCE):
            index.add(halves[first : first + _AT_ONCE].astype(np.float32))
        _write(index, path)

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
        wanted, selector = min(depth, selected), _selector(among)
        found = self._probe(vector, wanted, lists, sel=selector)
        # The selected vectors may all be in other lists: then search every list.
        return found if len(found) == wanted else self._probe(vector, wanted, self._index.nlist, sel=selector)

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


_MEND = "Run: verbatim build"


def _sample(vectors: NDArray[np.float16], most: int) -> Floats:
    """At most `most` of the vectors, evenly spread so that every article contributes; a zero vector if none."""
    count, dimension = vectors.shape
    if not count:
        return np.zeros((1, dimension), np.float32)
    size = min(count, most)
    sample = np.empty((size, dimension), np.float32)
    # In steps, because the rows are first copied in half precision.
    for first in range(0, size, _AT_ONCE):
        rows = np.arange(first, min(first + _AT_ONCE, size)) * count // size
        sample[first : first + len(rows)] = vectors[rows]
    return sample


def _selector(among: Mask) -> Any:
    """A faiss selector that restricts a search to the rows in `among`."""
    import faiss

    bits: Any = np.packbits(among, bitorder="little")
    # faiss' wrapper accepts the array, and keeps it alive as long as the selector.
    return faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg]


def _read(path: Path) -> Any:
    import faiss

    try:
        return faiss.read_index(str(path), faiss.IO_FLAG_MMAP)
    except RuntimeError as error:
        raise IndexDamagedError(
            f"{path} is not a FAISS index ({error}): expected the published file. {_MEND}"
        ) from error


def _write(index: Any, path: Path) -> None:
    import faiss

    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:
        raise OSError(f"{path}: {error}") from error
