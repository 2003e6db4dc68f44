"""How plain pages work: in a thread, within their time, counted; and whatever goes wrong is a page that says so."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from index.ask import Answerer
from index.errors import VerbatimError
from index.manifest import read_manifest
from index.snapshot import FOLDER
from web.api.problems import as_problem, unexpected
from web.limiting import neighbourhood
from web.plain import library_words as words
from web.plain.pages import page
from web.service import service

T = TypeVar("T")


class OfSnapshot(Generic[T]):
    """What `make` makes of the published snapshot: made by the first who asks, kept until there is another."""

    def __init__(self, make: Callable[[Answerer], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._kept: tuple[tuple[str, str], T] | None = None

    def __call__(self, answerer: Answerer) -> T:
        """What it is for this answerer's snapshot."""
        of = (str(service().settings.index), answerer.snapshot)
        with self._lock:
            if self._kept is None or self._kept[0] != of:
                self._kept = of, self._make(answerer)
            return self._kept[1]


async def worked(
    request: Request, work: Callable[[Answerer], Response], question: str | None = None, *, counted: bool = False
) -> Response:
    """What `work` makes; with `counted`, as one of the requests that the rate limit counts."""
    if counted and (refused := counted_out(request)):
        return refused
    try:
        return await service().work(work, question)
    except VerbatimError as error:
        refusal = as_problem(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, who asked gets a page and the log gets where it was
        refusal = unexpected(error)
    title = words.NOT_FOUND if refusal.status == HTTPStatus.NOT_FOUND else words.PROBLEM
    return problem(request, refusal.status, title, str(refusal), **refusal.headers)


def counted_out(request: Request) -> Response | None:
    """A refusal for who has asked too often; else `None`, and this request is counted."""
    wait = service().rate.wait("address " + neighbourhood(request.client.host if request.client else ""))
    if wait is None:
        return None
    said = words.too_often(service().settings.rate_limit, wait)
    return problem(request, HTTPStatus.TOO_MANY_REQUESTS, words.TRY_LATER, said, **{"Retry-After": str(wait)})


def problem(request: Request, status: int, title: str, said: str, **headers: str) -> HTMLResponse:
    """A page that says what is wrong."""
    made = page(request, "problem.html", status, title=title, said=said)
    made.headers.update(headers)
    return made


def manifest(answerer: Answerer) -> dict[str, Any]:
    """The manifest of the answerer's snapshot. Raises `IndexDamagedError` and `IndexOutdatedError`."""
    return read_manifest(service().settings.index / FOLDER / answerer.snapshot)
