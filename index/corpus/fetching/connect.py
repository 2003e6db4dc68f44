"""Connects to public servers only, within a time limit.

A name is resolved once per connection, all its addresses are checked, and the connection uses a checked address. There
is no second look-up, which could return a private address for the same name.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import httpcore

from index.corpus.fetching.addresses import is_public
from index.errors import FetchError

# The time limit per address, so that there is time to try the next one.
_CONNECT_SECONDS = 10.0

# Resolves a name and a port to addresses. Raises `OSError` or `UnicodeError` if there are none.
Resolver = Callable[[str, int], list[str]]


def addresses_of(host: str, port: int) -> list[str]:
    """The addresses of `host` from the system's resolver. Raises `OSError` and `UnicodeError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Network:
    """How names are resolved, which addresses are allowed, and which certificates are trusted.

    `is_allowed` applies until a public server responds. From then on only public addresses are allowed, so that an
    untrusted page cannot redirect into a private network.
    """

    resolve: Resolver = addresses_of
    is_allowed: Callable[[str], bool] = is_public
    trust: ssl.SSLContext = field(default_factory=httpcore.default_ssl_context)


class Backend(httpcore.NetworkBackend):
    """Connects only to checked addresses, never to names. `is_public` is whether the last address was public."""

    def __init__(self, network: Network, until: float) -> None:
        self._network = network
        self._until = until
        self._sockets = httpcore.SyncBackend()
        self.is_public = False

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - there is one time limit for everything
        local_address: str | None = None,  # noqa: ARG002 - the signature is httpcore's
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first checked address that answers. Raises `FetchError` if an address is not public."""
        refusal: Exception = httpcore.ConnectError(f"there is no address for {host!r}")
        for address in self._judged(host, port):
            left = min(_CONNECT_SECONDS, _left(self._until))
            try:
                stream = self._sockets.connect_tcp(address, port, timeout=left, socket_options=socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                refusal = error
                continue
            self.is_public = is_public(address)
            return _Stream(stream, self._until)
        raise refusal

    def _judged(self, host: str, port: int) -> list[str]:
        addresses = _in_time(self._network.resolve, host, port, self._until)
        refused = next((address for address in addresses if not self._network.is_allowed(address)), None)
        if refused is not None:
            raise FetchError(
                f"{host!r} resolves to {refused}, which is not a public address; expected a public server, or one in a "
                "network that the setting reading.fetch_networks allows"
            )
        return addresses


class _Stream(httpcore.NetworkStream):
    """A connection on which every step ends when the total time is up, however slowly bytes arrive."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - likewise
        return self._stream.read(max_bytes, _left(self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - likewise
        self._stream.write(buffer, _left(self._until))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - likewise
    ) -> httpcore.NetworkStream:
        # `server_hostname` is the URL's, so the certificate has to match the name, not the address.
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, _left(self._until)), self._until)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left


def _in_time(resolve: Resolver, host: str, port: int, until: float) -> list[str]:
    """The addresses of `host`. A look-up cannot be cancelled, so it runs in a thread that may outlive this call."""
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(resolve(host, port))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=look_up, daemon=True).start()
    try:
        answer = answers.get(timeout=_left(until))
    except queue.Empty as error:
        raise httpcore.ConnectTimeout from error
    if isinstance(answer, Exception):
        raise FetchError(f"there is no address for {host!r} ({answer})") from answer
    return answer
