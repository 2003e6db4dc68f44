"""Watches the corpus and builds after every change, once there are no further ones. The only importer of watchdog."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from index.errors import CorpusError

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver, ObservedWatch

# Only these events count: reading a file is an event too, and a build reads them all.
_CHANGES = frozenset({"created", "modified", "deleted", "moved", "closed"})
# Seconds between checks of the corpus folder itself, because replacing the folder ends the watch on it.
_LOOK = 1.0


class Changes(FileSystemEventHandler):
    """Changes below one folder, also after it has been replaced by another."""

    def __init__(self, folder: Path, observer: BaseObserver) -> None:
        self._folder = folder
        self._observer = observer
        self._happened = threading.Event()
        self._watched: tuple[int, int] | None = None
        self._watch: ObservedWatch | None = None
        self._follow()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by the observer's thread."""
        if is_change(event, self._folder):
            self._happened.set()

    def wait(self, quiet: float) -> None:
        """Wait for a change, and then until nothing has changed for `quiet` seconds. Earlier changes count too."""
        while not self._happened.wait(_LOOK):
            self._follow()
        while self._happened.is_set():
            self._happened.clear()
            time.sleep(quiet)

    def _follow(self) -> None:
        """Watch the folder that now has the name; a replaced folder counts as a change."""
        try:
            found = os.stat(self._folder)  # noqa: PTH116 - needs the stat result of a descriptor
        except OSError:
            return
        if self._watched == (found.st_dev, found.st_ino):
            return
        if self._watch is not None:
            self._observer.unschedule(self._watch)
            self._happened.set()
        self._watch = self._observer.schedule(self, str(self._folder), recursive=True)
        self._watched = found.st_dev, found.st_ino


def is_change(event: FileSystemEvent, folder: Path) -> bool:
    """Whether an event below `folder` may change what a build reads."""
    paths = [Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path]
    # Hidden files are not articles, and the index folder may be a hidden folder in the corpus.
    return event.event_type in _CHANGES and any(not _is_hidden(path, folder) for path in paths)


def _is_hidden(path: Path, folder: Path) -> bool:
    return path.is_relative_to(folder) and any(part.startswith(".") for part in path.relative_to(folder).parts)


@contextmanager
def changes(folder: Path) -> Iterator[Changes]:
    """The changes below `folder`. Raises `CorpusError` if there is no such folder."""
    if not folder.is_dir():
        raise CorpusError(
            f"There is no corpus folder {str(folder)!r}: expected a folder of articles. "
            "Create it, or name yours with --corpus DIR."
        )
    observer = Observer()
    observer.start()
    try:
        yield Changes(folder, observer)
    finally:
        observer.stop()
        observer.join()


def watch(folder: Path, quiet: float, build: Callable[[], None]) -> None:
    """Call `build` now and after every change of `folder`, until an exception is raised."""
    # The watch starts before the first build, so that a change during a build leads to another one.
    with changes(folder) as changed:
        while True:
            build()
            changed.wait(quiet)
