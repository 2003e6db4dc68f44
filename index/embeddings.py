"""Vectors kept by content: text that was embedded before is not embedded again. Safe to delete at any time."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from zlib import crc32

import numpy as np

from index.evidence import Floats
from index.model import Encoder, Progress, no_progress

FILE = "embeddings.sqlite"
# Embedded and kept together: a build that is killed loses at most this many texts' work.
_CHUNK = 1024
_LOOKUP = 1000
_KEPT_OF = "SELECT text, vector, sum FROM vectors WHERE model = ? AND text IN (SELECT value FROM json_each(?))"


class EmbeddingCache:
    """One SQLite file for all models; a vector's key is the model's key and the sha256 of the text."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def encode(
        self, texts: Sequence[str], encoder: Encoder, model: str, progress: Progress = no_progress
    ) -> tuple[Floats, int]:
        """Unit vectors [n, dimension] of `texts`, and how many texts had to be embedded for it.

        `model` is the key of the encoder's identity; `progress` is told how many texts are done.
        """
        keys = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts]
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
        stacked = np.stack([known[key] for key in keys]) if keys else np.zeros((0, encoder.dimension), np.float32)
        return stacked, len(fresh)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            database = _open(self._path)
        except sqlite3.DatabaseError as error:
            # A file that is busy or not ours to open is no damage; a table of another shape is.
            if isinstance(error, sqlite3.OperationalError) and "no such column" not in str(error):
                raise
            # Damaged: it only saves time, so it starts anew.
            self._path.unlink()
            database = _open(self._path)
        with closing(database):
            yield database


def _open(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=60)
    try:
        database.execute(
            "CREATE TABLE IF NOT EXISTS vectors "
            "(model TEXT, text TEXT, vector BLOB, sum INTEGER, PRIMARY KEY (model, text)) WITHOUT ROWID"
        )
        database.execute("SELECT model, text, vector, sum FROM vectors LIMIT 0")
        if database.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("quick_check found damage")
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


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
