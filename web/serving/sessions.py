"""How many pages are open and how many are being drawn, and how fast one address may send to them.

Used on the event loop alone, and so without a lock.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable

# A person sends a message at each question; a page that follows a build sends one every two seconds.
_MESSAGES_A_SECOND = 10.0
_AT_ONCE = 40
# Less is not worth a turn of the event loop.
_SHORTEST = 0.001
# More addresses than these are looked through for those that need not be remembered.
_REMEMBERED = 1000
# A page that takes longer waits for something, such as the model at the start: others need not wait for it.
_LONGEST_RUN = 2.0


class Sessions:
    """Counts open sessions: at most `most` in all and `most_each` by address."""

    def __init__(self, most: int, most_each: int) -> None:
        self._most = most
        self._most_each = most_each
        self._open: Counter[str] = Counter()

    @property
    def full(self) -> bool:
        """Whether there are as many in all as may be."""
        return self._open.total() >= self._most

    def crowded(self, who: str) -> bool:
        """Whether `who` has as many as one address may have."""
        return self._open[who] >= self._most_each

    def begin(self, who: str) -> None:
        """Count a session of `who`."""
        self._open[who] += 1

    def end(self, who: str) -> None:
        """It is over."""
        self._open[who] -= 1
        self._open += Counter()  # an address without a session is not remembered


class Pace:
    """How long each message of an address has to wait, so that they come at a rate that leaves time for others."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        # When all that an address has sent would have come, at the rate.
        self._due: dict[str, float] = {}

    def wait(self, who: str) -> float:
        """Seconds until a message of `who` that is here now should be passed on; it is counted."""
        now = self._clock()
        if len(self._due) > _REMEMBERED:
            self._due = {name: due for name, due in self._due.items() if due > now}
        due = self._due[who] = max(self._due.get(who, now), now) + 1 / _MESSAGES_A_SECOND
        wait = due - now - _AT_ONCE / _MESSAGES_A_SECOND
        return wait if wait > _SHORTEST else 0.0


class Runs:
    """Which pages are drawn now: `most` at a time, in the order in which they asked.

    Streamlit would begin all at once, each in a thread of its own; whoever asks the API would wait for all of them.
    """

    def __init__(self, most: int) -> None:
        self._free = asyncio.Semaphore(most)

    async def begin(self) -> Run:
        """Wait for a run."""
        await self._free.acquire()
        return Run(self._free)


class Run:
    """One run of the page: it is over when it is ended, when it is replaced or after a time."""

    def __init__(self, free: asyncio.Semaphore) -> None:
        self._free = free
        self.over = False
        self._expiry = asyncio.get_running_loop().call_later(_LONGEST_RUN, self.end)

    def end(self) -> None:
        """Let another begin; once is enough."""
        if not self.over:
            self.over = True
            self._expiry.cancel()
            self._free.release()
