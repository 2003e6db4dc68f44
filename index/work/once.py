"""Functions that make something for the whole process, and make it once however many threads ask at the same time.

`functools.cache` alone does not promise that: two threads that ask before there is a result each make one, and the two
then work with different ones.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar, TypeVarTuple

Ts = TypeVarTuple("Ts")
T = TypeVar("T")


class Once(Generic[*Ts, T]):
    """A function whose last result is kept and shared by all threads; it makes a new one for other arguments.

    Arguments are compared with `==`. While a result is being made, other threads wait for it.
    """

    def __init__(self, make: Callable[[*Ts], T]) -> None:
        self._making = threading.Lock()
        self._make = make
        self._kept: tuple[tuple[*Ts], T] | None = None

    def __call__(self, *args: *Ts) -> T:
        """The kept result, made now if there is none. An error of the function is raised and not kept."""
        with self._making:
            if self._kept is None or self._kept[0] != args:
                self._kept = args, self._make(*args)
            return self._kept[1]

    def forget(self) -> None:
        """Drop the kept result, once nobody is making one, so that the next call makes it anew."""
        with self._making:
            self._kept = None
