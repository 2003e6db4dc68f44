"""ASGI middleware around FastAPI: limits on size and time, security headers, metrics and CORS."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from functools import lru_cache
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import VerbatimError
from index.settings import Settings
from web.api.problems import Problem, as_problem, unexpected
from web.serving.service import service

LONGEST_TARGET = 60_000
LONGEST_PATH = 2_000
LONGEST_HEADERS = 32_000
_HEADERS = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


class ApiMiddleware:
    """The outermost layer: adds headers to every response, and turns every exception into problem details.

    Requests to the routes `worked_on` count towards `service.max_in_flight`.
    """

    def __init__(self, app: ASGIApp, worked_on: Sequence[BaseRoute]) -> None:
        self._app = app
        self._worked_on = worked_on
        # One app per list of origins; a process normally has just one.
        self._with_cors = lru_cache(maxsize=4)(self._allowing)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            serving = service()
        except VerbatimError as error:
            await as_problem(error).response()(scope, receive, sent)
            return
        try:
            await self._with_cors(tuple(serving.settings.service.cors_origins))(scope, receive, sent)
        except Exception as error:  # noqa: BLE001 - every exception becomes problem details
            if status:
                # Part of the response was sent: only breaking the connection shows that it is incomplete.
                raise ConnectionAbortedError("the answer was broken off") from None
            problem = as_problem(error) if isinstance(error, VerbatimError) else unexpected(error)
            await problem.response()(scope, receive, sent)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            serving.metrics.request(route, _known(scope["method"]), status, time.perf_counter() - started)

    def _allowing(self, origins: tuple[str, ...]) -> ASGIApp:
        bounded = Bounds(self._app, self._worked_on)
        if not origins:
            return bounded
        return CORSMiddleware(
            bounded,
            allow_origins=origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "If-None-Match", "X-API-Key"],
            expose_headers=["ETag", "Retry-After"],
        )


class Bounds:
    """Refuses requests that are too large, too slow or compressed, and passes the others on with their whole body."""

    def __init__(self, app: ASGIApp, worked_on: Sequence[BaseRoute]) -> None:
        self._app = app
        self._worked_on = worked_on

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        settings = service().settings
        try:
            if any(route.matches(scope)[0] is Match.FULL for route in self._worked_on):
                # Checked before anything else, so that excess requests cost as little as possible.
                service().api.check_free()
            _check_head(scope, settings)
            body = await asyncio.wait_for(_body(receive, _bytes(settings)), settings.service.request_seconds)
        except TimeoutError:
            slow = Problem(
                HTTPStatus.REQUEST_TIMEOUT,
                f"The body did not arrive within {settings.service.request_seconds:g} seconds. Send it again.",
                {"Connection": "close"},
            )
            await slow.response()(scope, receive, send)
            return
        except (Problem, VerbatimError) as error:
            problem = error if isinstance(error, Problem) else as_problem(error)
            await problem.response()(scope, receive, send)
            return
        given = False

        async def replayed() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replayed, send)


def _check_head(scope: Scope, settings: Settings) -> None:
    """Raises `Problem` for a target, headers or an announced body that are too large, or an encoded body."""
    headers = Headers(scope=scope)
    path = scope.get("raw_path") or scope["path"].encode()
    if len(path) > LONGEST_PATH or len(path) + len(scope["query_string"]) > LONGEST_TARGET:
        raise Problem(HTTPStatus.REQUEST_URI_TOO_LONG, "The address is too long: ask with POST /api/v1/ask instead.")
    if sum(len(name) + len(value) for name, value in scope["headers"]) > LONGEST_HEADERS:
        raise Problem(
            HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
            f"The headers are too long: expected at most {LONGEST_HEADERS:,} bytes.",
        )
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "The body is compressed: send it without Content-Encoding.",
            {"Accept-Encoding": "identity"},
        )
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()):
        raise Problem(HTTPStatus.BAD_REQUEST, f"The Content-Length is {length[:20]!r}: expected a number.")
    if int(length[:20]) > _bytes(settings):
        raise _too_large(settings)


async def _body(receive: Receive, most: int) -> bytes:
    """The whole body. Raises `Problem` as soon as it is longer than `most`."""
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Problem(HTTPStatus.BAD_REQUEST, "The connection ended before the body was complete. Send it again.")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            raise _too_large(service().settings)
        more = message.get("more_body", False)
    return b"".join(parts)


def _too_large(settings: Settings) -> Problem:
    return Problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        f"The body has more than {settings.service.request_kilobytes} KiB: "
        "send less, or raise the setting service.request_kilobytes.",
        {"Connection": "close"},
    )


def _bytes(settings: Settings) -> int:
    return settings.service.request_kilobytes * 1024


def _known(method: str) -> str:
    """The method if it is a known one, else "other": clients must not be able to add metric labels."""
    return method if method in {"GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"} else "other"
