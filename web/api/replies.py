"""The API's replies: work is done in a thread with a deadline, and returned as JSON with an ETag of the snapshot."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from fastapi import Request
from starlette.responses import Response

from index.ask import Answerer
from index.contract import Contract, wire
from web.serving.service import service

Work = Callable[[Answerer], Contract]
JSON = "application/json"
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {
    304: {"description": "The `If-None-Match` tag still matches: the snapshot has not changed."}
}


async def reply(request: Request, work: Work, question: str | None = None) -> Response:
    """The result of `work` as JSON, or status 304 if the client already has it from the same snapshot.

    Raises `BusyError`.
    """
    known = _etags(request) if request.method in {"GET", "HEAD"} else set()

    def done(answerer: Answerer) -> Response:
        headers = {"ETag": _etag(request, answerer)} if request.method in {"GET", "HEAD"} else {}
        if known & set(headers.values()):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Response(wire(work(answerer)), headers=headers, media_type=JSON)

    return await service().work(done, question)


def _etag(request: Request, answerer: Answerer) -> str:
    """The same tag for equal requests to one snapshot; weak, because the time an answer took varies."""
    asked = f"{request.url.path}?{request.url.query}"
    return f'W/"{answerer.snapshot}-{hashlib.sha256(asked.encode()).hexdigest()[:16]}"'


def _etags(request: Request) -> set[str]:
    return {tag.strip() for line in request.headers.getlist("if-none-match") for tag in line.split(",")}
