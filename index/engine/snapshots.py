"""The storage of snapshots: a folder on this machine, or Milvus. `snapshots` chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from index.engine.local import LocalEngine
from index.engine.protocol import Engine
from index.errors import IndexDamagedError, IndexUnavailableError
from index.execution.once import Once
from index.execution.progress import Watcher
from index.settings import Settings
from index.settings.groups import EngineSettings
from index.storage.manifest import Manifest, read_manifest
from index.storage.snapshot import FOLDER, Snapshot, current_id, damage_of, open_snapshot, point_to, publish
from index.storage.sums import Sums


class Snapshots(Protocol):
    """Published snapshots, one of which is current."""

    def current_id(self) -> str | None:
        """The id of the published snapshot, or `None`. Raises `IndexUnavailableError`."""
        ...

    def manifest(self, name: str | None = None) -> Manifest:
        """The manifest of a snapshot, or of the published one. Raises `IndexUnavailableError`."""
        ...

    def opening(self) -> AbstractContextManager[Snapshot]:
        """The published snapshot while its engine is being opened. Raises `IndexUnavailableError`."""
        ...

    def engine(self, snapshot: Snapshot) -> Engine:
        """The engine of a snapshot that is being opened. Raises `IndexUnavailableError`."""
        ...

    def sums(self, snapshot: Snapshot) -> Sums | None:
        """The background verification of the snapshot's files; `None` if it is not needed."""
        ...

    def standing(self, name: str) -> Manifest | None:
        """If the snapshot `name` is intact, make it the published one and return its manifest; else `None`."""
        ...

    def publish(self, write: Callable[[Path], Manifest], watcher: Watcher) -> Manifest:
        """Publish the folder that `write` fills. The caller holds the write lock of the index folder.

        Raises `IndexWriteError` and `IndexUnavailableError`; the previous snapshot then stays current.
        """
        ...


class LocalSnapshots:
    """The snapshots in an index folder. `Snapshots` documents the methods."""

    def __init__(self, index: Path) -> None:
        self._index = index

    def current_id(self) -> str | None:
        """The id of the published snapshot, or `None`. Raises `IndexDamagedError`."""
        return current_id(self._index)

    def manifest(self, name: str | None = None) -> Manifest:
        """The manifest of the snapshot `name`, or of the published one. Raises `IndexUnavailableError`."""
        if name is not None:
            return read_manifest(self._index / FOLDER / name)
        return open_snapshot(self._index, sums=False).manifest

    @contextmanager
    def opening(self) -> Iterator[Snapshot]:
        """The published snapshot. Its lock passes to the engine. Raises `IndexUnavailableError`."""
        yield open_snapshot(self._index, sums=False)

    def engine(self, snapshot: Snapshot) -> Engine:
        """The engine of a snapshot. Raises `IndexDamagedError`, which names the file if one has changed."""
        try:
            return LocalEngine(snapshot.folder, snapshot.hold)
        except Exception as error:
            if (damage := damage_of(snapshot)) is not None:
                raise IndexDamagedError(damage) from error
            raise

    def sums(self, snapshot: Snapshot) -> Sums:
        """The background verification of the snapshot's files, which starts now."""
        return Sums(snapshot)

    def standing(self, name: str) -> Manifest | None:
        """Make an intact snapshot the published one and return its manifest; `None` if it is missing or damaged."""
        try:
            snapshot = open_snapshot(self._index, name)
        except IndexUnavailableError:
            return None
        point_to(self._index, name)
        return snapshot.manifest

    def publish(self, write: Callable[[Path], Manifest], watcher: Watcher) -> Manifest:  # noqa: ARG002 - nothing to report
        """Publish the folder that `write` fills. Raises `IndexWriteError`."""
        return publish(self._index, write).manifest


def snapshots(settings: Settings) -> Snapshots:
    """The storage of snapshots that the settings choose. Raises `MissingExtraError` and `SettingsError`."""
    if settings.engine.kind == "local":
        return LocalSnapshots(settings.index)
    return _in_milvus(settings.engine, settings.index)


@Once
def _in_milvus(settings: EngineSettings, index: Path) -> Snapshots:
    """The snapshots in Milvus. Cached, so that a process has one connection."""
    from index.engine.milvus.snapshots import MilvusSnapshots

    return MilvusSnapshots(settings, index)
