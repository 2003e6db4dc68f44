"""The embedding cache's file: its two tables, and whether they are damaged."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path
from zlib import crc32

from index.storage.embeddings.values import Values

# Rows read by one statement.
_LOOKUP = 1000
# A larger file is not checked as a whole when it is opened: each of its rows has a checksum.
_CHECKED_BYTES = 500_000_000
# Both tables only grow at their ends. A SQL index of the random keys would be rewritten in many places at every commit,
# so the index is kept in memory instead (`RowIndex`).
_SCHEMA = """
CREATE TABLE IF NOT EXISTS keys (row INTEGER PRIMARY KEY, model TEXT, text TEXT, used INTEGER);
CREATE TABLE IF NOT EXISTS vectors (row INTEGER PRIMARY KEY, vector BLOB, sum INTEGER);
"""
_KEPT_OF = """
SELECT row, text, vector, sum FROM keys JOIN vectors USING (row) WHERE row IN (SELECT value FROM json_each(?))
"""
_USED = "UPDATE keys SET used = ? WHERE row IN (SELECT value FROM json_each(?))"


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the error means a damaged file, rather than a busy or full one or one that may not be opened."""
    return type(error) is sqlite3.DatabaseError or "no such column" in str(error)


def open_file(path: Path, *, check: bool) -> sqlite3.Connection:
    """Open the file or create it; with `check`, look for damage first. Raises `sqlite3.DatabaseError`."""
    database = sqlite3.connect(path, timeout=60)
    try:
        # Deleted rows are overwritten and their space is returned: nothing of them stays in the file.
        database.executescript("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA secure_delete = ON;" + _SCHEMA)
        database.execute("SELECT row, model, text, used FROM keys LIMIT 0")
        database.execute("SELECT row, vector, sum FROM vectors LIMIT 0")
        check &= path.stat().st_size <= _CHECKED_BYTES
        if check and database.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("quick_check found damage")
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


def keep_values(database: sqlite3.Connection, model: str, values: dict[str, bytes]) -> dict[str, int]:
    """Append the `values`, by key; returns the row of each key."""
    database.execute("BEGIN IMMEDIATE")
    first = database.execute("SELECT coalesce(max(row), 0) + 1 FROM keys").fetchone()[0]
    rows = {key: row for row, key in enumerate(values, start=first)}
    now = time.time_ns()
    database.executemany("INSERT INTO keys VALUES (?, ?, ?, ?)", ((row, model, key, now) for key, row in rows.items()))
    written = ((rows[key], value, crc32(value)) for key, value in values.items())
    database.executemany("INSERT INTO vectors VALUES (?, ?, ?)", written)
    database.commit()
    return rows


def kept_values(
    database: sqlite3.Connection, rows: dict[str, int], values: Values
) -> tuple[dict[str, bytes], list[int]]:
    """The values stored in `rows`, by key, and their rows; a value that fails its check counts as missing."""
    known: dict[str, bytes] = {}
    found: list[int] = []
    wanted = sorted(rows.values())
    for first in range(0, len(wanted), _LOOKUP):
        for row, key, value, total in database.execute(_KEPT_OF, [json.dumps(wanted[first : first + _LOOKUP])]):
            if rows.get(key) == row and values.fits(value) and crc32(value) == total:
                known[key] = value
                found.append(row)
    return known, found


def mark_used(database: sqlite3.Connection, rows: list[int]) -> None:
    """Note the time at which the values in `rows` were last used."""
    database.execute(_USED, (time.time_ns(), json.dumps(rows)))
    database.commit()
