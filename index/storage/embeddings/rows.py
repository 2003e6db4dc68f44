"""An in-memory index of the embedding cache: the rows of millions of keys, at 16 bytes each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np

# New keys are held in a dict until there are this many; then they are merged into the sorted array.
_FRESH = 100_000
_ENTRY = np.dtype([("key", np.uint64), ("row", np.int64)])


class RowIndex:
    """Rows by hexadecimal key. Only the first 64 bits are compared, so the caller has to check the key in the row."""

    def __init__(self) -> None:
        self._sorted = np.zeros(0, _ENTRY)
        self._fresh: dict[str, int] = {}

    @classmethod
    def of(cls, entries: Iterable[tuple[str, int]]) -> RowIndex:
        """An index of `entries`, each a key and its row."""
        index = cls()
        index._sort_in(entries)
        return index

    def find(self, keys: Iterable[str]) -> dict[str, int]:
        """Those of `keys` that are known, with their rows."""
        found = {key: self._fresh[key] for key in keys if key in self._fresh}
        wanted = [key for key in keys if key not in found]
        if len(self._sorted) and wanted:
            numbers = np.array([_number(key) for key in wanted], np.uint64)
            at = np.minimum(np.searchsorted(self._sorted["key"], numbers), len(self._sorted) - 1)
            held = self._sorted["key"][at] == numbers
            rows = self._sorted["row"][at]
            found |= {key: int(row) for key, row, known in zip(wanted, rows, held, strict=True) if known}
        return found

    def add(self, entries: dict[str, int]) -> None:
        """Add keys with their rows."""
        self._fresh |= entries
        if len(self._fresh) > _FRESH:
            self._sort_in(self._fresh.items())
            self._fresh = {}

    def _sort_in(self, entries: Iterable[tuple[str, int]]) -> None:
        parts = [self._sorted, *_packed(entries)]
        together = np.concatenate(parts)
        self._sorted = together[np.argsort(together["key"], kind="stable")]


def _packed(entries: Iterable[tuple[str, int]]) -> Iterator[np.ndarray[tuple[int], np.dtype[np.void]]]:
    it = iter(entries)
    while part := [(_number(key), row) for key, row in islice(it, _FRESH)]:
        yield np.array(part, _ENTRY)


def _number(key: str) -> int:
    return int(key[:16], 16)
