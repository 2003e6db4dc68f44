"""Limits concurrent work: the page and the API have separate turns, so that neither can starve the other."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from index.errors import BusyError
from index.execution.deadline import Deadline, check_deadline
from web.serving.metrics import Metrics

T = TypeVar("T")


class Turns:
    """A fair semaphore: `most` turns at a time, granted in the order of the requests. Safe for several threads."""

    def __init__(self, most: int) -> None:
        self._lock = threading.Lock()
        # 0 whenever somebody is waiting.
        self._free = most
        self._waiting: deque[threading.Event] = deque()

    def take(self, patience: float) -> bool:
        """Wait up to `patience` seconds for a turn; returns whether one was granted."""
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            if patience <= 0:
                return False
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(patience):
            return True
        with self._lock:
            if mine.is_set():
                # It was granted just after the timeout.
                return True
            self._waiting.remove(mine)
            return False

    def give_back(self) -> None:
        """End a turn and grant it to whoever has waited longest."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1


class InterfaceLimits:
    """The limits of one interface: `most` requests are accepted at once; half of them, at least one, run."""

    def __init__(self, most: int, metrics: Metrics) -> None:
        self._most = most
        self._metrics = metrics
        self._taken = threading.BoundedSemaphore(most)
        # The event loop needs processor time too; more threads would slow every request down and speed up none.
        working = max(1, most // 2)
        self._turns = Turns(working)
        self._threads = ThreadPoolExecutor(working, thread_name_prefix="asked")

    @contextmanager
    def turn(self, patience: float) -> Iterator[None]:
        """Hold a turn for this thread. Raises `BusyError` if none is granted within `patience` seconds."""
        if not self._turns.take(patience):
            raise self._busy()
        self._metrics.begun()
        try:
            yield
        finally:
            self._metrics.ended()
            self._turns.give_back()

    def submit(self, work: Callable[[], T], deadline: Deadline) -> Future[T]:
        """Run `work` in a thread, with a turn and a `deadline`. Raises `BusyError` if too many are in flight."""
        self._take_on()

        def done() -> T:
            try:
                # Work that waited for a thread past its deadline is not started.
                with deadline.holding(), self.turn(deadline.left):
                    check_deadline()
                    return work()
            finally:
                self._taken.release()

        try:
            return self._threads.submit(done)
        except RuntimeError:
            # The process is shutting down.
            self._taken.release()
            raise

    def check_free(self) -> None:
        """Raises `BusyError` if the limit of requests in flight is reached."""
        self._take_on()
        self._taken.release()

    def _take_on(self) -> None:
        if not self._taken.acquire(blocking=False):
            raise self._busy()

    def _busy(self) -> BusyError:
        self._metrics.busy()
        return BusyError(f"The limit of {self._most} requests in flight is reached. Try again in a moment.")
