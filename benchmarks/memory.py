"""Measures the anonymous memory of a process and its children.

Memory-mapped files do not count, because the system may drop them at any time.
"""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType

_EVERY = 0.02


def anonymous_bytes(process: int) -> int | None:
    """The anonymous memory of a process and its children; `None` if unknown, or if the process is gone."""
    own = own_anonymous_bytes(process)
    try:
        tasks = [path.read_text(encoding="utf-8") for path in Path(f"/proc/{process}/task").glob("*/children")]
    except OSError:
        return None
    children = [anonymous_bytes(int(child)) or 0 for task in tasks for child in task.split()]
    return None if own is None else own + sum(children)


def own_anonymous_bytes(process: int) -> int | None:
    """The anonymous memory of a process alone; `None` if unknown, or if the process is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return None
    own = [int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("RssAnon:")]
    return sum(own) if own else None


class Peak:
    """The peak memory of a process while the block runs, sampled fifty times per second and at the end."""

    def __init__(self, process: int) -> None:
        self._process = process
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="memory", daemon=True)
        self.bytes: int | None = None

    @property
    def megabytes(self) -> int | None:
        """The peak in megabytes, or `None` if unknown."""
        return None if self.bytes is None else round(self.bytes / 1e6)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self._look()

    def _watch(self) -> None:
        while not self._over.wait(_EVERY):
            self._look()

    def _look(self) -> None:
        now = anonymous_bytes(self._process)
        if now is not None:
            self.bytes = max(self.bytes or 0, now)
