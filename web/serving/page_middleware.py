"""Lets requests through to Streamlit's server only for what the page needs, within limits.

Streamlit has endpoints that the page does not need: uploads, components, sign-in, an API for agents. They are closed,
and so is whatever a later version adds below `_stcore`.
"""

from __future__ import annotations

import asyncio
from functools import cached_property
from http import HTTPStatus
from importlib import import_module

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from index.settings import Settings, load_settings
from web.serving.addresses import neighbourhood
from web.serving.host_check import refuse
from web.serving.sessions import Pace, Run, Runs, Sessions

STREAM = "/_stcore/stream"
METRICS = "/_stcore/metrics"
_CORE = "/_stcore/"
_CORE_OPEN = {"/_stcore/health", "/_stcore/host-config", METRICS}
_CLOSED = ("/component/", "/auth/", "/oauth2callback", "/app/")
_METHODS = ("GET", "HEAD")
# The page sends its address back twice, besides the question in its box: all of that has to fit into one message.
LONGEST_QUERY = 16_000
_TOO_BIG, _NOT_BINARY = 1009, 1003
_RETRY_SECONDS = "5"
# A message that says that a run of the page has finished is shorter than this many bytes.
_SHORT = 200


class PageMiddleware:
    """ASGI middleware in front of Streamlit's `app`, which is served under `base_path`."""

    def __init__(self, app: ASGIApp, base_path: str = "") -> None:
        self._app = app
        self._base = f"/{base_path}" if base_path else ""
        self._pace = Pace()

    @cached_property
    def _settings(self) -> Settings:
        return load_settings()

    @cached_property
    def _sessions(self) -> Sessions:
        return Sessions(self._settings.service.sessions, self._settings.service.sessions_per_address)

    @cached_property
    def _runs(self) -> Runs:
        # As many runs as there are turns: a page that runs while it waits for a turn only takes time from others.
        return Runs(max(1, self._settings.service.max_in_flight // 2))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        below = str(scope.get("path", "")).removeprefix(self._base)
        if scope["type"] == "websocket":
            await self._stream(below, scope, receive, send)
        elif scope["type"] == "http" and (refusal := _refusal(below, scope)):
            status, said, headers = refusal
            await refuse(scope, receive, send, status, said, headers=headers)
        elif scope["type"] == "http" and below == METRICS:
            await self._metrics(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _metrics(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Streamlit's metrics, for clients that may read the API's."""
        await asyncio.to_thread(import_module, "web.api.access")
        from web.api.access import asker_of
        from web.api.problems import Problem

        try:
            await asker_of(Request(scope))
        except Problem as problem:
            await problem.response()(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _stream(self, below: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Open a session of the page, unless there are too many."""
        who = neighbourhood((scope.get("client") or ("",))[0])
        again = {"Retry-After": _RETRY_SECONDS}
        if below != STREAM:
            await refuse(scope, receive, send, HTTPStatus.NOT_FOUND, "There is no WebSocket here.")
        elif self._sessions.crowded(who):
            said = f"{self._settings.service.sessions_per_address} pages are already open at this address: close one."
            await refuse(scope, receive, send, HTTPStatus.TOO_MANY_REQUESTS, said, headers=again)
        elif self._sessions.full:
            said = "Too many pages are open: try again in a moment."
            await refuse(scope, receive, send, HTTPStatus.SERVICE_UNAVAILABLE, said, headers=again)
        else:
            self._sessions.begin(who)
            try:
                await asyncio.sleep(self._pace.wait(who))
                await self._bounded(who, scope, receive, send)
            finally:
                self._sessions.end(who)

    async def _bounded(self, who: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Run a session whose messages are limited in size, type and rate."""
        most, closed = self._settings.service.request_kilobytes * 1024, False
        run: Run | None = None

        async def received() -> Message:
            nonlocal closed, run
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            data = message.get("bytes")
            if data is None or len(data) > most:
                closed = True
                code = _NOT_BINARY if data is None else _TOO_BIG
                await send({"type": "websocket.close", "code": code})
                return {"type": "websocket.disconnect", "code": code}
            # During this wait, nothing more is read from the socket.
            await asyncio.sleep(self._pace.wait(who))
            if (run is None or run.over) and _begins_run(data):
                run = await self._runs.begin()
            return message

        async def sent(message: Message) -> None:
            if run is not None and _ends_run(message.get("bytes") or b""):
                run.end()
            if not closed:
                await send(message)

        try:
            await self._app(scope, received, sent)
        finally:
            if run is not None:
                run.end()


def _refusal(below: str, scope: Scope) -> tuple[HTTPStatus, str, dict[str, str]] | None:
    """Status, message and headers to refuse a request that the page does not need; `None` to let it through."""
    if (below.startswith(_CORE) and below not in _CORE_OPEN) or below.startswith(_CLOSED):
        return HTTPStatus.NOT_FOUND, "There is nothing here.", {}
    if scope["method"] not in _METHODS:
        allowed = ", ".join(_METHODS)
        return HTTPStatus.METHOD_NOT_ALLOWED, f"The page is read-only: expected {allowed}.", {"Allow": allowed}
    if len(scope["query_string"]) > LONGEST_QUERY:
        said = f"The address is too long: expected at most {LONGEST_QUERY:,} bytes after the question mark."
        return HTTPStatus.REQUEST_URI_TOO_LONG, said, {}
    return None


def _begins_run(data: bytes) -> bool:
    """Whether a message from the browser starts a run of the page. Streamlit itself refuses invalid messages."""
    try:
        return bool(BackMsg.FromString(data).WhichOneof("type") == "rerun_script")
    except Exception:  # noqa: BLE001 - protobuf's own, whichever of its implementations is in use
        return False


def _ends_run(data: bytes) -> bool:
    """Whether a message to the browser says that the run has finished."""
    return 0 < len(data) < _SHORT and ForwardMsg.FromString(data).WhichOneof("type") == "script_finished"
