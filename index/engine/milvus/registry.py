"""The snapshots in Milvus with one prefix: which is current, and which can be removed."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from index.engine.milvus.client import Database
from index.engine.milvus.engine import MilvusEngine
from index.engine.milvus.record import Record
from index.engine.milvus.schema import Names, snapshot_of
from index.engine.milvus.stored.content import damaged, read_directory
from index.engine.milvus.stored.resident import Resident, fetch_files
from index.errors import IndexMissingError
from index.settings.groups import EngineSettings
from index.storage.locks import Hold
from index.storage.manifest import read_manifest
from index.storage.snapshot import Snapshot

# Seconds after which a replaced snapshot is no longer in use, and after which a writer without new entries has died.
STILL_ASKED, STILL_WRITTEN = 120.0, 300.0


class SnapshotRegistry:
    """The snapshots at `engine.uri` whose collections begin with `engine.prefix`."""

    def __init__(self, settings: EngineSettings) -> None:
        self._prefix = settings.prefix
        self.database = Database(settings)
        self.record = Record(self.database, settings.prefix)

    def names(self, snapshot: str) -> Names:
        """The names of a snapshot's collections."""
        return Names.of(self._prefix, snapshot)

    @contextmanager
    def opening(self, name: str | None = None) -> Iterator[Snapshot]:
        """The snapshot `name`, or the published one, in a temporary folder. Raises `IndexUnavailableError`."""
        wanted = name or self.record.current()
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
            raise damaged(names.content, "it was not written completely")
        return MilvusEngine(self.database, names, Resident.open(snapshot.folder, directory))

    def stored(self) -> dict[str, list[str]]:
        """The collections of each snapshot, including incomplete ones."""
        found: dict[str, list[str]] = {}
        for collection in self.database.collections():
            if (name := snapshot_of(self._prefix, collection)) is not None:
                found.setdefault(name, []).append(collection)
        return found

    def removable(self, keep: int, now: float | None = None) -> list[str]:
        """Unused snapshots: all except the `keep` most recently published ones and those being written.

        A snapshot that was replaced just before `now` (Unix time) counts as used, because a service may still be asking
        it.
        """
        now, words = now or time.time(), self.record.words()
        published = [word for word in words if word.state == "published"]
        kept = set(list(dict.fromkeys(word.snapshot for word in reversed(published)))[:keep])
        kept |= {old.snapshot for old, new in pairwise(published) if now - new.at < STILL_ASKED}
        last = {word.snapshot: word for word in words}
        kept |= {name for name, word in last.items() if word.state == "writing" and now - word.at < STILL_WRITTEN}
        return sorted(self.stored().keys() - kept)

    def drop(self, name: str) -> None:
        """Remove a snapshot's collections, first the one that marks it complete."""
        for collection in sorted(self.stored().get(name, []), key=self.names(name).content.__ne__):
            self.database.drop(collection)
