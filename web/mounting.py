"""Where the API stands: below `/api`, before everything else, so that no other's rules or pages get in its way."""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.routing import Match, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.api import api
from web.api.problems import Problem

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

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sent)


async def nothing_else(scope: Scope, receive: Receive, send: Send) -> None:
    """What stands beside the API where there is no page: a problem."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1000})
        return
    problem = Problem(HTTPStatus.NOT_FOUND, "Only the API is served here. Try: GET /api/docs")
    await problem.response()(scope, receive, send)
