"""Counts file openings, as reported by the operating system."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from types import TracebackType

from watchdog.events import FileOpenedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

# Events arrive late; this is more than enough.
_SETTLED_SECONDS = 0.5


class Openings(FileSystemEventHandler):
    """Counts the openings of files below some folders by any process, while the context is active."""

    def __init__(self, *folders: Path) -> None:
        self._counts: Counter[str] = Counter()
        self._observer = Observer()
        for folder in folders:
            self._observer.schedule(self, str(folder), recursive=True, event_filter=[FileOpenedEvent])

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by the observer's thread."""
        self._counts[Path(os.fsdecode(event.src_path)).name] += 1

    @property
    def count(self) -> int:
        """The number of openings since the last call of `taken`."""
        return self._counts.total()

    def taken(self) -> Counter[str]:
        """How often each file, by name, was opened since the last call."""
        self._observer.join(_SETTLED_SECONDS)
        taken, self._counts = self._counts, Counter()
        return taken

    def __enter__(self) -> Openings:
        self._observer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._observer.stop()
        self._observer.join()
