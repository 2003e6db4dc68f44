"""Vectors quantized to int8 on disk: a quarter of the size; scored by row, not searched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats, Ints, RowsWriter, load_memmap
from index.errors import IndexDamagedError


class Int8Vectors:
    """Vectors quantized to int8 with one scale each."""

    def __init__(self, codes: NDArray[np.int8], scales: Floats) -> None:
        self._codes, self._scales = codes, scales

    @classmethod
    def open(cls, codes: Path, scales: Path) -> Int8Vectors:
        """The memory-mapped codes and scales in two files. Raises `IndexDamagedError`."""
        opened = cls(open_array(codes), open_array(scales))
        if len(opened._codes) != len(opened._scales):
            raise IndexDamagedError(
                f"{codes} and {scales} differ in length: expected files of one build. Run: verbatim build"
            )
        return opened

    @property
    def count(self) -> int:
        """How many vectors it holds."""
        return len(self._codes)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._codes.shape[1])

    def coded(self, first: int, last: int) -> tuple[NDArray[np.int8], Floats]:
        """The codes [n, dimension] and scales [n] of the rows from `first` to below `last`."""
        return self._codes[first:last], self._scales[first:last]

    def cosines(self, vector: Floats, rows: Ints) -> Floats:
        """The cosine [n] of `vector` and each of the vectors in `rows`, to about 1/2000."""
        return np.asarray(self._codes[rows].astype(np.float32) @ vector * self._scales[rows], dtype=np.float32)


class Int8Writer:
    """Appends vectors to two files, quantized."""

    def __init__(self, codes: Path, scales: Path, dimension: int) -> None:
        self._codes = RowsWriter(codes, np.int8, (dimension,))
        self._scales = RowsWriter(scales, np.float32)

    def append(self, vectors: Floats) -> None:
        """Append `vectors` [n, dimension]. Raises `OSError`."""
        scales = np.maximum(np.abs(vectors).max(axis=1, initial=0), np.float32(1e-9)) / np.float32(127)
        self._codes.append(np.rint(vectors / scales[:, None]))
        self._scales.append(scales)

    def close(self) -> None:
        """Finish both files. Raises `OSError`."""
        self._codes.close()
        self._scales.close()

    def release(self) -> None:
        """Close both files without finishing them."""
        self._codes.release()
        self._scales.release()


def open_array(path: Path) -> NDArray[Any]:
    """The memory-mapped array in the published file `path`. Raises `IndexDamagedError`."""
    try:
        return load_memmap(path)
    except (OSError, ValueError) as error:
        raise IndexDamagedError(
            f"{path} cannot be read ({error}): expected the published file. Run: verbatim build"
        ) from error
