"""The progress of a running build, written to a file that other processes read."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType

from index.execution.progress import Watcher
from index.storage.locks import is_writing

FILE = "progress.json"
# Seconds between two writes: often enough to watch, rare enough to cost nothing.
_EVERY = 0.2


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of a build: `done` of `total` units of `step`; 0 if the total is unknown. `started` is in Unix time."""

    step: str
    done: int
    total: int
    started: float


class ProgressFile:
    """A watcher that also writes the progress to a file for other processes. The caller holds `writing(index)`."""

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
        """Report that `step` begins, with `total` units of work."""
        self._watcher.begin(step, total)
        self._now = Progress(step, 0, total, self._now.started)
        self._tell()

    def advance(self, done: int) -> None:
        """Report that `done` more units are finished."""
        self._watcher.advance(done)
        self._now = Progress(self._now.step, self._now.done + done, self._now.total, self._now.started)
        if time.monotonic() - self._told > _EVERY:
            self._tell()

    def tell(self, message: str) -> None:
        """Pass on a message for people."""
        self._watcher.tell(message)

    def _tell(self) -> None:
        self._told = time.monotonic()
        new = self._path.with_name(f"{FILE}.new")
        # A build must not fail because its progress cannot be written.
        with suppress(OSError):
            new.write_text(json.dumps(asdict(self._now)), encoding="utf-8")
            new.replace(self._path)


def running_build(index: Path) -> Progress | None:
    """The progress of the build that is writing `index` now; `None` if there is none."""
    try:
        stored = json.loads((index / FILE).read_text(encoding="utf-8"))
        progress = Progress(str(stored["step"]), int(stored["done"]), int(stored["total"]), float(stored["started"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    # A killed build may have left its file behind, but not the lock.
    return progress if is_writing(index) else None
