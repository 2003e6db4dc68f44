"""Fetches a URL safely: only from public or allowed addresses, checked again at each redirect, within limits.

No proxies, cookies or passwords are used. The only importer of httpx, for its URLs.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

import httpcore
import httpx

from index.corpus.fetching.addresses import is_public
from index.corpus.fetching.connect import Backend, Network
from index.errors import FetchError

_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WORDS = 200


@dataclass(frozen=True, slots=True)
class Fetched:
    """The response: the URL after redirects, the stated content type (`text/html`), and the bytes as received."""

    url: str
    content_type: str
    data: bytes


def fetch(url: str, megabytes: int, seconds: float, network: Network | None = None) -> Fetched:
    """The response for `url` after at most five redirects. Raises `FetchError` with the cause."""
    network = network or Network()
    until = time.monotonic() + seconds
    try:
        here = _checked(httpx.URL(url))
        for _ in range(_MOST_REDIRECTS + 1):
            backend = Backend(network, until)
            answer = _ask(here, megabytes * 1_000_000, network, backend)
            if isinstance(answer, Fetched):
                return answer
            if backend.is_public:
                network = replace(network, is_allowed=is_public)
            here = _checked(answer)
    except httpx.InvalidURL as error:
        raise FetchError(
            f"it is not a valid URL, or redirects to an invalid one ({_line(error)}); expected http://… or https://…"
        ) from error
    except httpcore.TimeoutException as error:
        # A timeout before the total time is up means that an address cannot be reached.
        late = time.monotonic() >= until
        cause = f"it was not fetched within {seconds:g} seconds, the limit set by reading.fetch_seconds"
        raise FetchError(cause if late else "its server does not answer") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise FetchError(f"it cannot be fetched ({_line(error)})") from error
    raise FetchError(f"it redirects more than {_MOST_REDIRECTS} times")


def _checked(url: httpx.URL) -> httpx.URL:
    if url.scheme not in ("http", "https"):
        raise FetchError(f"its scheme is {url.scheme!r}; expected http or https")
    if url.userinfo:
        raise FetchError("it, or a redirect, contains a user name or password; expected a URL that anyone may fetch")
    if not url.raw_host:
        raise FetchError("it has no host name; expected http://HOST/…")
    if url.port is not None and not 1 <= url.port <= 65535:
        raise FetchError(f"its port is {url.port}; expected one from 1 to 65535")
    return url.copy_with(fragment=None)


def _ask(url: httpx.URL, most: int, network: Network, backend: Backend) -> Fetched | httpx.URL:
    """The response for `url`, or the URL it redirects to."""
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    # No compression: a compressed body could have any size when unpacked.
    headers = [(b"Host", url.netloc), (b"User-Agent", b"verbatim"), (b"Accept", b"*/*"), (b"Connection", b"close")]
    headers.append((b"Accept-Encoding", b"identity"))
    with (
        httpcore.ConnectionPool(ssl_context=network.trust, network_backend=backend) as pool,
        pool.stream("GET", target, headers=headers) as response,
    ):
        stated = {name.lower(): value.decode("utf-8", "replace").strip() for name, value in response.headers}
        if response.status in _REDIRECTS and stated.get(b"location"):
            return url.join(stated[b"location"])
        if response.status != 200:
            raise FetchError(f"its server answered with status {response.status}; expected 200")
        packed = stated.get(b"content-encoding", "identity")
        if packed.lower() not in ("identity", ""):
            raise FetchError(f"its server sent it compressed ({_line(packed)}), although it was asked not to")
        data = _body(response.iter_stream(), stated.get(b"content-length", "0"), most)
    return Fetched(str(url), stated.get(b"content-type", "").partition(";")[0].strip().lower(), data)


def _body(chunks: Iterable[bytes], announced: str, most: int) -> bytes:
    too_large = FetchError(f"it has more than {most:,} bytes, the limit set by reading.file_megabytes")
    # The protocol has checked that this is a number; the received bytes are counted all the same.
    if int(announced) > most:
        raise too_large
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > most:
            raise too_large
    return bytes(data)


def _line(words: object) -> str:
    return " ".join(str(words).split())[:_WORDS]
