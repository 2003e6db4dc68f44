"""Where snapshots are kept: in a folder of this machine, or in Milvus. `snapshots` chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from index.engine.local import LocalEngine
from index.engine.protocol import Engine
from index.errors import IndexDamagedError, IndexUnavailableError
from index.settings import Settings
from index.settings.groups import EngineSettings
from index.storage.manifest import Manifest, read_manifest
from index.storage.snapshot import FOLDER, Snapshot, current_id, damage_of, open_snapshot, point_to, publish
from index.storage.sums import Sums
from index.work.once import Once
from index.work.progress import Watcher


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
        """What checks the snapshot's files beside its answers, where that is needed."""
        ...

    def standing(self, name: str) -> Manifest | None:
        """The manifest of a snapshot that stands whole, which is then made the published one; else `None`."""
        ...

    def publish(self, write: Callable[[Path], Manifest], watcher: Watcher) -> Manifest:
        """Publish what `write` fills a folder with. The caller holds the index folder for writing.

        Raises `IndexWriteError` and `IndexUnavailableError`; what was published before is then still current.
        """
        ...


class LocalSnapshots:
    """The snapshots in an index folder."""

    def __init__(self, index: Path) -> None:
        self._index = index

    def current_id(self) -> str | None:
        """As the interface has it."""
        return current_id(self._index)

    def manifest(self, name: str | None = None) -> Manifest:
        """As the interface has it."""
        if name is not None:
            return read_manifest(self._index / FOLDER / name)
        return open_snapshot(self._index, sums=False).manifest

    @contextmanager
    def opening(self) -> Iterator[Snapshot]:
        """As the interface has it; the engine holds the folder from then on."""
        yield open_snapshot(self._index, sums=False)

    def engine(self, snapshot: Snapshot) -> Engine:
        """As the interface has it. Where it cannot be opened because a file has changed, the error names the file."""
        try:
            return LocalEngine(snapshot.folder, snapshot.hold)
        except Exception as error:
            if (damage := damage_of(snapshot)) is not None:
                raise IndexDamagedError(damage) from error
            raise

    def sums(self, snapshot: Snapshot) -> Sums:
        """As the interface has it."""
        return Sums(snapshot)

    def standing(self, name: str) -> Manifest | None:
        """As the interface has it."""
        try:
            snapshot = open_snapshot(self._index, name)
        except IndexUnavailableError:
            return None
        point_to(self._index, name)
        return snapshot.manifest

    def publish(self, write: Callable[[Path], Manifest], watcher: Watcher) -> Manifest:  # noqa: ARG002 - has nothing to tell
        """As the interface has it."""
        return publish(self._index, write).manifest


def snapshots(settings: Settings) -> Snapshots:
    """Where the settings say that snapshots are kept. Raises `MissingExtraError` and `SettingsError`."""
    if settings.engine.kind == "local":
        return LocalSnapshots(settings.index)
    return _in_milvus(settings.engine, settings.index)


@Once
def _in_milvus(settings: EngineSettings, index: Path) -> Snapshots:
    """A process has one connection to them."""
    from index.engine.milvus.snapshots import MilvusSnapshots

    return MilvusSnapshots(settings, index)
