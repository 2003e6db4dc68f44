"""Reads and writes faiss's files, and selects rows for its searches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from index.arrays import Mask
from index.errors import IndexDamagedError

MEND = "Run: verbatim build"


def read(path: Path) -> Any:
    """The memory-mapped index in `path`. Raises `IndexDamagedError`."""
    import faiss

    try:
        return faiss.read_index(str(path), faiss.IO_FLAG_MMAP)
    except RuntimeError as error:
        raise IndexDamagedError(
            f"{path} is not a FAISS index ({error}): expected the published file. {MEND}"
        ) from error


def write(index: Any, path: Path) -> None:
    """Write a faiss index to `path`. Raises `OSError`."""
    import faiss

    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:
        raise OSError(f"{path}: {error}") from error


def selector(among: Mask) -> Any:
    """A faiss selector that restricts a search to the rows in `among`."""
    import faiss

    bits: Any = np.packbits(among, bitorder="little")
    # faiss' wrapper accepts the array, and keeps it alive as long as the selector.
    return faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg]
