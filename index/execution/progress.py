"""Progress of a build, and the duration of its steps."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Watcher(Protocol):
    """Receives the progress of a build, for example to show a progress bar."""

    def begin(self, step: str, total: int) -> None:
        """Report that `step` begins, with `total` units of work; 0 if that is not known."""
        ...

    def advance(self, done: int) -> None:
        """Report that `done` more units are finished."""
        ...

    def tell(self, message: str) -> None:
        """Pass on a message for people, such as that the build waits for another."""
        ...


class NullWatcher:
    """Ignores progress."""

    def begin(self, step: str, total: int) -> None:
        """Ignored."""

    def advance(self, done: int) -> None:
        """Ignored."""

    def tell(self, message: str) -> None:
        """Ignored."""


class Clock:
    """Measures the duration of steps, in seconds by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        """Measure the block as `step`."""
        started = time.perf_counter()
        yield
        self.seconds[step] = time.perf_counter() - started
