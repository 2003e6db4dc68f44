"""Limits on open pages, on simultaneous runs of the page, and on the rate of messages from one address.

Used only on the event loop, and therefore without locks.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable

# A person sends a message at each question; a page that follows a build sends one every two seconds.
_MESSAGES_A_SECOND = 10.0
_AT_ONCE = 40
# Shorter waits are not worth a round of the event loop.
_SHORTEST = 0.001
# Once there are more addresses than this, those that no longer matter are dropped.
_REMEMBERED = 1000
# A run that takes longer is waiting for something, such as the model at startup; other pages then need not wait for it.
_LONGEST_RUN = 2.0


class Sessions:
    """Counts open sessions: at most `most` in all, and `most_each` per address."""

    def __init__(self, most: int, most_each: int) -> None:
        self._most = most
        self._most_each = most_each
        self._open: Counter[str] = Counter()

    @property
    def full(self) -> bool:
        """Whether the limit on all sessions is reached."""
        return self._open.total() >= self._most

    def crowded(self, who: str) -> bool:
        """Whether `who` has reached the limit per address."""
        return self._open[who] >= self._most_each

    def begin(self, who: str) -> None:
        """Count a session of `who`."""
        self._open[who] += 1

    def end(self, who: str) -> None:
        """Count the end of a session of `who`."""
        self._open[who] -= 1
        self._open += Counter()  # drops addresses without a session


class Pace:
    """A rate limit that delays messages: how long each message from an address has to wait."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        # When the last message of each address would have arrived at the permitted rate.
        self._due: dict[str, float] = {}

    def wait(self, who: str) -> float:
        """Count a message from `who` that has just arrived; returns how many seconds to delay it."""
        now = self._clock()
        if len(self._due) > _REMEMBERED:
            self._due = {name: due for name, due in self._due.items() if due > now}
        due = self._due[who] = max(self._due.get(who, now), now) + 1 / _MESSAGES_A_SECOND
        wait = due - now - _AT_ONCE / _MESSAGES_A_SECOND
        return wait if wait > _SHORTEST else 0.0


class Runs:
    """Limits the runs of the page to `most` at a time, in the order in which they were requested.

    Streamlit would start all of them at once, each in a thread of its own, and requests to the API would have to wait.
    """

    def __init__(self, most: int) -> None:
        self._free = asyncio.Semaphore(most)

    async def begin(self) -> Run:
        """Wait until a run may start."""
        await self._free.acquire()
        return Run(self._free)


class Run:
    """One run of the page. It is over when `end` is called, or after `_LONGEST_RUN` seconds."""

    def __init__(self, free: asyncio.Semaphore) -> None:
        self._free = free
        self.over = False
        self._expiry = asyncio.get_running_loop().call_later(_LONGEST_RUN, self.end)

    def end(self) -> None:
        """Let another run begin. Calling it again has no effect."""
        if not self.over:
            self.over = True
            self._expiry.cancel()
            self._free.release()
