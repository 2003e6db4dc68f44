"""Deadlines: the service sets one for each question, and the steps that work on it check it.

A deadline applies to the thread that works under it, so the steps need not pass it on. Without one, as on the command
line, the checks do nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from index.errors import OutOfTimeError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Deadline:
    """`at` is the time at which it passes, on the monotonic clock; `seconds` is the total time that was allowed."""

    seconds: float
    at: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """A deadline `seconds` from now."""
        return cls(seconds, time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds until it passes; 0 if it has passed."""
        return max(0.0, self.at - time.monotonic())

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Apply the deadline to this thread for the duration of the block."""
        before = _held.set(self)
        try:
            yield
        finally:
            _held.reset(before)

    def passed(self) -> OutOfTimeError:
        """The error to raise once it has passed."""
        return OutOfTimeError(f"There was no answer within {self.seconds:g} seconds: try again, or ask for less.")


_held: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


def check_deadline() -> None:
    """Raises `OutOfTimeError` if this thread's deadline has passed. Costs less than a microsecond."""
    deadline = _held.get()
    if deadline is not None and not deadline.left:
        raise deadline.passed()


def seconds_left(most: float | None = None) -> float | None:
    """How many seconds this thread may wait: until its deadline, at most `most`; `None` if there is no limit."""
    deadline = _held.get()
    if deadline is None:
        return most
    return deadline.left if most is None else min(most, deadline.left)


def wait_for(future: Future[T]) -> T:
    """The result of a future. Raises `OutOfTimeError` if this thread's deadline passes first, and its own error."""
    try:
        return future.result(seconds_left())
    except TimeoutError:
        check_deadline()
        # The work itself raised the error.
        raise
