"""What plain pages share: data cached per snapshot, rate limiting, and turns for reading the index."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from http import HTTPStatus
from typing import Generic, TypeVar

from starlette.requests import Request

from index.ask import Answerer
from index.execution.deadline import wait_for
from web.plain.problems import Refused
from web.serving.addresses import asker_at
from web.serving.service import service

T = TypeVar("T")


class PerSnapshot(Generic[T]):
    """Caches the result of `make` for the published snapshot: made at the first request, kept until the next snapshot.

    It is made in a separate thread: if that takes longer than a request may, later requests get the result.
    """

    def __init__(self, make: Callable[[Answerer], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._maker = ThreadPoolExecutor(1, thread_name_prefix="making")
        self._kept: tuple[tuple[str, str], Future[T]] | None = None

    def __call__(self, answerer: Answerer) -> T:
        """The result for this answerer's snapshot. Raises `OutOfTimeError`, and the errors of `make`."""
        of = (str(service().settings.index), answerer.snapshot)
        with self._lock:
            if self._kept is None or self._kept[0] != of:
                self._kept = of, self._maker.submit(self._make, answerer)
            made = self._kept[1]
        made.add_done_callback(self._forget_failure)
        return wait_for(made)

    def _forget_failure(self, made: Future[T]) -> None:
        with self._lock:
            if self._kept is not None and self._kept[1] is made and made.exception() is not None:
                self._kept = None


def count(request: Request) -> None:
    """Count this request against the rate limit. Raises `Refused` if the limit is exceeded."""
    wait = service().rate.wait(asker_at(request.client.host if request.client else None))
    if wait is not None:
        again = {"Retry-After": str(wait)}
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, "problem.too_often_title", "problem.too_often", again, seconds=wait)


async def counted(request: Request, work: Callable[[Answerer], T], question: str | None = None) -> T:
    """The result of `work`, counted against the rate limit. Every plain page reads the index through this.

    Raises `Refused` if the limit is exceeded, and `BusyError`.
    """
    count(request)
    return await in_turn(work, question)


async def in_turn(work: Callable[[Answerer], T], question: str | None = None) -> T:
    """The result of `work`, in one of the page's turns, for a request that is already counted. Raises `BusyError`."""
    return await service().work(work, question, service().page)
