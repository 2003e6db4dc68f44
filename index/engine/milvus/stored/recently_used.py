"""An LRU cache of fetched values, so that a question fetches nothing twice."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")


class RecentlyUsed(Generic[V]):
    """Caches the `most` recently used values, by number; `fetch` returns missing ones. Safe for several threads."""

    def __init__(self, most: int, fetch: Callable[[list[int]], list[V]]) -> None:
        self._most, self._fetch = most, fetch
        self._lock = Lock()
        self._held: OrderedDict[int, V] = OrderedDict()

    def get(self, numbers: Sequence[int]) -> list[V]:
        """The values of `numbers`, in that order. Raises the errors of `fetch`."""
        with self._lock:
            found = {number: self._held[number] for number in numbers if number in self._held}
        if missing := [number for number in dict.fromkeys(numbers) if number not in found]:
            found.update(zip(missing, self._fetch(missing), strict=True))
        with self._lock:
            for number in numbers:
                self._held[number] = found[number]
                self._held.move_to_end(number)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return [found[number] for number in numbers]
