"""Loads a snapshot's folder into collections, in batches of numbered rows, so that a load can be resumed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from index.engine.milvus.client import Database, Row
from index.engine.milvus.schema import CONTENT, DENSE, LABELS, NO_TERM, NO_VECTOR, SPARSE, Names
from index.engine.milvus.stored.content import ARTICLE_PARTS, DIRECTORY, FIRST, PASSAGE_PARTS, Directory, read_directory
from index.engine.milvus.stored.folder import PassageParts, SnapshotFolder
from index.engine.milvus.stored.packing import parts
from index.errors import EngineUnreachableError
from index.execution.progress import Watcher

# The approximate bytes and the maximum rows of a batch.
_BYTES, _ROWS = 4_000_000, 1000


def load(database: Database, names: Names, folder: Path, watcher: Watcher) -> Directory:
    """Load a snapshot's folder into its collections, except for rows that are already there.

    The directory is written last, after the row counts of all collections have been checked. Raises the errors of
    `Database`.
    """
    with closing(SnapshotFolder(folder)) as source:
        schemas = names.schemas(source.manifest.dimension, exact=source.exact)
        there = set(database.collections())
        writers = {}
        for name, schema in schemas.items():
            # Also for an existing collection, whose indexes may be missing if the load was interrupted.
            database.create(name, schema)
            writers[name] = _Writer(database, name, fresh=name not in there)
        if (standing := read_directory(database, names.content)) is not None:
            return standing
        files = _write(source, names, writers, watcher)
    for name, writer in writers.items():
        writer.close()
        database.flush(name)
        if (found := database.count(name)) != writer.count:
            raise EngineUnreachableError(
                f"The collection {name!r} in {database.uri} has {found} rows after {writer.count} were written: "
                "expected as many. Drop it, and try again: verbatim gc"
            )
    rows = {name: writer.count for name, writer in writers.items()}
    rows[names.content] += 1
    directory = Directory(source.manifest.id, rows, files)
    database.insert(names.content, [{"id": DIRECTORY, CONTENT: directory.as_text(), **NO_VECTOR}])
    database.flush(names.content)
    for name in writers:
        database.load(name)
    return directory


def _write(
    source: SnapshotFolder, names: Names, writers: dict[str, _Writer], watcher: Watcher
) -> dict[str, tuple[int, int, str]]:
    """Write all rows except the directory; returns the parts and the sha256 of each file."""
    content, passage_parts = _Content(writers[names.content]), []
    watcher.begin("loading", source.manifest.counts.passages)
    sentences = 0
    for row, passage in enumerate(source.passages()):
        writers[names.passages].add({"id": row, **_searched(passage)}, passage.vector.nbytes + 12 * len(passage.terms))
        for vector in passage.sentences if source.exact else ():
            one = {"id": sentences, DENSE: vector, LABELS: passage.labels}
            writers[names.sentences].add(one, vector.nbytes)
            sentences += 1
        passage_parts += [content.add(passage.vectors), content.add(passage.words)]
        watcher.advance(1)
    passage_parts.append(content.end)
    article_parts = [content.add(article) for article in source.articles()] + [content.end]
    bounds = {PASSAGE_PARTS: passage_parts, ARTICLE_PARTS: article_parts}
    files = {}
    for name, data in [*source.files(), *((name, _array(found)) for name, found in bounds.items())]:
        files[name] = (content.add(data), content.end, hashlib.sha256(data).hexdigest())
    return files


def _searched(passage: PassageParts) -> dict[str, Any]:
    """The searched fields of a passage. Term numbers are shifted by one, because 0 is `NO_TERM`."""
    scores = zip((passage.terms + 1).tolist(), passage.scores.tolist(), strict=True)
    return {DENSE: passage.vector, SPARSE: dict(scores) or {NO_TERM: 1.0}, LABELS: passage.labels}


def _array(bounds: list[int]) -> bytes:
    held = io.BytesIO()
    np.save(held, np.array(bounds, np.int64))
    return held.getvalue()


class _Content:
    """Splits data into numbered parts and writes them."""

    def __init__(self, writer: _Writer) -> None:
        self._writer = writer
        self.end = FIRST

    def add(self, data: bytes) -> int:
        """Write `data`; returns the number of its first part."""
        first = self.end
        for text in parts(data):
            self._writer.add({"id": self.end, CONTENT: text, **NO_VECTOR}, len(text))
            self.end += 1
        return first


class _Writer:
    """Writes rows with consecutive ids in batches, skipping those that an earlier load has written."""

    def __init__(self, database: Database, name: str, *, fresh: bool) -> None:
        self._database, self._name, self._fresh = database, name, fresh
        self._held: list[Row] = []
        self._bytes = self.count = 0

    def add(self, row: Row, size: int) -> None:
        """Add a row of about `size` bytes to the next batch."""
        self._held.append(row)
        self._bytes += size
        self.count += 1
        if self._bytes >= _BYTES or len(self._held) >= _ROWS:
            self.close()

    def close(self) -> None:
        """Write the pending batch."""
        if self._held and (missing := list(self._missing())):
            self._database.insert(self._name, missing)
        self._held, self._bytes = [], 0

    def _missing(self) -> Iterator[Row]:
        if self._fresh:
            return iter(self._held)
        first, last = self._held[0]["id"], self._held[-1]["id"] + 1
        there = {row["id"] for row in self._database.rows_from(self._name, first, last, [])}
        return (row for row in self._held if row["id"] not in there)
