"""Array types, and `.npy` files that are memory-mapped: read by row, kept in no process's own memory."""

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
    # An empty file cannot be mapped, and an array of nothing takes no memory.
    array = open_memmap(path, mode="r") if path.stat().st_size > _header(path) else np.load(path)
    # A plain view: numpy's own class of mapped arrays costs as much again at every slice.
    return array.view(np.ndarray)


def create_memmap(path: Path, dtype: DTypeLike, shape: tuple[int, ...]) -> NDArray[Any]:
    """A new array in the `.npy` file `path`, all zeros, to be filled. Raises `OSError` where the disk has no room."""
    if 0 in shape:
        np.save(path, np.zeros(shape, dtype))
        return np.zeros(shape, dtype)
    array = open_memmap(path, mode="w+", dtype=np.dtype(dtype), shape=shape)
    # Without it, a full disk would end the process at the first write instead of failing here.
    with path.open("r+b") as file:
        os.posix_fallocate(file.fileno(), 0, path.stat().st_size)
    return array


def multiply_in_one_thread() -> None:
    """From now on this process multiplies matrices in the thread that asks. The only importer of threadpoolctl.

    A question's products are small: more threads wait for each other longer than they work.
    """
    from threadpoolctl import threadpool_limits

    threadpool_limits(1, user_api="blas")


def runs(bounds: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Everything from `bounds[row]` to `bounds[row + 1]`, row after row, and where each row's begins in it.

    Raises `IndexError` and `ValueError` where the bounds cannot be true.
    """
    counts = bounds[rows + 1] - bounds[rows]
    # A false bound may ask for more memory than there is.
    if (counts < 0).any() or (bounds[rows + 1] > bounds[-1]).any():
        raise ValueError("the bounds are not in order: expected each to be at least the one before it")
    first = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64) if len(rows) else np.zeros(0, np.int64)
    return np.arange(counts.sum(), dtype=np.int64) + np.repeat(bounds[rows] - first, counts), first


class RowsWriter:
    """Appends rows of `shape` to a new `.npy` file; how many there will be need not be known."""

    def __init__(self, path: Path, dtype: DTypeLike, shape: tuple[int, ...] = ()) -> None:
        self._dtype, self._shape = np.dtype(dtype), shape
        self._file = path.open("wb")
        self.count = 0
        self._write_header()

    def append(self, rows: NDArray[Any]) -> None:
        """Write `rows` [n, …] behind the others. Raises `OSError`."""
        self._file.write(np.ascontiguousarray(rows, dtype=self._dtype).data)
        self.count += len(rows)

    def close(self) -> None:
        """Say in the file how many rows there are, and let it go. Raises `OSError`."""
        # numpy's header leaves room for the first axis to grow.
        self._file.seek(0)
        self._write_header()
        self._file.close()

    def release(self) -> None:
        """Let the file go, whatever it holds."""
        # What is still to be written cannot be where the disk is full, and is of no use where a build has failed.
        with suppress(OSError):
            self._file.close()

    def _write_header(self) -> None:
        shape = (self.count, *self._shape)
        header = {"descr": dtype_to_descr(self._dtype), "fortran_order": False, "shape": shape}
        write_array_header_1_0(self._file, header)


def _header(path: Path) -> int:
    """How many bytes of a `.npy` file come before the array's."""
    with path.open("rb") as file:
        if read_magic(file) != (1, 0):
            raise ValueError(f"{path} is not an array as a build writes it")
        read_array_header_1_0(file)
        return file.tell()
