"""How far a build is, and how long its steps took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Watcher(Protocol):
    """Who is told how far a build is: a progress bar, or nobody."""

    def begin(self, step: str, total: int) -> None:
        """`step` begins and has `total` parts."""
        ...

    def advance(self, done: int) -> None:
        """`done` more parts are finished."""
        ...

    def tell(self, message: str) -> None:
        """Something a person should know: that another build has to be waited for."""
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
    """Seconds by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        """Time what is done within as `step`."""
        started = time.perf_counter()
        yield
        self.seconds[step] = time.perf_counter() - started
