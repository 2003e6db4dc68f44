"""The API without the page: `python -m web.serving.standalone`. With the guards that a proxy would give.

uvicorn bounds how long an idle connection is kept, but not how long a request's head may take, nor an answer's reader.
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
from web.serving.beside.building import building_beside
from web.serving.gate import Gate, Hosts
from web.serving.mounting import OursFirst, nothing_else
from web.serving.service import service

_IDLE_SECONDS = 5
# A head up to this size is read before it is judged.
_HEAD_BYTES = 64 * 1024
_FILES = 65_536


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that waits for a head, and for a whole exchange, only so long."""

    # Set by `guarded`, for uvicorn makes the protocols itself.
    head_seconds: float = 10
    exchange_seconds: float = 60

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """A new connection: its first head is awaited."""
        super().connection_made(transport)
        self._exchange: object | None = None
        self._deadline = self.loop.call_later(self.head_seconds, self._give_up)

    def data_received(self, data: bytes) -> None:
        """Some bytes: of a head, then its time goes on; or the rest of one, then the exchange's begins."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """An answer is written; the time to read it, and for another head, begins."""
        self._deadline.cancel()
        self._exchange = None
        super().on_response_complete()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """The end of a connection."""
        self._deadline.cancel()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP gets a problem too."""
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
        """Begin the time of an exchange, or of another head, where one has begun."""
        busy = self.cycle is not None and not self.cycle.response_complete
        if busy and self._exchange is not self.cycle:
            self._exchange = self.cycle
            self._deadline.cancel()
            self._deadline = self.loop.call_later(self.exchange_seconds, self._give_up)
        elif not busy and self._deadline.cancelled():
            self._deadline = self.loop.call_later(self.head_seconds, self._give_up)

    def _give_up(self) -> None:
        # Whoever does not read would keep a connection that is merely closed.
        self.transport.abort()


def guarded(app: ASGIApp, settings: Settings, port: int | None = None) -> uvicorn.Server:
    """A server of `app` that no slow client holds up and that writes no addresses into a log."""
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
    """Load the model beside, so that health is there at once."""
    threading.Thread(target=service().warm, name="warm", daemon=True).start()
    with building_beside(service().settings):
        yield {}


def application(settings: Settings) -> Starlette:
    """The API, and nothing beside it."""
    base, service_settings = settings.service.base_path, settings.service
    served = Gate(OursFirst(nothing_else, base), base, lambda: Hosts(service_settings.host, service_settings.hosts))
    return Starlette(routes=[Mount("/", served)], lifespan=lifespan)


def allow_many_connections() -> None:
    """Raise this process' own bound on open files as far as it may: each connection is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if most == resource.RLIM_INFINITY else min(_FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def main() -> None:
    """Serve until told to stop."""
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
