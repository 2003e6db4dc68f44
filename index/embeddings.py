"""Vectors kept by content: text that was embedded before is not embedded again. Safe to delete at any time."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from math import ceil
from pathlib import Path
from zlib import crc32

import numpy as np

from index.evidence import Floats
from index.model import Encoder, Progress, no_progress

FILE = "embeddings.sqlite"
# Embedded and kept together: a build that is killed loses at most this many texts' work.
_CHUNK = 1024
_LOOKUP = 1000
# A row's key, sum and place in the tree, about.
_ROW_BYTES = 200
# The table of vectors has row numbers: without, SQLite gives every vector a page of its own, which it half fills.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS vectors (model TEXT, text TEXT, vector BLOB, sum INTEGER, PRIMARY KEY (model, text));
CREATE TABLE IF NOT EXISTS uses (model TEXT, text TEXT, used INTEGER, PRIMARY KEY (model, text)) WITHOUT ROWID;
"""
_KEPT_OF = "SELECT text, vector, sum FROM vectors WHERE model = ? AND text IN (SELECT value FROM json_each(?))"
# What nobody is known to have used counts as the oldest.
_OLDEST_FIRST = "SELECT model, text FROM vectors LEFT JOIN uses USING (model, text) ORDER BY coalesce(used, 0) LIMIT ?"


def text_key(text: str) -> str:
    """The key of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class EmbeddingCache:
    """One SQLite file for all models; a vector's key is the model's key and the sha256 of the text."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._checked = False

    def encode(
        self, texts: Sequence[str], encoder: Encoder, model: str, progress: Progress = no_progress
    ) -> tuple[Floats, int]:
        """Unit vectors [n, dimension] of `texts`, and how many texts had to be embedded for it.

        `model` is the key of the encoder's identity; `progress` is told how many texts are done.
        """
        try:
            return self._encode(texts, encoder, model, progress)
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
            # Damage that no check at opening found: the file is gone now, and starts anew.
            return self._encode(texts, encoder, model, progress)

    def _encode(self, texts: Sequence[str], encoder: Encoder, model: str, progress: Progress) -> tuple[Floats, int]:
        keys = [text_key(text) for text in texts]
        with self._connection() as database:
            known = _lookup(database, model, set(keys), encoder.dimension)
            progress(sum(key in known for key in keys))
            fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
            # By length, so that a chunk's texts are alike and little is padded.
            pending = sorted(fresh.items(), key=lambda item: len(item[1]))
            for first in range(0, len(pending), _CHUNK):
                chunk = pending[first : first + _CHUNK]
                vectors = encoder.encode_passages([text for _, text in chunk], progress)
                rows = [
                    (model, key, vector.tobytes(), crc32(vector.tobytes()))
                    for (key, _), vector in zip(chunk, vectors, strict=True)
                ]
                database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)", rows)
                database.commit()
                known.update((key, vector) for (key, _), vector in zip(chunk, vectors, strict=True))
            now = time.time_ns()
            database.executemany("INSERT OR REPLACE INTO uses VALUES (?, ?, ?)", ((model, key, now) for key in known))
            database.commit()
        stacked = np.stack([known[key] for key in keys]) if keys else np.zeros((0, encoder.dimension), np.float32)
        return stacked, len(fresh)

    @property
    def size(self) -> int:
        """How many bytes the file has."""
        return self._path.stat().st_size if self._path.exists() else 0

    def trim(self, megabytes: int) -> int:
        """Drop the rows that were used longest ago until the file has at most `megabytes`; how many were dropped."""
        most, dropped = megabytes * 1_000_000, 0
        while self.size > most:
            with self._connection() as database:
                rows = database.execute("SELECT count(*) FROM vectors").fetchone()[0]
                # As many as are too many where all are of one size.
                excess = ceil(rows * (1 - most / self.size))
                oldest = database.execute(_OLDEST_FIRST, [excess]).fetchall()
                _drop(database, oldest)
            dropped += len(oldest)
            if not oldest:
                break
        return dropped

    def unused(self, used: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
        """The keys (of model and text) that are kept and not among `used`."""
        if not self._path.exists():
            return []
        with self._connection() as database:
            return [key for key in database.execute("SELECT model, text FROM vectors") if key not in used]

    def size_of(self, keys: Sequence[tuple[str, str]]) -> int:
        """About how many bytes the vectors of `keys` take."""
        if not keys:
            return 0
        wanted = set(keys)
        with self._connection() as database:
            rows = database.execute("SELECT model, text, length(vector) FROM vectors")
            return sum(length + _ROW_BYTES for model, key, length in rows if (model, key) in wanted)

    def drop(self, keys: Sequence[tuple[str, str]]) -> None:
        """Forget the vectors of `keys`, so that not a byte of them stays in the file."""
        if keys:
            with self._connection() as database:
                _drop(database, keys)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            database = _open(self._path, check=not self._checked)
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
            self._discard()
            database = _open(self._path, check=False)
        self._checked = True
        with closing(database):
            try:
                yield database
            except sqlite3.DatabaseError as error:
                if _is_damage(error):
                    self._discard()
                raise

    def _discard(self) -> None:
        """Damaged: it only saves time, so it starts anew."""
        for path in (self._path, self._path.with_name(f"{FILE}-journal")):
            path.unlink(missing_ok=True)


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is not what was written; one that is busy, full or not ours to open is no damage."""
    return type(error) is sqlite3.DatabaseError or "no such column" in str(error)


def _open(path: Path, *, check: bool) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=60)
    try:
        # Rows that are dropped leave the file, and leave nothing in it.
        database.executescript("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA secure_delete = ON;" + _SCHEMA)
        database.execute("SELECT model, text, vector, sum FROM vectors LIMIT 0")
        if check and database.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("quick_check found damage")
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


def _drop(database: sqlite3.Connection, keys: Sequence[tuple[str, str]]) -> None:
    database.executemany("DELETE FROM vectors WHERE model = ? AND text = ?", keys)
    database.execute("DELETE FROM uses WHERE (model, text) NOT IN (SELECT model, text FROM vectors)")
    database.commit()
    # A file of an older version has to be written anew for it to shrink.
    if database.execute("PRAGMA auto_vacuum").fetchone() == (0,):
        database.executescript("PRAGMA auto_vacuum = INCREMENTAL; VACUUM")
    # A script is run to its end; `execute` would give back one page alone.
    database.executescript("PRAGMA incremental_vacuum")


def _lookup(database: sqlite3.Connection, model: str, keys: set[str], dimension: int) -> dict[str, Floats]:
    """The kept vectors of `keys`; one of another length or with a wrong sum is as good as none."""
    known: dict[str, Floats] = {}
    wanted = sorted(keys)
    for first in range(0, len(wanted), _LOOKUP):
        some = json.dumps(wanted[first : first + _LOOKUP])
        for key, blob, total in database.execute(_KEPT_OF, [model, some]):
            if len(blob) == 4 * dimension and crc32(blob) == total:
                known[key] = np.frombuffer(blob, dtype=np.float32)
    return known
