"""API keys: 256 random bits each, of which only the sha256 is stored, so the file reveals no key.

Random keys need no slow hash: they cannot be guessed from their hash.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from index.errors import KeyFileError
from index.settings import Settings

FILE = "keys.sqlite"
PREFIX = "verbatim_"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_SCHEMA = "CREATE TABLE IF NOT EXISTS keys (name TEXT PRIMARY KEY, sha256 TEXT, created TEXT, revoked TEXT)"
_WAIT_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Key:
    """What is stored of a key. `created` and `revoked` are UTC times in ISO 8601; `revoked` is `None` while valid."""

    name: str
    sha256: str
    created: str
    revoked: str | None


class KeyStore(Protocol):
    """The interface of a key store. Every method raises `KeyFileError` if the store cannot be used."""

    def add(self, key: Key) -> bool:
        """Store a key; returns `False` if the name is taken."""
        ...

    def revoke(self, name: str, when: str) -> bool:
        """Revoke a key at the time `when`; returns `False` if no valid key has that name."""
        ...

    def all(self) -> list[Key]:
        """All keys by name, including revoked ones."""
        ...


class Keys:
    """The keys in one store."""

    def __init__(self, store: KeyStore) -> None:
        self._store = store

    @classmethod
    def of(cls, settings: Settings) -> Keys:
        """The keys that `settings` name. Raises `MissingExtraError`."""
        if (shared := settings.service.shared_store) is not None:
            # Imported here, because a service without a shared store does not need the package.
            from index.storage.shared_keys import KeyServer

            return cls(KeyServer(shared.get_secret_value()))
        return cls(KeyFile(settings.service.key_file or settings.index / FILE))

    def create(self, name: str) -> str:
        """Create a key for `name` and return it; it is not stored and cannot be shown again. Raises `KeyFileError`."""
        if not _NAME.fullmatch(name):
            raise KeyFileError(
                f"The key name {name!r} is not valid: expected up to 64 letters, digits, dots, dashes and underscores. "
                "Try: verbatim key create reading-list"
            )
        token = PREFIX + secrets.token_urlsafe(32)
        if not self._store.add(Key(name, _sum(token), _now(), None)):
            raise KeyFileError(
                f"There is already a key {name!r}, active or revoked: expected a new name. See: verbatim key list"
            )
        return token

    def revoke(self, name: str) -> None:
        """Revoke the key of `name`, effective at once. Raises `KeyFileError`."""
        if not self._store.revoke(name, _now()):
            raise KeyFileError(f"There is no active key {name!r}: expected one listed by: verbatim key list")

    def all(self) -> list[Key]:
        """Every key ever created, sorted by name. Raises `KeyFileError`."""
        return self._store.all()

    def holder(self, token: str) -> str | None:
        """The name of the key `token`, or `None` if it is unknown or revoked. Raises `KeyFileError`."""
        given = _sum(token)
        found = None
        # All keys are compared, each in constant time, so that the duration reveals nothing.
        for key in self.all():
            if hmac.compare_digest(key.sha256, given) and key.revoked is None:
                found = key.name
        return found


class KeyFile:
    """Stores keys in a file on this machine."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, key: Key) -> bool:
        """Store a key; returns `False` if the name is taken."""
        with self._writing() as database:
            values = (key.name, key.sha256, key.created, key.revoked)
            return bool(database.execute("INSERT OR IGNORE INTO keys VALUES (?, ?, ?, ?)", values).rowcount)

    def revoke(self, name: str, when: str) -> bool:
        """Revoke a key at the time `when`; returns `False` if no valid key has that name."""
        with self._writing() as database:
            done = database.execute("UPDATE keys SET revoked = ? WHERE name = ? AND revoked IS NULL", (when, name))
            return bool(done.rowcount)

    def all(self) -> list[Key]:
        """All keys by name, including revoked ones."""
        if not self._path.exists():
            return []
        address = f"{self._path.resolve().as_uri()}?mode=ro"
        try:
            with closing(sqlite3.connect(address, uri=True, timeout=_WAIT_SECONDS)) as database:
                rows = database.execute("SELECT name, sha256, created, revoked FROM keys ORDER BY name").fetchall()
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        return [Key(*row) for row in rows]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Other users of this machine must not see who has keys.
            self._path.touch(mode=0o600)
            with closing(sqlite3.connect(self._path, timeout=_WAIT_SECONDS)) as database, database:
                database.execute(_SCHEMA)
                yield database
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> KeyFileError:
        return KeyFileError(
            f"The keys in {str(self._path)!r} cannot be used ({error}): expected a file written by `verbatim key "
            "create`. Name another with the setting `service.key_file`."
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _sum(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
