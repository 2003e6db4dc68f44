"""The vector files of a snapshot: single precision for a small index, lower precision for a large one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from index.arrays import Floats, RowsWriter
from index.engine.dense.exact import ExactIndex
from index.engine.dense.inverted import InvertedIndex
from index.engine.dense.protocol import VectorIndex
from index.engine.int8_vectors import Int8Vectors, Int8Writer

PASSAGES, SENTENCES = "passages.faiss", "sentences.faiss"
HALVES, CODES, SCALES = "passages.npy", "sentences.npy", "sentence-scales.npy"
# All vector files that a snapshot may have.
FILES = (PASSAGES, SENTENCES, HALVES, CODES, SCALES)


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of a snapshot's passages and sentences, by row."""

    passages: VectorIndex
    sentences: ExactIndex | Int8Vectors

    @property
    def searched(self) -> ExactIndex | None:
        """The sentence vectors if they can be searched, else `None`."""
        return self.sentences if isinstance(self.sentences, ExactIndex) else None

    @classmethod
    def open(cls, folder: Path) -> Vectors:
        """The memory-mapped vectors in `folder`. Raises `IndexDamagedError`."""
        if (folder / SENTENCES).exists():
            return cls(ExactIndex.open(folder / PASSAGES), ExactIndex.open(folder / SENTENCES))
        passages = InvertedIndex.open(folder / PASSAGES, folder / HALVES)
        return cls(passages, Int8Vectors.open(folder / CODES, folder / SCALES))


class VectorWriter(Protocol):
    """Writes vectors one batch after another."""

    def append(self, vectors: Floats) -> None:
        """Append `vectors` [n, dimension]. Raises `OSError`."""

    def close(self) -> None:
        """Finish the file or files. Raises `OSError`."""

    def release(self) -> None:
        """Close the files without finishing them."""


def vector_writers(folder: Path, dimension: int, *, exact: bool) -> tuple[VectorWriter, VectorWriter]:
    """The writers for the vectors of passages and of sentences."""
    if exact:
        return _Exact(folder / PASSAGES, dimension), _Exact(folder / SENTENCES, dimension)
    return _Halves(folder, dimension), Int8Writer(folder / CODES, folder / SCALES, dimension)


class _Exact:
    """Collects vectors in memory, for small indexes."""

    def __init__(self, path: Path, dimension: int) -> None:
        self._path = path
        self._held = [np.zeros((0, dimension), np.float32)]

    def append(self, vectors: Floats) -> None:
        self._held.append(vectors)

    def close(self) -> None:
        ExactIndex.of(np.concatenate(self._held)).save(self._path)

    def release(self) -> None:
        self._held = []


class _Halves:
    """Vectors in half precision; closing it also writes the inverted file that searches them."""

    def __init__(self, folder: Path, dimension: int) -> None:
        self._folder = folder
        self._rows = RowsWriter(folder / HALVES, np.float16, (dimension,))

    def append(self, vectors: Floats) -> None:
        self._rows.append(vectors)

    def close(self) -> None:
        self._rows.close()
        InvertedIndex.write(self._folder / PASSAGES, self._folder / HALVES)

    def release(self) -> None:
        self._rows.release()
