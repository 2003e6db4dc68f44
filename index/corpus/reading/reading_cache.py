"""Caches readings: a file is read again only if its name, its bytes or the limits change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from index.corpus.reading.file import file_bytes
from index.corpus.reading.reading import Limits, Reading
from index.corpus.reading.worker import Outcome, outcome_line, outcome_of
from index.errors import UnreadableFileError
from index.storage.work_cache import WorkCache


class ReadingCache:
    """The cached readings of the files `names`. Errors are not cached: a file that could not be read is read again."""

    def __init__(self, folder: Path, names: Iterable[str], limits: Limits, work: WorkCache) -> None:
        self._limits, self._work = limits, work
        self._sums = {name: _sum(folder, name, limits) for name in names}
        # Only names, because all readings at once may not fit into memory.
        self._known = {name for name in self._sums if self._line(name) is not None}

    def __contains__(self, name: str) -> bool:
        return name in self._known

    @property
    def missing(self) -> dict[str, str]:
        """The files that are not in the cache: the sha256 of their bytes, or '' if those cannot be read, by name."""
        return {name: sha256 or "" for name, sha256 in self._sums.items() if name not in self._known}

    def find(self, name: str) -> Outcome:
        """The cached reading of a file that is `in` this cache."""
        line = self._line(name)
        if line is None:
            return UnreadableFileError("its cached text changed during the build; build again")
        return outcome_of(line.encode())

    def put(self, name: str, outcome: Outcome) -> None:
        """Cache a reading, unless the file has changed since it was hashed."""
        if isinstance(outcome, Reading) and outcome.sha256 == self._sums[name]:
            self._work.put(outcome_line(outcome).decode(), *self._parts(name, outcome.sha256))

    def _line(self, name: str) -> str | None:
        sha256 = self._sums[name]
        return None if sha256 is None else self._work.get(*self._parts(name, sha256))

    def _parts(self, name: str, sha256: str) -> tuple[str, ...]:
        return "read", name, sha256, json.dumps(asdict(self._limits))


def _sum(folder: Path, name: str, limits: Limits) -> str | None:
    try:
        return hashlib.sha256(file_bytes(folder, name, limits)).hexdigest()
    except (UnreadableFileError, OSError, ValueError):
        # Reading the file will report what is wrong with it.
        return None
