"""How page and API share the service: `python -m benchmarks.fairness` asks both at once, for a fixed time.

First, two clients ask only the API, as fast as they get answers. Then 200 pages are open, each at its own address, and
ask one question after the other. Finally, both ask together. A separate process asks for the pages, so that reading
their answers does not slow down the API's clients. Clients and service share this machine's processors.
"""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlencode

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Origin, Subprotocol
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.report import Cell, Report, options
from index.build import build
from index.corpus.golden import QUESTIONS, read_questions
from index.settings import load_settings
from tests.reliability.client import Client
from tests.reliability.load import Load
from tests.web.opening import STREAM, asking
from tests.web.serving import Running, environment, running

# The message that a run of the page has finished is shorter than this; longer messages are not parsed.
_SHORT = 200
_PATIENCE = 60


def main() -> None:
    """Measure and print."""
    parser = options(__doc__, rounds=1)
    parser.add_argument("--seconds", type=float, default=10, help="how long each is measured [10]")
    parser.add_argument("--pages", type=int, default=200, help="pages that ask at once [200]")
    given = parser.parse_args()
    settings = load_settings()
    report = Report("fairness", settings, vars(given))
    questions = [golden.question for golden in read_questions(settings.corpus / QUESTIONS)]
    with tempfile.TemporaryDirectory() as name:
        here = load_settings(index=Path(name) / "index")
        build(here)
        variables = environment(here, service__rate_limit="none", service__sessions=max(250, given.pages))
        with running(["serve"], variables, Path(name) / "log") as server:
            rounds = [_measured(server, questions, given.pages, given.seconds) for _ in range(given.rounds)]
    report.add("Page and API", [row for rows in rounds for row in rows])
    report.write(given.results)


def _measured(server: Running, questions: Sequence[str], pages: int, seconds: float) -> list[dict[str, Cell]]:
    alone = asyncio.run(_api(server.address, questions, seconds))
    ours, theirs = multiprocessing.Pipe()
    asker = multiprocessing.get_context("spawn").Process(
        target=_pages, args=(server.address, list(questions), pages, seconds, theirs)
    )
    asker.start()
    # Wait until all pages are open and have been rendered once.
    ours.recv()
    only = ours.recv()
    together = asyncio.run(_api(server.address, questions, seconds))
    ours.send(None)
    both = ours.recv()
    asker.join()
    share, named = together["200"] / max(1, alone["200"]), f"{pages} pages alone"
    return [
        {"asked": "API alone", "API a second": alone["200"] / seconds, "told to come again": alone["503"]},
        {"asked": named, "page a second": only["answered"] / seconds, "told to come again": only["busy"]},
        {
            "asked": "both",
            "API a second": together["200"] / seconds,
            "page a second": both["answered"] / both["seconds"],
            "told to come again": together["503"] + both["busy"],
            "API share of alone": share,
        },
    ]


async def _api(address: str, questions: Sequence[str], seconds: float) -> Counter[str]:
    """The responses to two clients within `seconds`, counted by status, after a warm-up."""
    client = Client(address)
    load = Load(client, list(questions))
    while (await client.get("/api/v1/health")).status != 200:
        await asyncio.sleep(0.2)
    await load.together(2, min(2, seconds))
    found = await load.together(2, seconds)
    client.close()
    return found.statuses


def _pages(address: str, questions: list[str], pages: int, seconds: float, told: Connection) -> None:
    """Open the pages and report it; ask for `seconds` and report counts; ask until told to stop and report again."""
    asyncio.run(_ask(address, questions, pages, seconds, told))


async def _ask(address: str, questions: list[str], pages: int, seconds: float, told: Connection) -> None:
    asker = _Asker(address, questions)
    asked = [asyncio.create_task(asker.page(number)) for number in range(pages)]
    for _ in asked:
        await asker.open.acquire()
    told.send("open")
    asker.begun.set()
    await asyncio.sleep(seconds)
    told.send(dict(asker.found))
    before, started = asker.found.copy(), time.monotonic()
    while not told.poll():
        await asyncio.sleep(0.05)
    after = {name: asker.found[name] - before[name] for name in before}
    told.send({**after, "seconds": time.monotonic() - started})
    for task in asked:
        task.cancel()


class _Asker:
    """Opens pages of one service and counts their answers and busy messages."""

    def __init__(self, address: str, questions: list[str]) -> None:
        self._address = address
        self._questions = questions
        self.open = asyncio.Semaphore(0)
        self.begun = asyncio.Event()
        self.found = Counter(answered=0, busy=0)

    async def page(self, number: int) -> None:
        """Open one page at its own address, and ask one question after the other."""
        url, ours = f"ws{self._address.removeprefix('http')}{STREAM}", Origin(self._address)
        own = (f"127.0.{1 + number // 250}.{1 + number % 250}", 0)
        async with connect(
            url, origin=ours, subprotocols=[Subprotocol("streamlit")], max_size=None, local_addr=own
        ) as socket:
            await _drawn(socket, "")
            self.open.release()
            await self.begun.wait()
            for asked in itertools.count(number):
                question = self._questions[asked % len(self._questions)]
                self.found[await _drawn(socket, urlencode({"q": question}))] += 1


async def _drawn(socket: ClientConnection, query: str) -> str:
    """`answered`, or `busy` if the page showed a problem instead of an answer."""
    await socket.send(asking(query))
    told = "answered"
    while True:
        data = await asyncio.wait_for(socket.recv(decode=False), _PATIENCE)
        if b'class="vb-problem"' in data:
            told = "busy"
        if len(data) < _SHORT and ForwardMsg.FromString(data).WhichOneof("type") == "script_finished":
            return told


if __name__ == "__main__":
    main()
