"""The API without the page, with the timeouts that a proxy would provide: `python -m web.serving.standalone`.

uvicorn limits how long an idle connection is kept, but neither the time to receive a request's headers nor the time
that a client takes to read a response.
"""

from __future__ import annotations

import asyncio
import logging
import resource
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from index.contract import wire
from index.errors import VerbatimError
from index.settings import Settings
from web.api.problems import MEDIA_TYPE
from web.serving.background.building import building_beside
from web.serving.host_check import HostCheck, Hosts
from web.serving.mounting import Dispatcher, nothing_else
from web.serving.service import service

_IDLE_SECONDS = 5
# Headers up to this size are read before they are checked.
_HEAD_BYTES = 64 * 1024
_FILES = 65_536


class PatientProtocol(H11Protocol):
    """HTTP/1.1 with a time limit for receiving a request's headers and for the whole exchange."""

    # Set by `guarded` on a subclass, because uvicorn creates the protocols itself.
    head_seconds: float = 10
    exchange_seconds: float = 60

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Start the time limit for the first request's headers."""
        super().connection_made(transport)
        self._exchange: object | None = None
        self._deadline = self.loop.call_later(self.head_seconds, self._give_up)

    def data_received(self, data: bytes) -> None:
        """Handle received bytes; once the headers are complete, start the time limit for the exchange."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """After a response is written, start the time limit to read it and to send the next request's headers."""
        self._deadline.cancel()
        self._exchange = None
        super().on_response_complete()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Cancel the time limit."""
        self._deadline.cancel()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answer invalid HTTP with problem details too."""
        body = {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": msg}
        content = wire(body)
        head = [
            f"HTTP/1.1 {HTTPStatus.BAD_REQUEST.value} Bad Request",
            f"Content-Type: {MEDIA_TYPE}",
            f"Content-Length: {len(content)}",
            "Connection: close",
        ]
        self.transport.write("\r\n".join([*head, "", ""]).encode() + content)
        self.transport.close()

    def _watch(self) -> None:
        """Start the time limit of an exchange, or of the next request's headers."""
        busy = self.cycle is not None and not self.cycle.response_complete
        if busy and self._exchange is not self.cycle:
            self._exchange = self.cycle
            self._deadline.cancel()
            self._deadline = self.loop.call_later(self.exchange_seconds, self._give_up)
        elif not busy and self._deadline.cancelled():
            self._deadline = self.loop.call_later(self.head_seconds, self._give_up)

    def _give_up(self) -> None:
        # `close` would wait for a client that does not read.
        self.transport.abort()


def guarded(app: ASGIApp, settings: Settings, port: int | None = None) -> uvicorn.Server:
    """A server for `app` that slow clients cannot block, and that logs no addresses."""
    times = {
        "head_seconds": settings.service.header_seconds,
        "exchange_seconds": 2 * settings.service.request_seconds + 10,
    }
    config = uvicorn.Config(
        app,
        host=settings.service.host,
        port=settings.service.port if port is None else port,
        http=type("Protocol", (PatientProtocol,), times),
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=int(settings.service.request_seconds) + 1,
        h11_max_incomplete_event_size=_HEAD_BYTES,
        proxy_headers=bool(settings.service.trusted_proxies),
        forwarded_allow_ips=settings.service.trusted_proxies,
    )
    return uvicorn.Server(config)


@asynccontextmanager
async def lifespan(_app: Starlette) -> AsyncIterator[dict[str, Any]]:
    """Load the model in the background, so that the health endpoints answer at once."""
    threading.Thread(target=service().warm, name="warm", daemon=True).start()
    with building_beside(service().settings):
        yield {}


def application(settings: Settings) -> Starlette:
    """The ASGI application that serves the API alone."""
    base, service_settings = settings.service.base_path, settings.service
    served = HostCheck(
        Dispatcher(nothing_else, base), base, lambda: Hosts(service_settings.host, service_settings.hosts)
    )
    return Starlette(routes=[Mount("/", served)], lifespan=lifespan)


def allow_many_connections() -> None:
    """Raise this process' limit on open files as far as permitted: each connection needs one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if most == resource.RLIM_INFINITY else min(_FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def main() -> None:
    """Serve until the process is told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        settings = service().settings
    except VerbatimError as error:
        sys.stderr.write(f"verbatim: {error}\n")
        sys.exit(2)
    allow_many_connections()
    guarded(application(settings), settings).run()


if __name__ == "__main__":
    main()
