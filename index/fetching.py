"""A URL's bytes, safely: only public addresses, at each redirect anew, within a size and a time.

A name is looked up once a connection; every address that it has is judged, and the connection goes to a judged one
itself. A second look-up, which could give a private address for the same name, never happens. No proxy, cookie or
password takes part. The only importer of httpx (for its URLs) and httpcore (for its connections).
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
import httpx

from index.addresses import is_public
from index.errors import FetchError

_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# One address that does not answer leaves time for the next.
_CONNECT_SECONDS = 10.0
_WORDS = 200

# A name and a port in, the addresses out; `OSError` or `UnicodeError` when there are none.
Resolver = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a URL answered: the URL after redirects, the type it states (`text/html`), the bytes as received."""

    url: str
    content_type: str
    data: bytes


def addresses_of(host: str, port: int) -> list[str]:
    """The addresses that the system knows for `host`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Network:
    """How names become addresses, which of those may be asked, and whose certificates are trusted."""

    resolve: Resolver = addresses_of
    is_allowed: Callable[[str], bool] = is_public
    trust: ssl.SSLContext = field(default_factory=httpcore.default_ssl_context)


def fetch(url: str, megabytes: int, seconds: float, network: Network | None = None) -> Fetched:
    """The answer to `url` after at most five redirects. Raises `FetchError` with the cause."""
    network = network or Network()
    until = time.monotonic() + seconds
    try:
        here = _checked(httpx.URL(url))
        for _ in range(_MOST_REDIRECTS + 1):
            answer = _ask(here, megabytes * 1_000_000, network, until)
            if isinstance(answer, Fetched):
                return answer
            here = _checked(answer)
    except httpx.InvalidURL as error:
        raise FetchError(f"it is no URL, or leads to none ({_line(error)}); expected http://… or https://…") from error
    except httpcore.TimeoutException as error:
        # Only an address that cannot be reached ends before the whole time is over.
        late = time.monotonic() >= until
        cause = f"it was not fetched in {seconds:g} seconds, which the setting fetch_seconds allows"
        raise FetchError(cause if late else "its server does not answer") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise FetchError(f"it cannot be fetched ({_line(error)})") from error
    raise FetchError(f"it redirects more than {_MOST_REDIRECTS} times")


def _checked(url: httpx.URL) -> httpx.URL:
    if url.scheme not in ("http", "https"):
        raise FetchError(f"its scheme is {url.scheme!r}; expected http or https")
    if url.userinfo:
        raise FetchError("it, or a redirect, holds a user name or password; expected a URL that anyone may fetch")
    if not url.raw_host:
        raise FetchError("it names no host; expected http://HOST/…")
    if url.port is not None and not 1 <= url.port <= 65535:
        raise FetchError(f"its port is {url.port}; expected one from 1 to 65535")
    return url.copy_with(fragment=None)


def _ask(url: httpx.URL, most: int, network: Network, until: float) -> Fetched | httpx.URL:
    """What `url` answers, or where it redirects to."""
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    # Identity: a body that was packed could be of any size unpacked.
    headers = [(b"Host", url.netloc), (b"User-Agent", b"verbatim"), (b"Accept", b"*/*"), (b"Connection", b"close")]
    headers.append((b"Accept-Encoding", b"identity"))
    with (
        httpcore.ConnectionPool(ssl_context=network.trust, network_backend=_Backend(network, until)) as pool,
        pool.stream("GET", target, headers=headers) as response,
    ):
        stated = {name.lower(): value.decode("utf-8", "replace").strip() for name, value in response.headers}
        if response.status in _REDIRECTS and stated.get(b"location"):
            return url.join(stated[b"location"])
        if response.status != 200:
            raise FetchError(f"its server answers with the status {response.status}; expected 200")
        packed = stated.get(b"content-encoding", "identity")
        if packed.lower() not in ("identity", ""):
            raise FetchError(f"its server sends it packed ({_line(packed)}), though it was asked not to")
        data = _body(response.iter_stream(), stated.get(b"content-length", "0"), most)
    return Fetched(str(url), stated.get(b"content-type", "").partition(";")[0].strip().lower(), data)


def _body(chunks: Iterable[bytes], announced: str, most: int) -> bytes:
    too_large = FetchError(f"it has more bytes than the setting file_megabytes allows ({most:,})")
    # The protocol has checked that this is a number; what comes is counted all the same.
    if int(announced) > most:
        raise too_large
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > most:
            raise too_large
    return bytes(data)


class _Backend(httpcore.NetworkBackend):
    """Connects to addresses that were judged, and to no name."""

    def __init__(self, network: Network, until: float) -> None:
        self._network = network
        self._until = until
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the whole has one time
        local_address: str | None = None,  # noqa: ARG002 - the shape is httpcore's
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first judged address that answers."""
        refusal: Exception = httpcore.ConnectError(f"there is no address for {host!r}")
        for address in self._judged(host, port):
            left = min(_CONNECT_SECONDS, _left(self._until))
            try:
                stream = self._sockets.connect_tcp(address, port, timeout=left, socket_options=socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                refusal = error
                continue
            return _Stream(stream, self._until)
        raise refusal

    def _judged(self, host: str, port: int) -> list[str]:
        addresses = _in_time(self._network.resolve, host, port, self._until)
        refused = next((address for address in addresses if not self._network.is_allowed(address)), None)
        if refused is not None:
            raise FetchError(f"{host!r} has the address {refused}, which is not public; expected a public server")
        return addresses


class _Stream(httpcore.NetworkStream):
    """A connection on which every step ends when the whole time is over, however slowly bytes drip in."""

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
        # `server_hostname` is the URL's: the certificate has to be the name's, not the address's.
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, _left(self._until)), self._until)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left


def _in_time(resolve: Resolver, host: str, port: int, until: float) -> list[str]:
    """The addresses of `host`. A look-up cannot be stopped, so a thread that may outlast us waits for it."""
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
        raise FetchError(f"there is no address for {host!r} ({_line(answer)})") from answer
    return answer


def _line(words: object) -> str:
    return " ".join(str(words).split())[:_WORDS]
