"""A build that is running: it leaves word of how far it is, and others read that."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType

from index.storage.locks import is_writing
from index.work.progress import Watcher

FILE = "progress.json"
# Seconds between two words: often enough to watch, too seldom to cost anything.
_EVERY = 0.2


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: `done` of `total` parts of `step`; a `total` of 0 is not known. `started` is in Unix time."""

    step: str
    done: int
    total: int
    started: float


class ProgressFile:
    """Passes progress on to a watcher and writes it to a file for others. The builder holds `writing(index)`."""

    def __init__(self, index: Path, watcher: Watcher) -> None:
        self._path = index / FILE
        self._watcher = watcher
        self._now = Progress("reading", 0, 0, time.time())
        self._told = 0.0

    def __enter__(self) -> ProgressFile:
        self._tell()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._path.unlink()

    def begin(self, step: str, total: int) -> None:
        """`step` begins and has `total` parts."""
        self._watcher.begin(step, total)
        self._now = Progress(step, 0, total, self._now.started)
        self._tell()

    def advance(self, done: int) -> None:
        """`done` more parts are finished."""
        self._watcher.advance(done)
        self._now = Progress(self._now.step, self._now.done + done, self._now.total, self._now.started)
        if time.monotonic() - self._told > _EVERY:
            self._tell()

    def tell(self, message: str) -> None:
        """Something a person should know."""
        self._watcher.tell(message)

    def _tell(self) -> None:
        self._told = time.monotonic()
        new = self._path.with_name(f"{FILE}.new")
        # A build does not fail because nobody can be told how far it is.
        with suppress(OSError):
            new.write_text(json.dumps(asdict(self._now)), encoding="utf-8")
            new.replace(self._path)


def running_build(index: Path) -> Progress | None:
    """How far the build is that writes `index` now; `None` where none does."""
    try:
        stored = json.loads((index / FILE).read_text(encoding="utf-8"))
        progress = Progress(str(stored["step"]), int(stored["done"]), int(stored["total"]), float(stored["started"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    # What a killed build left says nothing.
    return progress if is_writing(index) else None
