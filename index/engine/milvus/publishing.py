"""Publishes a snapshot's folder in Milvus: loads it, checks a sample, and records it as current."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np

from index.arrays import Floats, Ints
from index.engine.milvus.engine import MilvusEngine
from index.engine.milvus.registry import STILL_WRITTEN, SnapshotRegistry
from index.engine.milvus.stored.content import damaged
from index.engine.milvus.stored.loading import load
from index.engine.vector_files import Vectors
from index.errors import IndexUnavailableError
from index.execution.progress import Watcher
from index.storage.manifest import MANIFEST, Manifest, file_sha256, read_manifest

# How many passages are checked before a snapshot is published.
_SAMPLE = 20
# The tolerance for vectors in half precision, and for the nearest vector found by HNSW.
_SAME = 2e-3
# The share of the sample that HNSW may miss.
_MISSED = 0.1
# How many snapshots to keep: the published one, and the previous one to go back to.
_KEPT = 2


def publish_folder(registry: SnapshotRegistry, folder: Path, watcher: Watcher) -> Manifest:
    """Load a snapshot's folder, check a sample, and make it the published snapshot.

    An interrupted load of the same folder is resumed. Raises `IndexUnavailableError`; the previous snapshot then stays
    published.
    """
    manifest = read_manifest(folder)
    name, sum_ = manifest.id, file_sha256(folder / MANIFEST) or ""
    before = [word for word in registry.record.words() if word.snapshot == name]
    if not before or before[-1].state == "published" or before[-1].sum != sum_:
        # Do not mix in rows of another build, which may differ in their last bits.
        registry.drop(name)
    registry.record.leave(name, "writing", sum_)
    try:
        load(
            registry.database,
            registry.names(name),
            folder,
            _Telling(watcher, lambda: registry.record.leave(name, "writing", sum_)),
        )
        with registry.opening(name) as snapshot:
            engine = registry.engine(snapshot)
            _compare(engine, Vectors.open(folder).passages.vectors(sample(engine.count)))
    except IndexUnavailableError:
        with suppress(IndexUnavailableError):
            registry.record.leave(name, "failed", sum_)
        raise
    registry.record.leave(name, "published", sum_)
    for other in registry.removable(keep=_KEPT):
        # If it cannot be dropped now, `verbatim gc` will find it.
        with suppress(IndexUnavailableError):
            registry.drop(other)
    return manifest


def check(engine: MilvusEngine) -> None:
    """Raises `IndexDamagedError` if a sample of passages is not found by their own vectors."""
    _ask(engine, engine.passage_vectors(sample(engine.count)))


class _Telling:
    """Passes on progress, and regularly calls `tell`, to record that writing continues."""

    def __init__(self, watcher: Watcher, tell: Callable[[], None]) -> None:
        self._watcher, self._tell = watcher, tell
        self._told = time.monotonic()

    def begin(self, step: str, total: int) -> None:
        self._watcher.begin(step, total)

    def advance(self, done: int) -> None:
        self._watcher.advance(done)
        if time.monotonic() - self._told > STILL_WRITTEN / 5:
            self._told = time.monotonic()
            self._tell()

    def tell(self, message: str) -> None:
        self._watcher.tell(message)


def sample(count: int) -> Ints:
    """Up to `_SAMPLE` rows below `count`, evenly spaced."""
    return np.unique(np.linspace(0, count - 1, _SAMPLE).astype(np.int64)) if count else np.zeros(0, np.int64)


def _compare(engine: MilvusEngine, expected: Floats) -> None:
    """Raises `IndexDamagedError` unless the engine's sample has the `expected` vectors, and finds them."""
    found = engine.passage_vectors(sample(engine.count))
    if len(found) != len(expected) or not np.allclose(found, expected, atol=_SAME):
        raise damaged(engine.name, "its vectors differ from those that were written")
    _ask(engine, expected)


def _ask(engine: MilvusEngine, vectors: Floats) -> None:
    """Raises `IndexDamagedError` if the passages are not found by their own `vectors`; HNSW may miss a few."""
    may_miss = 0 if engine.resident.shared.exact else len(vectors) * _MISSED
    if sum(not _is_found(engine, vector) for vector in vectors) > may_miss:
        raise damaged(engine.name, "passages are not found by their own vectors")


def _is_found(engine: MilvusEngine, vector: Floats) -> bool:
    rows = engine.candidates(vector, (), 1)
    return bool(len(rows) and engine.passage_vectors(rows).dot(vector).max() >= vector.dot(vector) - _SAME)
