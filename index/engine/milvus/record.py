"""The record in Milvus that says which snapshot is current, and who writes another: words are added, never changed.

Milvus' own ways of changing a row have had faults, and requests have failed while an alias was switched. So whoever
publishes adds a row, and the newest counts.
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
# So many words are kept behind the newest.
_KEPT = 200


@dataclass(frozen=True, slots=True)
class Word:
    """That a snapshot is being written from files of this `sum`, could not be, or is current; `at` is Unix time."""

    snapshot: str
    state: State
    sum: str
    at: float


class Record:
    """The words in one collection."""

    def __init__(self, database: Database, prefix: str) -> None:
        self._database, self._name = database, published_name(prefix)
        # The number of the newest word that publishes: those before it need not be read again.
        self._known = 0

    def current(self) -> str | None:
        """The id of the published snapshot, or `None`. Raises `EngineUnreachableError` and `IndexDamagedError`."""
        published = [(number, word) for number, word in self._words(self._known) if word.state == "published"]
        if not published:
            return None
        self._known = published[-1][0]
        return published[-1][1].snapshot

    def words(self) -> list[Word]:
        """All that are kept, oldest first."""
        return [word for _, word in self._words(0)]

    def leave(self, snapshot: str, state: State, sum_: str = "") -> None:
        """Add a word; once this returns, all who ask have it."""
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
            # Words that stay harm nobody.
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
