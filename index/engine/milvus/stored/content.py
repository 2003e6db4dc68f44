"""The content collection: runs of bytes in numbered parts, and the directory that locates them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from index.arrays import Ints, runs
from index.engine.milvus.client import Database
from index.engine.milvus.schema import CONTENT
from index.engine.milvus.stored.packing import joined
from index.errors import IndexDamagedError

# The first row is the directory, which is written after all others.
DIRECTORY = 0
FIRST = 1
_NAME = re.compile(r"([A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+(\.[a-z0-9]+)*")
# Two files with the part bounds of passages, int64 [2n + 1], and of articles, int64 [n + 1].
PASSAGE_PARTS, ARTICLE_PARTS = "passage-parts.npy", "article-parts.npy"


@dataclass(frozen=True, slots=True)
class Directory:
    """The number of rows of each collection of a snapshot, and the parts [first, last) and sha256 of each file."""

    snapshot: str
    rows: dict[str, int]
    files: dict[str, tuple[int, int, str]]

    def as_text(self) -> str:
        """The directory as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, text: str) -> Directory:
        """The directory from its JSON. Raises `ValueError`, `KeyError` or `TypeError` if it is invalid."""
        stored = json.loads(text)
        files = {name: (int(first), int(last), str(sha256)) for name, (first, last, sha256) in stored["files"].items()}
        # A name must not lead out of the folder into which the files are written.
        if outside := [name for name in files if not _NAME.fullmatch(name)]:
            raise ValueError(f"it names the file {outside[0]!r}")
        return cls(stored["snapshot"], stored["rows"], files)


def read_directory(database: Database, content: str) -> Directory | None:
    """The directory of a collection; `None` if the snapshot is incomplete. Raises `IndexDamagedError`."""
    row = database.get(content, [DIRECTORY], [CONTENT]).get(DIRECTORY)
    try:
        return None if row is None else Directory.of(row[CONTENT])
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(content, f"its directory cannot be read: {error}") from error


class Content:
    """Reads runs of bytes."""

    def __init__(self, database: Database, collection: str) -> None:
        self._database, self._collection = database, collection

    def read(self, bounds: Ints, numbers: Sequence[int] | Ints) -> list[bytes]:
        """The runs `numbers`; run n has the parts `bounds[n]` to `bounds[n + 1]`. Raises `IndexDamagedError`."""
        wanted, first = runs(bounds, np.asarray(numbers, dtype=np.int64))
        rows = self._database.get(self._collection, wanted, [CONTENT])
        try:
            texts = [rows[int(one)][CONTENT] for one in wanted]
            ends = [*first[1:].tolist(), len(texts)]
            return [joined(texts[start:end]) for start, end in zip(first.tolist(), ends, strict=True)]
        except (KeyError, ValueError) as error:
            raise damaged(self._collection, f"a part is missing or has changed: {error}") from error

    def read_one(self, first: int, last: int) -> bytes:
        """The bytes of the parts from `first` to below `last`. Raises `IndexDamagedError`."""
        return self.read(np.array([first, last]), [0])[0]

    def stream(self, bounds: Ints, at_once: int) -> Iterator[bytes]:
        """Every run in `bounds`, in order, fetching `at_once` runs at a time."""
        for begin in range(0, len(bounds) - 1, at_once):
            yield from self.read(bounds, np.arange(begin, min(begin + at_once, len(bounds) - 1)))


def damaged(collection: str, trouble: str) -> IndexDamagedError:
    """The error for a damaged collection."""
    return IndexDamagedError(
        f"The collection {collection!r} is damaged ({trouble}): expected what was published. Run: verbatim build"
    )
