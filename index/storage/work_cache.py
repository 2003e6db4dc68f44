"""A cache of what builds computed for unchanged articles: texts as read, cleaned and split. Safe to delete at any time.

A key is a digest of everything that the result depends on, including this program's own files, and each value has a
checksum. So a cached value equals what would be computed. Entries that a build does not use are dropped at its end, so
nothing of a deleted article stays.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from platform import python_version

FILE = "work.sqlite"
_SCHEMA = "CREATE TABLE IF NOT EXISTS work (key BLOB PRIMARY KEY, value TEXT, sum BLOB)"
_ONE = "SELECT value, sum FROM work WHERE key = ?"
# The libraries on which results depend, besides this package.
_LIBRARIES = (
    *("sentencex", "PyStemmer", "charset-normalizer", "htmldate", "lxml", "lxml-html-clean", "markdown-it-py"),
    *("mdit-py-plugins", "pypdfium2", "python-dateutil", "PyYAML", "RapidFuzz", "trafilatura"),
)


class WorkCache:
    """Texts by key in one SQLite file; without a path, a cache that stores nothing.

    If it is `read_only`, it stores nothing either, but finds what a build has stored, also while another build runs.
    """

    def __init__(self, path: Path | None = None, *, read_only: bool = False) -> None:
        self._path = path
        self._used: set[bytes] = set()
        self._read_only = read_only
        opened = _opened_to_read if read_only else self._opened
        self._database = None if path is None else opened(path)

    def get(self, *parts: str) -> str | None:
        """The cached value for the key `parts`, or `None`. The entry counts as used."""
        key = _key(parts)
        row = self._read(key)
        if row is None or _sum(key, row[0]) != row[1]:
            return None
        self._used.add(key)
        return row[0]

    def put(self, value: str, *parts: str) -> None:
        """Cache `value` under the key `parts`; on a full disk, stop caching."""
        key = _key(parts)
        self._used.add(key)
        if self._database is None or self._read_only:
            return
        try:
            self._database.execute("INSERT OR REPLACE INTO work VALUES (?, ?, ?)", (key, value, _sum(key, value)))
        except sqlite3.OperationalError:
            # The cache only saves time. If the disk is full, a write that matters will report it.
            self.release()

    def need(self, *parts: str) -> None:
        """Keep the entry for `parts`, even if this build does not read it."""
        self._used.add(_key(parts))

    def finish(self) -> None:
        """Drop all entries that were not used, and close the file. Raises `OSError` or `sqlite3.Error`."""
        if self._database is not None:
            kept = [key for (key,) in self._database.execute("SELECT key FROM work")]
            unused = ((key,) for key in kept if key not in self._used)
            self._database.executemany("DELETE FROM work WHERE key = ?", unused)
            self._database.commit()
            self._database.executescript("PRAGMA incremental_vacuum")
        self.release()

    def release(self) -> None:
        """Close the file; without `finish`, new entries are lost."""
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
            self._database = None

    def _read(self, key: bytes) -> tuple[str, bytes] | None:
        if self._database is None:
            return None
        try:
            row: tuple[str, bytes] | None = self._database.execute(_ONE, [key]).fetchone()
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            # The file is damaged, but the cache only saves time.
            return None
        return row

    def _opened(self, path: Path) -> sqlite3.Connection | None:
        for _ in range(2):
            database = sqlite3.connect(path)
            try:
                # Deleted rows are overwritten and their space is returned: nothing of them stays in the file.
                database.executescript("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA secure_delete = ON;" + _SCHEMA)
                database.execute("SELECT key, value, sum FROM work LIMIT 0")
                if database.execute("PRAGMA quick_check").fetchone() == ("ok",):
                    return database
            except sqlite3.OperationalError:
                database.close()
                raise
            except sqlite3.DatabaseError:
                pass
            database.close()
            path.unlink(missing_ok=True)
        return None


def _opened_to_read(path: Path) -> sqlite3.Connection | None:
    try:
        # Without waiting for a build that is just writing: what cannot be read now is computed.
        return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=0)
    except sqlite3.Error:
        return None


def _key(parts: tuple[str, ...]) -> bytes:
    digest = hashlib.sha256(program().encode())
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.digest()


def _sum(key: bytes, value: str) -> bytes:
    return hashlib.sha256(key + value.encode("utf-8", "surrogatepass")).digest()[:16]


@cache
def program() -> str:
    """A digest of this package's files and its libraries' versions: other code may compute different results."""
    digest = hashlib.sha256(python_version().encode())
    folder = Path(__file__).resolve().parents[1]
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".py", ".json", ".toml"}:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()
