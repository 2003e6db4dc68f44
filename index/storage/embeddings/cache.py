"""The embedding cache: text that was embedded before is not embedded again. Safe to delete at any time."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from math import ceil
from pathlib import Path
from typing import TypeVar

from index.arrays import Floats
from index.encoding.protocol import Encoder, Progress, no_progress
from index.storage.embeddings.rows import RowIndex
from index.storage.embeddings.table import is_damage, keep_values, kept_values, mark_used, open_file
from index.storage.embeddings.token_codec import CodedTokens, TokenCodec
from index.storage.embeddings.values import TokenValues, Values, VectorValues, token_key

FILE = "embeddings.sqlite"
# Texts are embedded and stored in chunks of this size; a killed build loses at most one chunk.
_CHUNK = 1024
_Result = TypeVar("_Result")
# The approximate size of a row's key, checksum and B-tree entry.
_ROW_BYTES = 100


def text_key(text: str) -> str:
    """The key of a text: the first 128 bits of its sha256, in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class EmbeddingCache:
    """One SQLite file for all models; a vector's key is the model's key and a hash of the text."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._checked = False
        # By model. If another process changes the file meanwhile, entries may be missing or stale, which only costs
        # time: each row is checked when it is read.
        self._places: dict[str, RowIndex] = {}

    def encode(
        self, texts: Sequence[str], encoder: Encoder, model: str, progress: Progress = no_progress
    ) -> tuple[Floats, int]:
        """Unit vectors [n, dimension] of `texts`, and how many texts were not cached and had to be embedded.

        `model` is the key of the encoder's identity; `progress` is called with the number of texts done. Raises
        `sqlite3.Error` if the file is busy or cannot be written; a damaged file is replaced.
        """
        values = VectorValues(encoder)
        found, fresh = self._repaired(lambda: self._found(texts, values, model, progress))
        return values.stacked(found), fresh

    def encode_tokens(
        self, texts: Sequence[str], encoder: Encoder, codec: TokenCodec, model: str, progress: Progress = no_progress
    ) -> tuple[CodedTokens, int]:
        """The unit vectors and token codes of `texts`, and how many texts were not cached and had to be embedded."""
        values = TokenValues(encoder, codec)
        found, fresh = self._repaired(lambda: self._found(texts, values, token_key(model, codec.id), progress))
        return values.stacked(found), fresh

    def missing(self, texts: Sequence[str], model: str) -> list[str]:
        """Those of the `texts`, each once, that have no entry for the `model` key. Raises `sqlite3.Error`."""

        def found() -> list[str]:
            keys = {text_key(text): text for text in texts}
            with self._connection() as database:
                known = self._rows(database, model).find(keys.keys())
            return [text for key, text in keys.items() if key not in known]

        return self._repaired(found)

    def store(self, values: Mapping[str, bytes], model: str) -> int:
        """Store values that were computed elsewhere, by text key, and return how many were new.

        Raises `sqlite3.Error`.
        """

        def stored() -> int:
            with self._connection() as database:
                rows = self._rows(database, model)
                known = rows.find(values.keys())
                fresh = {key: value for key, value in values.items() if key not in known}
                rows.add(keep_values(database, model, fresh))
            return len(fresh)

        return self._repaired(stored) if values else 0

    def _repaired(self, action: Callable[[], _Result]) -> _Result:
        try:
            return action()
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            # The check at opening did not find this damage. The file has been deleted, so start with a new one.
            return action()

    def _rows(self, database: sqlite3.Connection, model: str) -> RowIndex:
        if model not in self._places:
            entries = database.execute("SELECT text, row FROM keys WHERE model = ?", [model])
            self._places[model] = RowIndex.of(entries)
        return self._places[model]

    def _found(self, texts: Sequence[str], values: Values, model: str, progress: Progress) -> tuple[list[bytes], int]:
        keys = [text_key(text) for text in texts]
        with self._connection() as database:
            places = self._rows(database, model)
            known, rows = kept_values(database, places.find(set(keys)), values)
            progress(sum(key in known for key in keys))
            fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
            # Sorted by length, so that the texts of a batch need little padding.
            pending = sorted(fresh.items(), key=lambda item: len(item[1]))
            for first in range(0, len(pending), _CHUNK):
                chunk = pending[first : first + _CHUNK]
                computed = values.compute([text for _, text in chunk], progress)
                found = {key: value for (key, _), value in zip(chunk, computed, strict=True)}
                places.add(keep_values(database, model, found))
                known |= found
            mark_used(database, rows)
        return [known[key] for key in keys], len(fresh)

    @property
    def size(self) -> int:
        """The size of the file in bytes; 0 if there is none."""
        return self._path.stat().st_size if self._path.exists() else 0

    def trim(self, megabytes: int) -> int:
        """Drop the least recently used rows until the file has at most `megabytes`; returns how many were dropped."""
        most, dropped = megabytes * 1_000_000, 0
        while self.size > most:
            with self._connection() as database:
                count = database.execute("SELECT count(*) FROM keys").fetchone()[0]
                # The number of rows to drop if all rows had the same size.
                excess = ceil(count * (1 - most / self.size))
                oldest = database.execute("SELECT row FROM keys ORDER BY used LIMIT ?", [excess]).fetchall()
                self._drop(database, [row for (row,) in oldest])
            dropped += len(oldest)
            if not oldest:
                break
        return dropped

    def unused(self, used: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
        """The cached keys (of model and text) that are not among `used`."""
        if not self._path.exists():
            return []
        with self._connection() as database:
            return [key for key in database.execute("SELECT model, text FROM keys") if key not in used]

    def size_of(self, keys: Sequence[tuple[str, str]]) -> int:
        """The approximate size of the vectors of `keys`, in bytes."""
        if not keys:
            return 0
        wanted = set(keys)
        with self._connection() as database:
            rows = database.execute("SELECT model, text, length(vector) FROM keys JOIN vectors USING (row)")
            return sum(length + _ROW_BYTES for model, key, length in rows if (model, key) in wanted)

    def drop(self, keys: Sequence[tuple[str, str]]) -> None:
        """Delete the vectors of `keys`, so that not a byte of them stays in the file."""
        if keys:
            gone = set(keys)
            with self._connection() as database:
                rows = database.execute("SELECT row, model, text FROM keys")
                self._drop(database, [row for row, model, key in rows if (model, key) in gone])

    def _drop(self, database: sqlite3.Connection, rows: Sequence[int]) -> None:
        self._places = {}
        for statement in ("DELETE FROM keys WHERE row = ?", "DELETE FROM vectors WHERE row = ?"):
            database.executemany(statement, ((row,) for row in rows))
        database.commit()
        # `executescript` runs the vacuum to its end; `execute` would free a single page.
        database.executescript("PRAGMA incremental_vacuum")

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            database = open_file(self._path, check=not self._checked)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            self._discard()
            database = open_file(self._path, check=False)
        self._checked = True
        with closing(database):
            try:
                yield database
            except sqlite3.DatabaseError as error:
                if is_damage(error):
                    self._discard()
                raise

    def _discard(self) -> None:
        """Delete the damaged file: the cache only saves time, so a new one may start empty."""
        self._places = {}
        for path in (self._path, self._path.with_name(f"{FILE}-journal")):
            path.unlink(missing_ok=True)
