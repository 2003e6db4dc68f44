"""The rate limit, by API key or by address. The only importer of limits."""

from __future__ import annotations

import logging
import math
import time
from typing import Any

from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import SlidingWindowCounterRateLimiter

from index.errors import require_extra

NONE = "none"
# The timeout of the shared store, because each request waits for it, and how long it is not used after a failure.
_PATIENCE_SECONDS, _PAUSE_SECONDS = 0.25, 5.0
_log = logging.getLogger(__name__)


class RateLimit:
    """A sliding-window limit, which stores two numbers per client.

    With `shared`, the address of a Redis server, all hosts that share it count together. While it does not respond, and
    without one, each process counts in its own memory.
    """

    def __init__(self, rate: str, shared: str | None = None) -> None:
        self._rate = None if rate == NONE else parse(rate)
        self._own = _limiter(MemoryStorage())
        self._shared: SlidingWindowCounterRateLimiter | None = None
        self._shared_again = 0.0
        if shared is not None:
            require_extra("redis", "`service.shared_store`")
            waits: dict[str, Any] = {"socket_timeout": _PATIENCE_SECONDS, "socket_connect_timeout": _PATIENCE_SECONDS}
            self._shared = _limiter(RedisStorage(shared, wrap_exceptions=True, **waits))

    def wait(self, who: str, cost: int = 1) -> int | None:
        """Seconds until `who` may ask again; `None` if the request is allowed, which counts it."""
        if self._rate is None:
            return None
        if self._shared is not None and time.monotonic() >= self._shared_again:
            try:
                return _wait(self._shared, self._rate, who, cost)
            except StorageError as error:
                self._shared_again = time.monotonic() + _PAUSE_SECONDS
                _log.warning("The shared store does not answer, and each host counts for itself: %s", error)
        return _wait(self._own, self._rate, who, cost)


def _limiter(storage: Storage) -> SlidingWindowCounterRateLimiter:
    return SlidingWindowCounterRateLimiter(storage)


def _wait(limiter: SlidingWindowCounterRateLimiter, rate: RateLimitItem, who: str, cost: int) -> int | None:
    if limiter.hit(rate, who, cost=min(cost, rate.amount)):
        return None
    return max(1, math.ceil(limiter.get_window_stats(rate, who).reset_time - time.time()))
