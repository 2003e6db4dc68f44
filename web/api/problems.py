"""Turns all errors into RFC 9457 problem details."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute, Match

from index.contract import ProblemJson, wire
from index.errors import (
    BusyError,
    EngineUnreachableError,
    QuestionError,
    UnknownArticleError,
    UnknownFilterError,
    VerbatimError,
)

MEDIA_TYPE = "application/problem+json"
_EXAMPLE = "/api/v1/ask?q=how+do+I+begin&k=5"
_RETRY_SECONDS = 1
_LONGEST_ECHO = 200
_log = logging.getLogger(__name__)


class Problem(Exception):  # noqa: N818 - RFC 9457's own word
    """A refusal with an HTTP status, a message for the client and extra headers."""

    def __init__(self, status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.headers = dict(headers or {})

    def response(self) -> Response:
        """The HTTP response with the problem details."""
        body = ProblemJson(
            type="about:blank", title=self.status.phrase, status=self.status.value, detail=str(self)
        ).model_dump()
        return Response(wire(body), self.status, headers=self.headers, media_type=MEDIA_TYPE)


def as_problem(error: VerbatimError) -> Problem:
    """The problem that the API returns for one of the program's own errors."""
    if isinstance(error, UnknownArticleError):
        return Problem(HTTPStatus.NOT_FOUND, str(error))
    if isinstance(error, QuestionError | UnknownFilterError):
        return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
    again = {"Retry-After": str(_RETRY_SECONDS)} if isinstance(error, BusyError | EngineUnreachableError) else {}
    return Problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), again)


def unexpected(error: Exception) -> Problem:
    """The problem for an unexpected exception: a sentence for the client, and a traceback in the log.

    The exception's message may contain the question, so it is not logged.
    """
    where = "".join(traceback.format_tb(error.__traceback__))
    _log.error("a request failed with %s\n%s", type(error).__qualname__, where)
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "An unexpected error occurred. The service's log has the details.")


def handle_errors(api: FastAPI, routes: Sequence[BaseRoute]) -> None:
    """Have `api`, whose routes are `routes`, return every error as problem details."""

    @api.exception_handler(Problem)
    async def _problem(_request: Request, error: Problem) -> Response:
        return error.response()

    @api.exception_handler(VerbatimError)
    async def _known(_request: Request, error: VerbatimError) -> Response:
        return as_problem(error).response()

    @api.exception_handler(RequestValidationError)
    async def _invalid(_request: Request, error: RequestValidationError) -> Response:
        return _bad_request(error).response()

    @api.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        headers = dict(error.headers or {})
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = ", ".join(_methods(routes, request))
        path = _shortened(request.url.path)
        detail = f"{request.method} {path}: {error.detail}. Try: GET {_EXAMPLE}"
        return Problem(HTTPStatus(error.status_code), detail, headers).response()


def _bad_request(error: RequestValidationError) -> Problem:
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return Problem(
            HTTPStatus.BAD_REQUEST,
            f'The body is not JSON ({first["ctx"]["error"]}): expected {{"question": "how do I begin?"}}. Correct it.',
        )
    name = ".".join(str(part) for part in first["loc"][1:]) or "body"
    given = "is missing" if first["type"] == "missing" else f"is {_shortened(repr(first['input']))}"
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY, f"The parameter {name!r} {given}: {first['msg'].lower()}. Try: {_EXAMPLE}"
    )


def _methods(routes: Sequence[BaseRoute], request: Request) -> list[str]:
    """The methods allowed for the path of `request`."""
    found: set[str] = set()
    for route in routes:
        match, _ = route.matches(request.scope)
        if match is not Match.NONE:
            found |= getattr(route, "methods", None) or set()
    return sorted(found)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_ECHO else text[:_LONGEST_ECHO] + "…"
