"""Which files are opened, as the system tells it: no counter of ours has to be believed."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from types import TracebackType

from watchdog.events import FileOpenedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

# The system tells in its own time; this is plenty.
_SETTLED_SECONDS = 0.5


class Openings(FileSystemEventHandler):
    """Counts the openings of files below some folders, by whatever process, while it is entered."""

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
        """How many there were since it was last asked which."""
        return self._counts.total()

    def taken(self) -> Counter[str]:
        """How often each file was opened since this was last asked, by name."""
        self._observer.join(_SETTLED_SECONDS)
        taken, self._counts = self._counts, Counter()
        return taken

    def __enter__(self) -> Openings:
        self._observer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._observer.stop()
        self._observer.join()
