"""Who may use the tools over HTTP: beyond this machine holders of API keys alone, and no stranger's page anywhere."""

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
from web.serving.gate import Gate, Hosts
from web.serving.mounting import is_foreign


def check_exposure(settings: Settings) -> None:
    """Raises `ServiceError` where strangers could use the tools without a key, or nobody could with one."""
    host, keyed = settings.service.host, settings.service.require_key
    if not (keyed or _is_loopback(host)):
        raise ServiceError(
            f"The tools for assistants would be open to whoever reaches {host!r}: expected service.require_key = true "
            "beyond this machine. Run: verbatim key create NAME, and then: VERBATIM_SERVICE__REQUIRE_KEY=true "
            f"verbatim mcp --http --host {host}"
        )
    if keyed and not any(key.revoked is None for key in Keys.of(settings).all()):
        raise ServiceError(
            "The tools for assistants are to be open to holders of API keys, and no key is in force: expected one. "
            "Run: verbatim key create NAME"
        )


def guarded_tools(tools: ASGIApp, settings: Settings) -> ASGIApp:
    """`tools` behind the names that the service answers to, the keys and the count."""
    return Gate(_Door(tools), "", lambda: Hosts(settings.service.host, settings.service.hosts))


class _Door:
    """`app` for whoever may ask the API; each request counts as a question."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http":
            try:
                if is_foreign(scope):
                    raise Problem(HTTPStatus.FORBIDDEN, "A page of another host asks: expected a program.")
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
