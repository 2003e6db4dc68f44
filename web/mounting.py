"""Where the API stands: below `/api`, before everything else, so that no other's rules or pages get in its way.

And what Streamlit must not see: for an Origin that it does not know, it would look this machine's own address up in the
internet.
"""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.routing import Match, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.api import api
from web.api.problems import Problem

# WebSocket's word for a policy that was violated; before the handshake it becomes HTTP's 403.
_REFUSED = 1008
_HEADERS = {"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"}


class ApiFirst:
    """The API below `base_path`, and `app` everywhere else."""

    def __init__(self, app: ASGIApp, base_path: str = "") -> None:
        self._app = app
        self._mount = Mount(f"/{base_path}/api" if base_path else "/api", api)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http":
            match, below = self._mount.matches(scope)
            if match is Match.FULL:
                scope.update(below)
                await self._mount.handle(scope, receive, send)
                return
        if is_foreign(scope):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": _REFUSED})
                return
            scope["headers"] = [(name, value) for name, value in scope["headers"] if name != b"origin"]

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sent)


def is_foreign(scope: Scope) -> bool:
    """Whether a page of another host asks. A proxy has to hand on the Host that the browser asked for."""
    if scope["type"] not in {"http", "websocket"}:
        return False
    headers = Headers(scope=scope)
    try:
        return "origin" in headers and urlsplit(headers["origin"]).netloc != headers.get("host")
    except ValueError:
        return True


async def nothing_else(scope: Scope, receive: Receive, send: Send) -> None:
    """What stands beside the API where there is no page: a problem."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": _REFUSED})
        return
    problem = Problem(HTTPStatus.NOT_FOUND, "Only the API is served here. Try: GET /api/docs")
    await problem.response()(scope, receive, send)
