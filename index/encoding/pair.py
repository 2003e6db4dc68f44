"""A lone question on two processors, and on one as soon as others ask too or want a processor."""

from __future__ import annotations

import os
import statistics
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property
from typing import TypeVar

import torch

_Found = TypeVar("_Found")
# Seconds for which one thread computes after questions met, and after two threads were held up twice. They wait for
# each other at the end of every product: where they are interrupted they lose more than they gain.
_MET = 1.0
_HELD_UP = 30.0
# Held up: so many times as long as the median of the last ones; few questions have so many more words than others.
_LONG = 3
_LAST = 15


class Pair:
    """Computes in two threads while one question is asked at a time, else in the one that asks.

    Threads wait awake for the next product only while a process has no more that share products than processors. So
    nothing else in the process should share any.
    """

    def __init__(self) -> None:
        self._free = threading.Lock()
        self._until = time.monotonic()
        self._took: deque[float] = deque(maxlen=_LAST)

    def run(self, work: Callable[[], _Found], *, alone: bool) -> _Found:
        """What `work` returns or raises. `alone`: it is for a question that met no other."""
        if not (alone and self._free.acquire(blocking=False)):
            self._until = max(self._until, time.monotonic() + _MET)
            return in_one_thread(work)
        try:
            if time.monotonic() < self._until or len(processors()) < 2:
                return in_one_thread(work)
            return self._in_two(work)
        finally:
            self._free.release()

    def _in_two(self, work: Callable[[], _Found]) -> _Found:
        started = time.monotonic()
        found = self._threads.submit(work).result()
        took = time.monotonic() - started
        self._took.append(took)
        # Once in a while a processor is gone for a moment; again so soon, somebody has a use for it.
        long = _LONG * statistics.median(self._took)
        if took > long and sum(other > long for other in self._took) > 1:
            self._until = time.monotonic() + _HELD_UP
        return found

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        """One thread, with which torch's second one shares products."""
        return ThreadPoolExecutor(1, "ask", _begin)


def processors() -> list[int]:
    """The processors that this thread may run on, as the system numbers them; none where it does not say."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def in_one_thread(work: Callable[[], _Found]) -> _Found:
    """What `work` returns or raises; its products are shared with no other thread."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return work()
    finally:
        torch.set_num_threads(before)


def _begin() -> None:
    """Let torch start its second thread; of two processors tie each of the threads to one.

    After a pause Linux often wakes both on the same one, where they take turns.
    """
    torch.set_num_threads(2)
    own, *others = processors()
    if len(others) > 1:
        return
    with suppress(OSError):  # where that is forbidden they run untied
        # A thread begins where the one is tied that starts it: here by a sum that is large enough to be shared.
        os.sched_setaffinity(0, others)
        torch.zeros(1_000_000).add_(1)
        os.sched_setaffinity(0, [own])
