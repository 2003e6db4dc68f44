"""Access control for the MCP tools over HTTP: remote clients need an API key, and other sites' pages are refused."""

from __future__ import annotations

from http import HTTPStatus
from ipaddress import ip_address

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from index.errors import ServiceError, VerbatimError
from index.settings import Settings
from index.storage.api_keys import Keys
from web.api.access import asker_of, count
from web.api.problems import Problem, as_problem
from web.serving.host_check import HostCheck, Hosts
from web.serving.mounting import is_foreign


def check_exposure(settings: Settings) -> None:
    """Raises `ServiceError` if anyone could use the tools without a key, or if a key is required but none is active."""
    host, keyed = settings.service.host, settings.service.require_key
    if not (keyed or _is_loopback(host)):
        raise ServiceError(
            f"The MCP tools would be open to anyone who can reach {host!r}: expected service.require_key = true on any "
            "address beyond this machine. Run: verbatim key create NAME, and then: "
            f"VERBATIM_SERVICE__REQUIRE_KEY=true verbatim mcp --http --host {host}"
        )
    if keyed and not any(key.revoked is None for key in Keys.of(settings).all()):
        raise ServiceError(
            "The MCP tools require an API key, but there is no active key: expected one. Run: verbatim key create NAME"
        )


def guarded_tools(tools: ASGIApp, settings: Settings) -> ASGIApp:
    """`tools` behind the checks of host name, API key and rate limit."""
    return HostCheck(_AccessMiddleware(tools), "", lambda: Hosts(settings.service.host, settings.service.hosts))


class _AccessMiddleware:
    """ASGI middleware with the API's access checks; each request counts as a question."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] == "http":
            try:
                if is_foreign(scope):
                    raise Problem(HTTPStatus.FORBIDDEN, "The request comes from a page on another host.")
                count(await asker_of(Request(scope)))
            except (Problem, VerbatimError) as error:
                problem = error if isinstance(error, Problem) else as_problem(error)
                await problem.response()(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
