"""Array types, and memory-mapped `.npy` files, which are read by row without loading them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.format import (
    dtype_to_descr,
    open_memmap,
    read_array_header_1_0,
    read_magic,
    write_array_header_1_0,
)
from numpy.typing import DTypeLike, NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


def load_memmap(path: Path) -> NDArray[Any]:
    """The array in the `.npy` file `path`. Raises `OSError` and `ValueError`."""
    # An empty array cannot be memory-mapped.
    array = open_memmap(path, mode="r") if path.stat().st_size > _header(path) else np.load(path)
    # A plain view, because slicing a `np.memmap` takes twice as long.
    return array.view(np.ndarray)


def create_memmap(path: Path, dtype: DTypeLike, shape: tuple[int, ...]) -> NDArray[Any]:
    """A new memory-mapped array of zeros in the `.npy` file `path`. Raises `OSError` if the disk is full."""
    if 0 in shape:
        np.save(path, np.zeros(shape, dtype))
        return np.zeros(shape, dtype)
    array = open_memmap(path, mode="w+", dtype=np.dtype(dtype), shape=shape)
    # Without this, a full disk would kill the process at the first write instead of raising an error here.
    with path.open("r+b") as file:
        os.posix_fallocate(file.fileno(), 0, path.stat().st_size)
    return array


def multiply_in_one_thread() -> None:
    """Make this process multiply matrices in the calling thread only. The only importer of threadpoolctl.

    The matrices of a question are small: several threads would spend more time waiting than computing.
    """
    from threadpoolctl import threadpool_limits

    threadpool_limits(1, user_api="blas")


def runs(bounds: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """All positions from `bounds[row]` to `bounds[row + 1]`, row after row [s], and where each row's begin in it [n].

    Raises `IndexError` and `ValueError` if the bounds are inconsistent.
    """
    counts = bounds[rows + 1] - bounds[rows]
    # A wrong bound could request far too much memory.
    if (counts < 0).any() or (bounds[rows + 1] > bounds[-1]).any():
        raise ValueError("the bounds are not in order: expected each to be at least the one before it")
    first = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64) if len(rows) else np.zeros(0, np.int64)
    return np.arange(counts.sum(), dtype=np.int64) + np.repeat(bounds[rows] - first, counts), first


class RowsWriter:
    """Appends rows of `shape` to a new `.npy` file; the number of rows need not be known in advance."""

    def __init__(self, path: Path, dtype: DTypeLike, shape: tuple[int, ...] = ()) -> None:
        self._dtype, self._shape = np.dtype(dtype), shape
        self._file = path.open("wb")
        self.count = 0
        self._write_header()

    def append(self, rows: NDArray[Any]) -> None:
        """Append `rows` [n, …]. Raises `OSError`."""
        self._file.write(np.ascontiguousarray(rows, dtype=self._dtype).data)
        self.count += len(rows)

    def close(self) -> None:
        """Write the number of rows into the file's header and close it. Raises `OSError`."""
        # numpy's header leaves room for the first axis to grow.
        self._file.seek(0)
        self._write_header()
        self._file.close()

    def release(self) -> None:
        """Close the file without finishing it."""
        # Unwritten data cannot be written to a full disk, and is useless after a failed build.
        with suppress(OSError):
            self._file.close()

    def _write_header(self) -> None:
        shape = (self.count, *self._shape)
        header = {"descr": dtype_to_descr(self._dtype), "fortran_order": False, "shape": shape}
        write_array_header_1_0(self._file, header)


def _header(path: Path) -> int:
    """The length of a `.npy` file's header in bytes. Raises `OSError` and `ValueError`."""
    with path.open("rb") as file:
        if read_magic(file) != (1, 0):
            raise ValueError(f"{path} is not an array as a build writes it")
        read_array_header_1_0(file)
        return file.tell()
