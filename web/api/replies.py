"""How the API replies: work done in a thread within its time, as JSON, under an ETag of the snapshot."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from fastapi import Request
from starlette.responses import Response

from index.ask import Answerer
from index.contract import wire
from web.api.problems import Problem
from web.service import service

Work = Callable[[Answerer], dict[str, Any]]
JSON = "application/json"
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {
    304: {"description": "The snapshot that answers is still the one of the `If-None-Match`."}
}


async def reply(request: Request, work: Work, question: str | None = None) -> Response:
    """What `work` finds, or 304 where the asker has it from the same snapshot.

    Raises `BusyError`, and `Problem` 503 when it takes too long; the thread then still ends in its own time.
    """
    known = _etags(request) if request.method in {"GET", "HEAD"} else set()

    def done(answerer: Answerer) -> Response:
        headers = {"ETag": _etag(request, answerer)} if request.method in {"GET", "HEAD"} else {}
        if known & set(headers.values()):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Response(wire(work(answerer)), headers=headers, media_type=JSON)

    future = asyncio.wrap_future(service().submit(done, question))
    seconds = service().settings.request_seconds
    try:
        return await asyncio.wait_for(asyncio.shield(future), seconds)
    except TimeoutError:
        raise Problem(
            HTTPStatus.SERVICE_UNAVAILABLE,
            f"There was no answer within {seconds:g} seconds. Try again, or ask for less.",
            {"Retry-After": "1"},
        ) from None


def _etag(request: Request, answerer: Answerer) -> str:
    """A weak tag, for the time an answer took differs: equal for equal requests to one snapshot."""
    asked = f"{request.url.path}?{request.url.query}"
    return f'W/"{answerer.snapshot}-{hashlib.sha256(asked.encode()).hexdigest()[:16]}"'


def _etags(request: Request) -> set[str]:
    return {tag.strip() for line in request.headers.getlist("if-none-match") for tag in line.split(",")}
