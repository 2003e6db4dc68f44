"""A client that uses little processor time, because it shares the machine with the measured service."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

_PATIENCE = 30
_FRESH = 2
_SNAPSHOT = re.compile(rb'"snapshot": ?"(\w+)"')


@dataclass(frozen=True, slots=True)
class Response:
    """The status of a response, and the snapshot it was answered from, if any."""

    status: int
    snapshot: str


class Client:
    """Sends GET requests to one address over HTTP/1.1, with persistent connections."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self._port = str(parts.hostname), int(parts.port or 80)
        self._free: list[tuple[float, asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self, question: str) -> Response:
        """Ask the API a question. Raises `OSError`, `TimeoutError` and `EOFError`."""
        return await asyncio.wait_for(self._get(f"/api/v1/ask?q={quote(question)}"), _PATIENCE)

    async def get(self, path: str) -> Response:
        """Request `path`. Raises the same errors as `ask`."""
        return await asyncio.wait_for(self._get(path), _PATIENCE)

    async def _get(self, path: str) -> Response:
        reader, writer = self._kept() or await asyncio.open_connection(self._host, self._port)
        try:
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n\r\n".encode("ascii"))
            first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            body = await reader.readexactly(int(fields.get("content-length", 0)))
        except BaseException:
            writer.close()
            raise
        if fields.get("connection", "").lower() == "close":
            writer.close()
        else:
            self._free.append((time.monotonic(), reader, writer))
        named = _SNAPSHOT.search(body)
        return Response(int(first.split()[1]), named[1].decode() if named else "")

    def _kept(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """A recently used connection, because the service may close older ones."""
        while self._free:
            used, reader, writer = self._free.pop()
            if time.monotonic() - used < _FRESH:
                return reader, writer
            writer.close()
        return None

    def close(self) -> None:
        """Close all connections."""
        for _, _, writer in self._free:
            writer.close()
