"""Vectors on disk and their inner products; of unit vectors these are cosines. The only importer of faiss.

Few vectors are kept in single precision and searched exactly. Many are kept in half precision beside an inverted file
of their eight-bit codes, which finds the nearest among them; what it finds is scored from the vectors themselves.
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

# Lists of the inverted file: so many times the root of the number of vectors, so many vectors to learn each from, and
# so many rounds of learning.
_LISTS, _LEARNED_FROM = 4, 40
# The share of the lists that is searched.
_PROBED = 1 / 20
_ROUNDS = 10
_AT_ONCE = 50_000
# So few are compared one by one.
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
        """The index in `path`, mapped into memory. Raises `IndexDamagedError`."""
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
        # Where most are wanted, multiplying all takes less time than copying those.
        found = (self._mapped @ vector)[rows] if 2 * len(rows) > self.count else self._mapped[rows] @ vector
        return np.asarray(found, dtype=np.float32)

    @cached_property
    def _mapped(self) -> Floats:
        """All vectors [count, dimension] where the index has them; valid as long as it is."""
        import faiss

        flat = faiss.rev_swig_ptr(self._index.get_xb(), self.count * self.dimension)
        return np.asarray(flat, dtype=np.float32).reshape(self.count, self.dimension)


class InvertedIndex:
    """Vectors in half precision, and an inverted file of their codes."""

    def __init__(self, index: Any, vectors: NDArray[np.float16]) -> None:
        self._index = index
        self._vectors = vectors
        self._probed = max(8, round(index.nlist * _PROBED))

    @classmethod
    def open(cls, path: Path, vectors: Path) -> InvertedIndex:
        """The inverted file in `path` of the `vectors` in another, both mapped. Raises `IndexDamagedError`."""
        opened = cls(_read(path), open_array(vectors))
        if opened._vectors.shape != (opened._index.ntotal, opened._index.d):
            raise IndexDamagedError(f"{vectors} has not the vectors of {path}: expected both of one build. {_MEND}")
        return opened

    @staticmethod
    def write(path: Path, vectors: Path) -> None:
        """Write the inverted file of the `vectors` in another file. Raises `OSError`."""
        import faiss

        halves = load_memmap(vectors)
        count, dimension = halves.shape
        lists = max(1, min(round(_LISTS * count**0.5), count // _LEARNED_FROM))
        index: Any = faiss.index_factory(dimension, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
        index.cp.niter = _ROUNDS
        # Fewer than it would like to learn from are all that there are.
        index.cp.min_points_per_centroid = 1
        # Evenly spread, so that every article has its share.
        learned = np.arange(min(count, lists * _LEARNED_FROM)) * count // max(1, min(count, lists * _LEARNED_FROM))
        # An empty collection has nothing to learn from.
        index.train(halves[learned].astype(np.float32) if count else np.zeros((1, dimension), np.float32))
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
        """Rows of vectors near to `vector` [dimension], about the `depth` nearest; only those in `among` if given."""
        if not self.count:
            return np.zeros(0, dtype=np.int64)
        if among is None:
            return self._probe(vector, min(depth, self.count), self._probed)
        selected = int(np.count_nonzero(among))
        if selected <= _FEW:
            rows = np.flatnonzero(among)
            near = self._vectors[rows].astype(np.float32) @ vector
            return rows[np.argsort(-near, kind="stable")[:depth]].astype(np.int64)
        # As many vectors are compared as without a filter: the fewer each list has of them, the more lists.
        lists = min(self._index.nlist, -(-self._probed * self.count // selected))
        wanted, selector = min(depth, selected), _selector(among)
        found = self._probe(vector, wanted, lists, sel=selector)
        # What is selected may lie elsewhere altogether.
        return found if len(found) == wanted else self._probe(vector, wanted, self._index.nlist, sel=selector)

    def _probe(self, vector: Floats, depth: int, lists: int, **chosen: Any) -> Ints:
        """Rows of the nearest vectors in so many `lists`, those nearest to `vector`."""
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


def _selector(among: Mask) -> Any:
    """What lets a search find only rows of `among`."""
    import faiss

    bits: Any = np.packbits(among, bitorder="little")
    # faiss' wrapper takes the array alone, and keeps it as long as the selector.
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
