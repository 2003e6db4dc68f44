"""API keys in a Redis server that several service hosts share. The only importer of redis."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from index.errors import KeyFileError, require_extra
from index.storage.api_keys import Key

if TYPE_CHECKING:
    from redis import Redis

# The Redis hash that maps the names of keys to their data as JSON.
_HASH = "verbatim:keys"
_WAIT_SECONDS = 1.0


class KeyServer:
    """Stores keys in Redis at an address: `redis://`, `rediss://` (TLS) or `unix://`."""

    def __init__(self, address: str) -> None:
        require_extra("redis", "`service.shared_store`")
        self._address = address

    def add(self, key: Key) -> bool:
        """Store a key; returns `False` if the name is taken."""
        with self._reachable() as server:
            return bool(server.hsetnx(_HASH, key.name, json.dumps(asdict(key))))

    def revoke(self, name: str, when: str) -> bool:
        """Revoke a key at the time `when`; returns `False` if no valid key has that name."""
        found = next((key for key in self.all() if key.name == name and key.revoked is None), None)
        if found is None:
            return False
        with self._reachable() as server:
            server.hset(_HASH, name, json.dumps(asdict(replace(found, revoked=when))))
        return True

    def all(self) -> list[Key]:
        """All keys by name, including revoked ones."""
        with self._reachable() as server:
            stored = server.hvals(_HASH)
            return sorted((Key(**json.loads(one)) for one in stored), key=lambda key: key.name)

    @contextmanager
    def _reachable(self) -> Iterator[Redis]:
        from redis import RedisError

        try:
            yield _connected(self._address)
        except (RedisError, OSError, ValueError, TypeError) as error:
            # The address may contain a password.
            raise KeyFileError(
                f"The keys in the shared store cannot be used ({error}): expected a Redis server that answers. "
                "Start it, or correct the setting `service.shared_store`; then try again."
            ) from error


@lru_cache(maxsize=4)
def _connected(address: str) -> Redis:
    """A pool of connections, which are opened on demand."""
    from redis import Redis

    return Redis.from_url(address, socket_timeout=_WAIT_SECONDS, socket_connect_timeout=_WAIT_SECONDS)
