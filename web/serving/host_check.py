"""The first check of every request to the page and the API: its Host must be one of ours. Also forbids framing.

With DNS rebinding, an attacker's host name resolves to this machine. The browser then treats the attacker's page and
this service as one origin, and lets the page read everything. But its requests still carry the attacker's host name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from http import HTTPStatus
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The WebSocket close code for a policy violation; before the handshake it becomes HTTP 403.
REFUSED = 1008
_FRAMING = {"X-Frame-Options": "DENY", "Content-Security-Policy": "frame-ancestors 'none'"}
_HOST = re.compile(r"(?:\[(?P<ipv6>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._~-]+))(?::[0-9]{1,5})?", re.IGNORECASE)
# Used only for comparison; nothing listens on these.
_EVERYWHERE = {"", "0.0.0.0", "::"}  # noqa: S104  # nosec B104
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_SHOWN = 100


class Hosts:
    """The host names that the service answers to.

    Always `localhost` and its addresses, and the address `listening`; also those that are `named`. If none is named and
    the service listens on all addresses, also any IP address, because an attacker cannot redirect one.
    """

    def __init__(self, listening: str, named: Sequence[str]) -> None:
        self._names = _LOOPBACK | {_canonical(name) for name in (*named, listening) if name not in _EVERYWHERE}
        self._any_address = not named and listening in _EVERYWHERE

    def answers_to(self, host: str) -> bool:
        """Whether a `Host` header names this service, with any port."""
        found = _HOST.fullmatch(host)
        if found is None:
            return False
        name = _canonical(found["ipv6"] or found["name"])
        return name in self._names or (self._any_address and _is_address(name))


class HostCheck:
    """ASGI middleware that passes requests with an allowed Host to `app`; `hosts` is called at the first request."""

    def __init__(self, app: ASGIApp, base_path: str, hosts: Callable[[], Hosts]) -> None:
        self._app = app
        self._api = f"/{base_path}/api/" if base_path else "/api/"
        self._make = hosts

    @cached_property
    def _hosts(self) -> Hosts:
        return self._make()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] in {"http.response.start", "websocket.http.response.start"}:
                headers = MutableHeaders(scope=message)
                for name, value in _FRAMING.items():
                    headers.setdefault(name, value)
            await send(message)

        hosts = Headers(scope=scope).getlist("host")
        if len(hosts) == 1 and self._hosts.answers_to(hosts[0]):
            await self._app(scope, receive, sent)
            return
        said = (
            f"This service does not answer to the host name {', '.join(hosts)[:_SHOWN]!r}: expected localhost, "
            "its address or a name in the setting service.hosts. The operator can add it there, or in "
            "VERBATIM_SERVICE__HOSTS."
        )
        as_json = str(scope["path"]).startswith(self._api)
        await refuse(scope, receive, sent, HTTPStatus.MISDIRECTED_REQUEST, said, as_json=as_json)


async def refuse(  # noqa: PLR0913 - ASGI's three parameters, and the response
    scope: Scope,
    receive: Receive,
    send: Send,
    status: HTTPStatus,
    said: str,
    *,
    headers: Mapping[str, str] | None = None,
    as_json: bool = False,
) -> None:
    """Refuse a request or a WebSocket with one sentence, as text or as RFC 9457 problem details."""
    websocket = scope["type"] == "websocket"
    if websocket:
        await receive()
        if "websocket.http.response" not in scope.get("extensions", {}):
            await send({"type": "websocket.close", "code": REFUSED})
            return
    problem = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": said}
    body = (json.dumps(problem) if as_json else f"{said}\n").encode()
    named = {
        "Content-Type": "application/problem+json" if as_json else "text/plain; charset=utf-8",
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        **(headers or {}),
    }
    sent = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in named.items()]
    kind = "websocket.http.response" if websocket else "http.response"
    await send({"type": f"{kind}.start", "status": status.value, "headers": sent})
    await send({"type": f"{kind}.body", "body": body})


def _canonical(name: str) -> str:
    """A name in lower case without its final dot; an address in its canonical form."""
    name = name.strip("[]").lower().rstrip(".")
    return str(ip_address(name)) if _is_address(name) else name


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
