"""The vector files of a snapshot: few vectors exactly, or many in less precision."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from index.arrays import Floats, RowsWriter
from index.engine.dense import ExactIndex, InvertedIndex, VectorIndex
from index.engine.int8_vectors import Int8Vectors, Int8Writer

PASSAGES, SENTENCES = "passages.faiss", "sentences.faiss"
HALVES, CODES, SCALES = "passages.npy", "sentences.npy", "sentence-scales.npy"
# All that there may be.
FILES = (PASSAGES, SENTENCES, HALVES, CODES, SCALES)


@dataclass(frozen=True, slots=True)
class Vectors:
    """A snapshot's vectors by row. `searched` are the sentences' where they can be searched, else `None`."""

    passages: VectorIndex
    sentences: ExactIndex | Int8Vectors

    @property
    def searched(self) -> ExactIndex | None:
        """The sentences' vectors where they can be searched."""
        return self.sentences if isinstance(self.sentences, ExactIndex) else None

    @classmethod
    def open(cls, folder: Path) -> Vectors:
        """The vectors in `folder`, mapped into memory. Raises `IndexDamagedError`."""
        if (folder / SENTENCES).exists():
            return cls(ExactIndex.open(folder / PASSAGES), ExactIndex.open(folder / SENTENCES))
        passages = InvertedIndex.open(folder / PASSAGES, folder / HALVES)
        return cls(passages, Int8Vectors.open(folder / CODES, folder / SCALES))


class VectorWriter(Protocol):
    """Where vectors are written."""

    def append(self, vectors: Floats) -> None:
        """Write `vectors` [n, dimension] behind the others. Raises `OSError`."""

    def close(self) -> None:
        """Finish the file or files. Raises `OSError`."""

    def release(self) -> None:
        """Let the file or files go, whatever they hold."""


def vector_writers(folder: Path, dimension: int, *, exact: bool) -> tuple[VectorWriter, VectorWriter]:
    """Where a build writes the vectors of passages and those of sentences."""
    if exact:
        return _Exact(folder / PASSAGES, dimension), _Exact(folder / SENTENCES, dimension)
    return _Halves(folder, dimension), Int8Writer(folder / CODES, folder / SCALES, dimension)


class _Exact:
    """Vectors that are few enough to be held until all are known."""

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
    """Vectors in half precision, and in the end the inverted file that finds them."""

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
