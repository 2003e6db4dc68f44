"""Creates an object once per process, however many threads ask for it at the same time.

`functools.cache` does not guarantee that: two threads that ask before there is a result each create an object, and go
on to use different ones.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar, TypeVarTuple

Ts = TypeVarTuple("Ts")
T = TypeVar("T")


class Once(Generic[*Ts, T]):
    """Wraps a function: its last result is cached and shared by all threads. Other arguments replace it.

    Arguments are compared with `==`. While a result is being computed, other threads wait for it.
    """

    def __init__(self, make: Callable[[*Ts], T]) -> None:
        self._making = threading.Lock()
        self._make = make
        self._kept: tuple[tuple[*Ts], T] | None = None

    def __call__(self, *args: *Ts) -> T:
        """The cached result, computed now if there is none. An error of the function is raised and not cached."""
        with self._making:
            if self._kept is None or self._kept[0] != args:
                self._kept = args, self._make(*args)
            return self._kept[1]

    def forget(self) -> None:
        """Drop the cached result, after any computation in progress, so that the next call computes a new one."""
        with self._making:
            self._kept = None
