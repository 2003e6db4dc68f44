"""Routes requests to the API and the plain pages before Streamlit sees them.

It also hides foreign Origins from Streamlit, which would otherwise look up this machine's external address on the
internet to compare it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import cached_property
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.serving.host_check import REFUSED

_HEADERS = {"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"}
# Streamlit's page and its files, which need not wait until the API is imported.
_PAGE = {"", "/", "/favicon.png", "/manifest.json"}
_BELOW_PAGE = ("/static/", "/_stcore/", "/media/")


class Dispatcher:
    """Serves the API and the `plain` pages below `base_path`, and `app` everywhere else.

    The API, and `plain` if it is a function, are imported at the first request that may be for them.
    """

    def __init__(
        self, app: ASGIApp, base_path: str = "", plain: Sequence[Route] | Callable[[], Sequence[Route]] = ()
    ) -> None:
        self._app = app
        self._base = f"/{base_path}" if base_path else ""
        self._plain = plain

    @cached_property
    def _routes(self) -> Sequence[BaseRoute]:
        from web.api import api

        plain = self._plain() if callable(self._plain) else self._plain
        return [Mount(f"{self._base}/api", api), *(_Below(self._base, route) for route in plain)]

    async def _ours(self, scope: Scope) -> Sequence[BaseRoute]:
        """The routes to try before Streamlit."""
        below = str(scope["path"]).removeprefix(self._base)
        if below in _PAGE or below.startswith(_BELOW_PAGE):
            return ()
        if "_routes" in self.__dict__:
            return self._routes
        return await asyncio.to_thread(lambda: self._routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] == "http":
            for route in await self._ours(scope):
                match, below = route.matches(scope)
                if match is Match.FULL:
                    scope.update(below)
                    await route.handle(scope, receive, send)
                    return
        if is_foreign(scope):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": REFUSED})
                return
            scope["headers"] = [(name, value) for name, value in scope["headers"] if name != b"origin"]

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sent)


class _Below(Route):
    """A route below the base path, which it passes on as ASGI's `root_path`."""

    def __init__(self, base: str, route: Route) -> None:
        super().__init__(base + route.path, route.endpoint, methods=sorted(route.methods or ()))
        self._base = base

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether the request is for this route, and the changes to its scope."""
        match, below = super().matches(scope)
        return match, {**below, "root_path": self._base} if match is Match.FULL else below


def is_foreign(scope: Scope) -> bool:
    """Whether the request comes from a page on another host. A proxy has to pass on the browser's Host header."""
    if scope["type"] not in {"http", "websocket"}:
        return False
    headers = Headers(scope=scope)
    try:
        return "origin" in headers and urlsplit(headers["origin"]).netloc != headers.get("host")
    except ValueError:
        return True


async def nothing_else(scope: Scope, receive: Receive, send: Send) -> None:
    """The app for `--api-only` where the page would be: it answers 404."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": REFUSED})
        return
    from web.api.problems import Problem

    problem = Problem(HTTPStatus.NOT_FOUND, "Only the API is served here. Try: GET /api/docs")
    await problem.response()(scope, receive, send)
