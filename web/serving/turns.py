"""Who may work now: the page and the API have turns of their own, so that neither can take those of the other."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from index.errors import BusyError
from index.work.deadline import Deadline, check_deadline
from web.serving.metrics import Metrics

T = TypeVar("T")


class Turns:
    """`most` turns at a time, handed on in the order in which they were asked for. Safe for several threads."""

    def __init__(self, most: int) -> None:
        self._lock = threading.Lock()
        # Where somebody waits, no turn is free.
        self._free = most
        self._waiting: deque[threading.Event] = deque()

    def take(self, patience: float) -> bool:
        """Whether a turn was had within `patience` seconds."""
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
                # It was handed on at the last moment.
                return True
            self._waiting.remove(mine)
            return False

    def give_back(self) -> None:
        """End a turn: it goes to whoever has waited longest."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1


class Face:
    """What one face does at once: `most` requests are taken on, and half of them, at least one, are worked on."""

    def __init__(self, most: int, metrics: Metrics) -> None:
        self._most = most
        self._metrics = metrics
        self._taken = threading.BoundedSemaphore(most)
        # Beside the work of one question there is that of the event loop; more would make all slow, and none sooner.
        working = max(1, most // 2)
        self._turns = Turns(working)
        self._threads = ThreadPoolExecutor(working, thread_name_prefix="asked")

    @contextmanager
    def turn(self, patience: float) -> Iterator[None]:
        """A turn for this thread, within `patience` seconds. Raises `BusyError`."""
        if not self._turns.take(patience):
            raise self._busy()
        self._metrics.begun()
        try:
            yield
        finally:
            self._metrics.ended()
            self._turns.give_back()

    def submit(self, work: Callable[[], T], deadline: Deadline) -> Future[T]:
        """Do `work` in a thread, with a turn, under a `deadline`. Raises `BusyError`."""
        self._take_on()

        def done() -> T:
            try:
                # What had to wait for a thread until its time was over is not begun.
                with deadline.holding(), self.turn(deadline.left):
                    check_deadline()
                    return work()
            finally:
                self._taken.release()

        try:
            return self._threads.submit(done)
        except RuntimeError:
            # The process is ending.
            self._taken.release()
            raise

    def check_free(self) -> None:
        """Raises `BusyError` where as many requests are taken on as may be."""
        self._take_on()
        self._taken.release()

    def _take_on(self) -> None:
        if not self._taken.acquire(blocking=False):
            raise self._busy()

    def _busy(self) -> BusyError:
        self._metrics.busy()
        return BusyError(f"{self._most} requests are being worked on: expected fewer at a time. Try again in a moment.")
