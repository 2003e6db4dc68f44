"""The log in Milvus that says which snapshot is current, and which ones are being written. Entries are only added.

Updates of rows in Milvus have had bugs, and requests have failed while an alias was switched. So publishing adds a row,
and the newest row counts.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Literal

from index.engine.milvus.client import CollectionMissingError, Database
from index.engine.milvus.schema import CONTENT, NO_VECTOR, TEXTS, published_name
from index.errors import EngineUnreachableError, IndexDamagedError

State = Literal["writing", "failed", "published"]
_LAST = 2**62
# How many entries before the newest are kept.
_KEPT = 200


@dataclass(frozen=True, slots=True)
class Word:
    """An entry: a snapshot is being written, could not be written, or is published.

    `sum` is the sha256 of the manifest that is being loaded, and `at` is in Unix time.
    """

    snapshot: str
    state: State
    sum: str
    at: float


class Record:
    """The entries in one collection."""

    def __init__(self, database: Database, prefix: str) -> None:
        self._database, self._name = database, published_name(prefix)
        # The id of the newest known entry that publishes a snapshot; earlier ones need not be read again.
        self._known = 0

    def current(self) -> str | None:
        """The id of the published snapshot, or `None`. Raises `EngineUnreachableError` and `IndexDamagedError`."""
        published = [(number, word) for number, word in self._words(self._known) if word.state == "published"]
        if not published:
            return None
        self._known = published[-1][0]
        return published[-1][1].snapshot

    def words(self) -> list[Word]:
        """All stored entries, oldest first. Raises `EngineUnreachableError` and `IndexDamagedError`."""
        return [word for _, word in self._words(0)]

    def leave(self, snapshot: str, state: State, sum_: str = "") -> None:
        """Add an entry. When this returns, every reader sees it."""
        try:
            before = self._words(0)
        except CollectionMissingError:
            before = []
        if not before:
            self._database.create(self._name, TEXTS)
        number = max(before[-1][0] + 1 if before else 1, time.time_ns() // 1_000_000)
        word = json.dumps(asdict(Word(snapshot, state, sum_, time.time())))
        self._database.insert(self._name, [{"id": number, CONTENT: word, **NO_VECTOR}])
        self._database.flush(self._name)
        if state == "published":
            self._forget([number for number, _ in before])

    def _forget(self, numbers: Sequence[int]) -> None:
        if len(numbers) > 2 * _KEPT:
            # If it fails, old entries do no harm.
            with suppress(EngineUnreachableError):
                self._database.delete(self._name, below=numbers[-_KEPT])

    def _words(self, first: int) -> list[tuple[int, Word]]:
        try:
            rows = self._database.rows_from(self._name, first, _LAST, [CONTENT])
        except CollectionMissingError:
            return []
        try:
            return sorted((int(row["id"]), Word(**json.loads(row[CONTENT]))) for row in rows)
        except (ValueError, KeyError, TypeError) as error:
            raise IndexDamagedError(
                f"The record {self._name!r} cannot be read ({error}): expected what a build wrote. "
                "Drop that collection, and run: verbatim build"
            ) from error
