"""The rate limit, by API key or by address. The only importer of limits."""

from __future__ import annotations

import math
import time

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

NONE = "none"


class RateLimit:
    """A sliding-window limit, counted in this process' memory: two numbers per client within the window."""

    def __init__(self, rate: str) -> None:
        self._rate = None if rate == NONE else parse(rate)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def wait(self, who: str, cost: int = 1) -> int | None:
        """Seconds until `who` may ask again; `None` if the request is allowed, which counts it."""
        if self._rate is None or self._limiter.hit(self._rate, who, cost=min(cost, self._rate.amount)):
            return None
        reset = self._limiter.get_window_stats(self._rate, who).reset_time
        return max(1, math.ceil(reset - time.time()))
