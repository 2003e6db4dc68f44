"""A real local HTTP server with responses defined by the tests."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Writes a response to the handler.
Answer = Callable[[BaseHTTPRequestHandler], None]


class Server(ThreadingHTTPServer):
    """Responds to each path with its entry in `answers`; `asked` lists the requests as (Host header, path)."""

    daemon_threads = True

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__((host, port), _Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str | None, str]] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore errors, because clients that disconnect early are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.headers["Host"], self.path))
        self.server.answers[self.path](self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        pass


def says(data: bytes, content_type: str | None = "text/plain", status: int = 200, **headers: str) -> Answer:
    """A response with `data`; in names of headers, `_` stands for `-`."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        if content_type is not None:
            handler.send_header("Content-Type", content_type)
        for name, value in {"Content_Length": str(len(data)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def sends(data: bytes) -> Answer:
    """A response with exactly these bytes, including headers."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(data)

    return answer


def redirects(to: str) -> Answer:
    return says(b"", status=302, Location=to)


@contextmanager
def serving(host: str = "127.0.0.1", port: int = 0, context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server that runs during the block, with TLS if there is a `context`."""
    with Server(host, port) as server:
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(10)
