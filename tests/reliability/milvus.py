"""Kills with snapshots in Milvus, and two services during publishing: no wrong answers, no lost snapshots.

`python -m tests.reliability.milvus [KILLS]` prints the results.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from index.build import build
from index.engine.milvus.registry import SnapshotRegistry
from index.execution.progress import NullWatcher
from index.maintenance.milvus import collect_stored, verify_stored
from index.settings import Settings
from tests.engine.milvus.lite import free_port, lite_server
from tests.paths import ROOT
from tests.reliability.drill import ARTICLES, QUESTIONS, Ground, ground
from tests.web.serving import environment, get, running

# The text of the changing article, so that each build publishes a new snapshot.
_SWIM = "Swimming\n\nWarm water carries {} sore backs.\n"
_FIRST = "Warm water carries the sore back."
_SERVED = {"service__build": False, "service__evaluate": False, "service__rate_limit": "none"}


class Field:
    """A changing corpus, a server that is killed and restarted, and all snapshots published so far."""

    def __init__(self, folder: Path, running_now: ExitStack, seed: int) -> None:
        self.rng = random.Random(seed)
        self.folder, self.port = folder, free_port()
        self._server = running_now.enter_context(ExitStack())
        self.start_server()
        drilled: Ground = ground(folder)
        uri = f"http://127.0.0.1:{self.port}"
        self.settings = drilled.settings.evolve(engine={"kind": "milvus", "uri": uri, "timeout_seconds": 2})
        self.number = 0
        self.seconds = self._timed(lambda: build(self.settings))
        self.registry = SnapshotRegistry(self.settings.engine)

    def start_server(self) -> None:
        """Start the server on its port, with the existing data."""
        self._server.close()
        self._server.enter_context(lite_server(self.folder / "milvus", self.port))

    def kill_server(self) -> None:
        """Kill the server, and keep its data."""
        self._server.close()

    def change(self) -> None:
        """Change the corpus, so that the next build publishes a new snapshot."""
        self.number += 1
        (self.settings.corpus / "swim.txt").write_text(_SWIM.format(self.number), encoding="utf-8")

    def command(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a `verbatim` command in a separate process."""
        given = environment(self.settings, engine__uri=self.settings.engine.uri, engine__kind="milvus")
        return subprocess.Popen(
            [sys.executable, "-m", "index", *arguments],
            env=given,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def trouble(self) -> str | None:
        """Why the published snapshot is not intact; `None` if it is."""
        found = verify_stored(self.registry, NullWatcher())
        return f"{found.snapshot}: {found.findings}" if found.findings else None

    @staticmethod
    def _timed(work: Callable[[], object]) -> float:
        begun = time.perf_counter()
        work()
        return time.perf_counter() - begun


@contextmanager
def field(folder: Path, seed: int) -> Iterator[Field]:
    """A field whose server runs during the block."""
    with ExitStack() as running_now:
        yield Field(folder, running_now, seed)


def killed(folder: Path, kills: int, whom: str, seed: int = 1, *, moving: bool = False) -> dict[str, object]:
    """Kill the server, the build or the move at random moments: the old or the new snapshot remains."""
    figures: Counter[str] = Counter()
    failures = []
    with field(folder, seed) as of:
        while figures["kills"] < kills:
            before = of.registry.record.current()
            of.change()
            if moving:
                build(of.settings.evolve(engine={"kind": "local"}))
            with of.command(*("move", "--to", "milvus") if moving else ("build",)) as process:
                time.sleep(of.rng.uniform(0.5, 2.5 * of.seconds))
                figures["kills"] += 1
                if whom == "server":
                    of.kill_server()
                else:
                    process.kill()
                acknowledged = process.wait() in {0, 1}
            if whom == "server":
                of.start_server()
            after = of.registry.record.current()
            figures["new" if after != before else "old"] += 1
            if acknowledged and after == before:
                failures.append(f"the build of number {of.number} said that it published, and {before} is current")
            if trouble := of.trouble():
                failures.append(trouble)
        # The next build tolerates leftovers, and publishes.
        build(of.settings)
        of.registry.record.leave(str(of.registry.record.current()), "published")
        collect_stored(of.registry)
        if trouble := of.trouble():
            failures.append(trouble)
    return {**figures, "failures": failures}


def asked_while_killed(folder: Path, kills: int, whom: str, seed: int = 1) -> dict[str, object]:
    """Kill the server or the service during answers: every answer is right, a 503, or missing."""
    figures: Counter[str] = Counter()
    failures: list[str] = []
    with field(folder, seed) as of, ExitStack() as services:
        log, variables = folder / "service.log", _served(of.settings, folder / "nowhere")
        service = services.enter_context(running(("serve", "--api-only"), variables, log))
        while figures["kills"] < kills:
            until = time.monotonic() + of.rng.uniform(0.2, 2)
            while time.monotonic() < until:
                _ask(service.address, of.settings, figures, failures)
            figures["kills"] += 1
            if whom == "server":
                of.kill_server()
                _ask(service.address, of.settings, figures, failures)
                of.start_server()
            else:
                service.process.kill()
                service.process.wait()
                service = services.enter_context(running(("serve", "--api-only"), variables, log))
            _until_answered(service.address, of.settings, figures, failures)
    return {**figures, "failures": failures}


def two_services(folder: Path, builds: int, seed: int = 1) -> dict[str, object]:
    """Ask two services without index folders while `builds` snapshots are published: only answers and 503 may come."""
    figures: Counter[str] = Counter()
    failures: list[str] = []
    lags = []
    with field(folder, seed) as of, ExitStack() as services:
        addresses = [
            services.enter_context(
                running(
                    ("serve", "--api-only"), _served(of.settings, folder / f"none-{n}"), folder / f"service-{n}.log"
                )
            ).address
            for n in (1, 2)
        ]
        ended = threading.Event()

        def load(address: str) -> None:
            while not ended.is_set():
                _ask(address, of.settings, figures, failures)

        threads = [threading.Thread(target=load, args=[address]) for address in addresses for _ in range(2)]
        for thread in threads:
            thread.start()
        for _ in range(builds):
            of.change()
            name = build(of.settings).snapshot
            published = time.monotonic()
            for address in addresses:
                while _ask(address, of.settings, figures, failures) != name and time.monotonic() < published + 60:
                    time.sleep(0.05)
            lags.append(time.monotonic() - published)
        ended.set()
        for thread in threads:
            thread.join()
    return {**figures, "both on the new one after s, at most": round(max(lags), 1), "failures": failures}


def _served(settings: Settings, index: Path) -> dict[str, str]:
    engine = {"engine__kind": "milvus", "engine__uri": settings.engine.uri, "engine__timeout_seconds": 2}
    given = environment(settings.evolve(index=index), **engine, **_SERVED)
    return {**given, "VERBATIM_CORPUS": str(index / "no corpus")}


def _ask(address: str, settings: Settings, figures: Counter[str], failures: list[str]) -> str | None:
    """Ask a question, count the outcome, and record failures; returns the snapshot that answered."""
    question = QUESTIONS[figures["answers"] % len(QUESTIONS)]
    try:
        reply = get(f"{address}/api/v1/ask", params={"q": question}, timeout=30)
    except httpx.TransportError:
        figures["not there"] += 1
        return None
    if reply.status_code == 503:
        figures["503"] += 1
        return None
    if reply.status_code != 200:
        failures.append(f"{reply.status_code}: {reply.text[:200]}")
        return None
    figures["answers"] += 1
    answer = json.loads(reply.text)
    heat = (settings.corpus / "heat.txt").read_text(encoding="utf-8")
    texts = [*ARTICLES.values(), heat, _FIRST, *(_SWIM.format(number) for number in range(100))]
    quotes = [item["quote"] for item in answer["evidence"]]
    failures += [f"wrong quote {quote!r}" for quote in quotes if not any(quote in text for text in texts)]
    return str(answer["snapshot"])


def _until_answered(address: str, settings: Settings, figures: Counter[str], failures: list[str]) -> None:
    until = time.monotonic() + 60
    while _ask(address, settings, figures, failures) is None:
        if time.monotonic() > until:
            failures.append("no answer within 60 s after it was started again")
            return
        time.sleep(0.05)


def main() -> None:
    """Run every drill in its long form."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    found: dict[str, dict[str, object]] = {}
    drills: dict[str, Callable[[Path], dict[str, object]]] = {
        "server killed while building": lambda folder: killed(folder, kills, "server"),
        "build killed": lambda folder: killed(folder, kills, "build"),
        "server killed while moving": lambda folder: killed(folder, kills, "server", moving=True),
        "move killed": lambda folder: killed(folder, kills, "move", moving=True),
        "server killed while asked": lambda folder: asked_while_killed(folder, kills, "server"),
        "service killed while asked": lambda folder: asked_while_killed(folder, kills, "service"),
        "two services, snapshots change": lambda folder: two_services(folder, max(1, kills // 4)),
    }
    for name, drill in drills.items():
        with tempfile.TemporaryDirectory() as folder:
            found[name] = drill(Path(folder))
        print(f"{name}: {found[name]}", flush=True)
    sys.exit(any(figures["failures"] for figures in found.values()))


if __name__ == "__main__":
    main()
