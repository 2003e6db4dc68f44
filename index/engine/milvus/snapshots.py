"""The snapshots in Milvus, which a service host opens without an index folder."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from index.engine.milvus.engine import MilvusEngine
from index.engine.milvus.publishing import check, publish_folder
from index.engine.milvus.registry import SnapshotRegistry
from index.errors import EngineUnreachableError, IndexUnavailableError
from index.execution.progress import Watcher
from index.settings.groups import EngineSettings
from index.storage.manifest import Manifest
from index.storage.snapshot import Snapshot, drafted

# Seconds between two reads of the record.
_LOOK_SECONDS = 1.0


class MilvusSnapshots:
    """The snapshots in Milvus that the settings name. New ones are first written into the folder `index`."""

    def __init__(self, settings: EngineSettings, index: Path) -> None:
        self.registry = SnapshotRegistry(settings)
        self._index = index
        self._looking = threading.Lock()
        self._looked = float("-inf")
        self._seen: str | IndexUnavailableError | None = None

    def current_id(self) -> str | None:
        """The id of the snapshot that was published a second ago, or `None`. Raises `IndexUnavailableError`."""
        with self._looking:
            if time.monotonic() - self._looked > _LOOK_SECONDS:
                self._seen = self._look()
                self._looked = time.monotonic()
            seen = self._seen
        if isinstance(seen, IndexUnavailableError):
            raise type(seen)(str(seen)) from seen
        return seen

    def _look(self) -> str | IndexUnavailableError | None:
        """The current id, or the error, which is cached as well, so that callers need not wait for it again."""
        try:
            return self.registry.record.current()
        except IndexUnavailableError as error:
            return error

    def manifest(self, name: str | None = None) -> Manifest:
        """The manifest of a snapshot, or of the published one. Raises `IndexUnavailableError`."""
        with self.registry.opening(name) as snapshot:
            return snapshot.manifest

    def opening(self) -> AbstractContextManager[Snapshot]:
        """The published snapshot while its engine is being opened. Raises `IndexUnavailableError`."""
        return self.registry.opening()

    def engine(self, snapshot: Snapshot) -> MilvusEngine:
        """The engine of a snapshot that is being opened. Raises `IndexUnavailableError`."""
        return self.registry.engine(snapshot)

    def sums(self, snapshot: Snapshot) -> None:
        """`None`: everything is checked against its checksum when it is read."""

    def standing(self, name: str) -> Manifest | None:
        """If the snapshot `name` is intact, make it the published one and return its manifest; else `None`."""
        try:
            with self.registry.opening(name) as snapshot:
                check(self.registry.engine(snapshot))
                manifest = snapshot.manifest
        except EngineUnreachableError:
            raise
        except IndexUnavailableError:
            return None
        if self.registry.record.current() != name:
            self.registry.record.leave(name, "published")
        return manifest

    def publish(self, write: Callable[[Path], Manifest], watcher: Watcher) -> Manifest:
        """Publish the folder that `write` fills. Raises `IndexWriteError` and `IndexUnavailableError`."""
        with drafted(self._index, write) as (folder, _):
            return publish_folder(self.registry, folder, watcher)
