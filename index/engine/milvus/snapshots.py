"""The snapshots in Milvus: published once they are loaded, compared and asked; opened without an index folder."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path

import numpy as np

from index.arrays import Floats, Ints
from index.engine.milvus.client import Database
from index.engine.milvus.content import damaged, read_directory
from index.engine.milvus.engine import MilvusEngine
from index.engine.milvus.loading import load
from index.engine.milvus.record import Record
from index.engine.milvus.resident import Resident, fetch_files
from index.engine.milvus.schema import Names, snapshot_of
from index.engine.vector_files import Vectors
from index.errors import EngineUnreachableError, IndexMissingError, IndexUnavailableError
from index.settings import Settings
from index.storage.locks import Hold
from index.storage.manifest import MANIFEST, Manifest, file_sha256, read_manifest
from index.storage.snapshot import Snapshot, drafted
from index.work.progress import Watcher

# Passages that are looked for in what was loaded, before it is published.
_SAMPLE = 20
# Vectors in half precision, and those that a graph finds, are as good as the same.
_SAME = 2e-3
# The published snapshot, and the one before: the way back.
_KEPT = 2
# Seconds after which nobody asks a snapshot any more that another replaced, and nobody writes one without a word of it.
_STILL_ASKED, _STILL_WRITTEN = 120.0, 300.0


class MilvusSnapshots:
    """The snapshots at `engine.uri` whose collections begin with `engine.prefix`."""

    def __init__(self, settings: Settings) -> None:
        self._index, self._prefix = settings.index, settings.engine.prefix
        self.database = Database(settings.engine)
        self._record = Record(self.database, self._prefix)

    def names(self, snapshot: str) -> Names:
        """The names of a snapshot's collections."""
        return Names.of(self._prefix, snapshot)

    def current_id(self) -> str | None:
        """The id of the published snapshot, or `None`. Raises `IndexUnavailableError`."""
        return self._record.current()

    def manifest(self, name: str | None = None) -> Manifest:
        """The manifest of a snapshot, or of the published one. Raises `IndexUnavailableError`."""
        with self.opening(name) as snapshot:
            return snapshot.manifest

    @contextmanager
    def opening(self, name: str | None = None) -> Iterator[Snapshot]:
        """The snapshot, or the published one, with what is read of it as a whole in a folder that then goes."""
        wanted = name or self.current_id()
        if wanted is None:
            raise IndexMissingError(
                f"There is no index in Milvus at {self.database.uri}: expected one that was built with the prefix "
                f"{self._prefix!r}. Run: verbatim build"
            )
        with tempfile.TemporaryDirectory(prefix="verbatim-") as place:
            folder = Path(place)
            fetch_files(self.database, self.names(wanted), folder)
            yield Snapshot(wanted, folder, read_manifest(folder), Hold(folder))

    def engine(self, snapshot: Snapshot) -> MilvusEngine:
        """The engine of a snapshot that is being opened. Raises `IndexUnavailableError`."""
        names = self.names(snapshot.id)
        directory = read_directory(self.database, names.content)
        if directory is None:
            raise damaged(names.content, "it was not written to its end")
        return MilvusEngine(self.database, names, Resident.open(snapshot.folder, directory))

    def sums(self, snapshot: Snapshot) -> None:
        """Nothing: what was read was compared with its sums."""

    def standing(self, name: str) -> Manifest | None:
        """The manifest of a snapshot that stands whole, which is then made the published one; else `None`."""
        try:
            with self.opening(name) as snapshot:
                engine = self.engine(snapshot)
                _ask(engine, engine.passage_vectors(_sample(engine.count)))
                manifest = snapshot.manifest
        except EngineUnreachableError:
            raise
        except IndexUnavailableError:
            return None
        if self.current_id() != name:
            self._record.leave(name, "published")
        return manifest

    def publish(self, write: Callable[[Path], Manifest], watcher: Watcher) -> Manifest:
        """Publish what `write` fills a folder with."""
        with drafted(self._index, write) as (folder, _):
            return self.publish_folder(folder, watcher)

    def publish_folder(self, folder: Path, watcher: Watcher) -> Manifest:
        """Load a whole snapshot folder, compare a sample, ask it once, and make it the published one.

        A load of the same folder that was broken off goes on where it was. Raises `IndexUnavailableError`; the
        snapshot before is then still the published one.
        """
        manifest = read_manifest(folder)
        name, sum_ = manifest.id, file_sha256(folder / MANIFEST) or ""
        before = [word for word in self._record.words() if word.snapshot == name]
        if not before or before[-1].state == "published" or before[-1].sum != sum_:
            # Rows of another build may differ in their last bits: none of them is kept.
            self.drop(name)
        self._record.leave(name, "writing", sum_)
        try:
            load(self.database, self.names(name), folder, _Telling(watcher, lambda: self._tell(name, sum_)))
            with self.opening(name) as snapshot:
                engine = self.engine(snapshot)
                _compare(engine, Vectors.open(folder).passages.vectors(_sample(engine.count)))
        except IndexUnavailableError:
            with suppress(IndexUnavailableError):
                self._record.leave(name, "failed", sum_)
            raise
        self._record.leave(name, "published", sum_)
        for other in self.removable(keep=_KEPT):
            # What cannot be dropped now is found again: verbatim gc
            with suppress(IndexUnavailableError):
                self.drop(other)
        return manifest

    def stored(self) -> dict[str, list[str]]:
        """The collections of each snapshot, whole or not."""
        found: dict[str, list[str]] = {}
        for collection in self.database.collections():
            if (name := snapshot_of(self._prefix, collection)) is not None:
                found.setdefault(name, []).append(collection)
        return found

    def removable(self, keep: int) -> list[str]:
        """Snapshots that nobody needs: all but the newest `keep` that were published, and what is being written.

        One that was replaced a moment ago may still be asked by some service.
        """
        now, words = time.time(), self._record.words()
        published = [word for word in words if word.state == "published"]
        kept = set(list(dict.fromkeys(word.snapshot for word in reversed(published)))[:keep])
        kept |= {old.snapshot for old, new in pairwise(published) if now - new.at < _STILL_ASKED}
        last = {word.snapshot: word for word in words}
        kept |= {name for name, word in last.items() if word.state == "writing" and now - word.at < _STILL_WRITTEN}
        return sorted(self.stored().keys() - kept)

    def drop(self, name: str) -> None:
        """Remove a snapshot's collections. The one that says it is whole goes first."""
        for collection in sorted(self.stored().get(name, []), key=self.names(name).content.__ne__):
            self.database.drop(collection)

    def _tell(self, name: str, sum_: str) -> None:
        self._record.leave(name, "writing", sum_)


class _Telling:
    """Passes progress on, and says now and then that it goes on."""

    def __init__(self, watcher: Watcher, tell: Callable[[], None]) -> None:
        self._watcher, self._tell = watcher, tell
        self._told = time.monotonic()

    def begin(self, step: str, total: int) -> None:
        self._watcher.begin(step, total)

    def advance(self, done: int) -> None:
        self._watcher.advance(done)
        if time.monotonic() - self._told > _STILL_WRITTEN / 5:
            self._told = time.monotonic()
            self._tell()

    def tell(self, message: str) -> None:
        self._watcher.tell(message)


def _sample(count: int) -> Ints:
    """Some rows of so many, evenly spread."""
    return np.unique(np.linspace(0, count - 1, _SAMPLE).astype(np.int64)) if count else np.zeros(0, np.int64)


def _compare(engine: MilvusEngine, expected: Floats) -> None:
    """Raises `IndexDamagedError` unless the engine's sample has these vectors, and finds them."""
    found = engine.passage_vectors(_sample(engine.count))
    if len(found) != len(expected) or not np.allclose(found, expected, atol=_SAME):
        raise damaged(engine.name, "its vectors are not those that were written")
    _ask(engine, expected)


def _ask(engine: MilvusEngine, vectors: Floats) -> None:
    """Raises `IndexDamagedError` where a passage is not found by its own vector."""
    for vector in vectors:
        rows = engine.candidates(vector, (), 1)
        if not len(rows) or engine.passage_vectors(rows).dot(vector).max() < vector.dot(vector) - _SAME:
            raise damaged(engine.name, "a passage is not found by its own vector")
