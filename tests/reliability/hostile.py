"""Attackers: uploads, oversized messages, foreign host names, abnormal questions.

`python -m tests.reliability.load --hostile` mixes them with normal users of page and API for a fixed time.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from urllib.parse import urlencode

import httpx
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import ConnectionClosed, InvalidStatus, Origin, Subprotocol
from websockets.asyncio.client import ClientConnection, connect

from tests.reliability.questions import mutated
from tests.web.opening import STREAM, asking

_PATIENCE = 60
_SHORT = 200
# The pause between two attacks, so that normal users get processor time too.
_PAUSE = 0.05
_TEXTS = [
    *("\x00\x07\u202e", "🧊" * 5_000, "ice " * 2_000, "A" * 10_000, "冰" * 9_999, "(" * 5_000),
    *("' OR 1=1 --", "{{7*7}}"),
]
_BODIES = [
    *(b"{", b"[" * 20_000, b'{"question": 1}', b"x" * 100_000, b"\xff" * 99),
    b'{"question": "' + b"\\u0000" * 9_000 + b'"}',
]
_PATHS = [
    *("/read/ice?start=9&end=1", "/read/..%2f..%2fetc%2fpasswd", "/cite/x.bib?start=0&end=99999999999"),
    *("/library?after=%00", "/library/map?q=" + "x" * 9_000, "/answer?q=%ff%fe", "/feedback?q=x&start=" + "9" * 400),
    *("/media/../../x", "/_stcore/metrics", "/component/x/y", "/_stcore/agent/mcp", "/?" + "q=" * 20_000),
    "/api/v1/articles/%00",
]
_LARGE: list[bytes | str] = [b"x" * 70_000, "text", b"\xff" * 100, b"x" * 990_000]


class Hostile:
    """The attackers and their outcomes: a status, or how the connection ended."""

    def __init__(self, address: str, questions: list[str], seconds: float) -> None:
        self._address = address
        self._until = time.monotonic() + seconds
        self._questions = _endless(questions)
        self._chance = random.Random(6)
        self.told: dict[str, Counter[str]] = {}

    @property
    def errors(self) -> list[str]:
        """Server errors: every 5xx except 503."""
        return [
            f"{kind}: {status} ({count})"
            for kind, told in self.told.items()
            for status, count in told.items()
            if status.startswith("5") and status != "503"
        ]

    async def attack(self) -> None:
        """Run all attacks until the time is over."""
        async with httpx.AsyncClient(base_url=self._address, timeout=_PATIENCE) as client:
            kinds: dict[str, Callable[[], Awaitable[int | str]]] = {
                "asked the API": lambda: self._ask(client),
                "posted": lambda: self._post(client),
                "uploaded": lambda: self._upload(client),
                "odd paths": lambda: self._read(client),
                "other names": lambda: self._by_another_name(client),
                "asked the page": self._page,
                "large messages": self._large,
                "endless messages": self._endless_message,
            }
            await asyncio.gather(*(self._again(kind, one) for kind, one in kinds.items() for _ in range(2)))

    async def _again(self, kind: str, one: Callable[[], Awaitable[int | str]]) -> None:
        told = self.told.setdefault(kind, Counter())
        while time.monotonic() < self._until:
            try:
                told[str(await one())] += 1
            except InvalidStatus as refused:
                told[str(refused.response.status_code)] += 1
            except (httpx.HTTPError, OSError, ConnectionClosed, TimeoutError) as error:
                told[type(error).__name__] += 1
            await asyncio.sleep(_PAUSE)

    async def _ask(self, client: httpx.AsyncClient) -> int:
        return (await client.get("/api/v1/ask", params={"q": next(self._questions)[:3_000]})).status_code

    async def _post(self, client: httpx.AsyncClient) -> int:
        kind = {"Content-Type": "application/json"}
        body = self._chance.choice(_BODIES)
        return (await client.post("/api/v1/ask", content=body, headers=kind)).status_code

    async def _upload(self, client: httpx.AsyncClient) -> int:
        files = {"file": ("a", b"x" * 900_000)}
        return (await client.put(f"/_stcore/upload_file/{self._chance.random()}/x", files=files)).status_code

    async def _read(self, client: httpx.AsyncClient) -> int:
        return (await client.get(self._chance.choice(_PATHS))).status_code

    async def _by_another_name(self, client: httpx.AsyncClient) -> int:
        path = self._chance.choice(["/", "/api/v1/ask?q=ice", "/library"])
        return (await client.get(path, headers={"Host": "rebound.example"})).status_code

    async def _page(self) -> str:
        async with self._socket() as socket:
            for _ in range(5):
                await socket.send(asking(urlencode({"q": next(self._questions)[:1_000]}, errors="replace")))
                await _drawn(socket)
        return "answered"

    async def _large(self) -> str:
        async with self._socket() as socket:
            await socket.send(self._chance.choice(_LARGE))
            await _drawn(socket)
        return "answered"

    async def _endless_message(self) -> str:
        async with self._socket() as socket:
            await socket.send(b"x" * 50_000 for _ in range(100))
            await _drawn(socket)
        return "answered"

    def _socket(self) -> connect:
        own = (f"127.0.{self._chance.randint(1, 9)}.{self._chance.randint(1, 250)}", 0)
        return connect(
            f"ws{self._address.removeprefix('http')}{STREAM}",
            origin=Origin(self._address),
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            local_addr=own,
            close_timeout=1,
        )


async def _drawn(socket: ClientConnection) -> None:
    while True:
        data = await asyncio.wait_for(socket.recv(decode=False), _PATIENCE)
        if len(data) < _SHORT and ForwardMsg.FromString(data).WhichOneof("type") == "script_finished":
            return


def _endless(questions: list[str]) -> Iterator[str]:
    """Golden questions, every other one mutated, and texts that are not questions."""
    odd = itertools.cycle([*_TEXTS, *mutated(questions, len(questions))])
    return itertools.chain.from_iterable(zip(itertools.cycle(questions), odd, strict=False))
