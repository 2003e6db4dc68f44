"""Load on loopback: `python -m tests.reliability.load [--seconds 20] [--model hash] [--hostile]`.

First measures the median latency without load and the maximum throughput. Then sends twice that rate, whatever the
responses, while two snapshots are published alternately, one every ten seconds. Both are built beforehand, because a
build would compete with the service for processors. `--hostile` instead runs page and API together under the attacks of
`hostile.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import statistics
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from index.build import build
from index.corpus.golden import read_questions
from index.settings import Settings, load_settings
from index.storage.locks import writing
from index.storage.snapshot import point_to
from tests.paths import ROOT
from tests.reliability.client import Client
from tests.reliability.hostile import Hostile
from tests.web.serving import Running, environment, running

SWAP_SECONDS = 10
# 503: too many requests in flight; 429: the rate limit.
EXPECTED = {200, 429, 503}


@dataclass
class Figures:
    """The responses and their times."""

    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    snapshots: set[str] = field(default_factory=set)

    @property
    def errors(self) -> int:
        """The number of responses with an unexpected status."""
        return sum(count for status, count in self.statuses.items() if status not in map(str, EXPECTED))

    def quantile(self, share: float) -> float:
        """The quantile of the latency of accepted requests, in milliseconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else float("nan")


class Load:
    """Clients of one service."""

    def __init__(self, client: Client, questions: list[str]) -> None:
        self._client = client
        self._questions = itertools.cycle(questions)

    async def one(self, figures: Figures) -> None:
        """Ask one question, and record the response."""
        started = time.perf_counter()
        try:
            response = await self._client.ask(next(self._questions))
        except (OSError, TimeoutError, EOFError) as error:
            figures.statuses[type(error).__name__] += 1
            return
        figures.statuses[str(response.status)] += 1
        if response.status == 200:
            figures.snapshots.add(response.snapshot)
            figures.seconds.append(time.perf_counter() - started)

    async def together(self, clients: int, seconds: float) -> Figures:
        """Run `clients` that each ask one question after the other."""
        figures, until = Figures(), time.monotonic() + seconds

        async def ask() -> None:
            while time.monotonic() < until:
                await self.one(figures)

        await asyncio.gather(*(ask() for _ in range(clients)))
        return figures

    async def at_rate(self, rate: float, seconds: float) -> Figures:
        """Send `rate` questions per second, without waiting for responses."""
        figures, begun, asked = Figures(), time.monotonic(), set[asyncio.Task[None]]()
        for number in itertools.count():
            await asyncio.sleep(max(0, begun + number / rate - time.monotonic()))
            if time.monotonic() > begun + seconds:
                break
            task = asyncio.create_task(self.one(figures))
            asked.add(task)
            task.add_done_callback(asked.discard)
        await asyncio.gather(*asked)
        return figures


def two_snapshots(settings: Settings) -> list[str]:
    """The ids of two stored snapshots, one of which has one more article."""
    extra = settings.corpus / "extra.txt"
    extra.write_text("Extra\n\nAn extra pillow under the knees helps.\n", encoding="utf-8")
    more = build(settings).snapshot
    extra.unlink()
    return [more, build(settings).snapshot]


async def swap(settings: Settings, snapshots: list[str], until: float) -> int:
    """Publish the other snapshot every ten seconds; returns how often."""
    for swaps, name in enumerate(itertools.cycle(snapshots)):
        if time.monotonic() + SWAP_SECONDS > until:
            return swaps
        await asyncio.sleep(SWAP_SECONDS)
        with writing(settings.index):
            point_to(settings.index, name)
    raise AssertionError


def resident(server: Running) -> float:
    """The resident memory of the service's process, in megabytes."""
    for line in Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


async def measure(
    server: Running, settings: Settings, snapshots: list[str], seconds: float, warm: float
) -> dict[str, float]:
    """The results of one run."""
    questions = [question.question for question in read_questions(ROOT / "corpus" / "questions.jsonl")]
    client = Client(server.address)
    load = Load(client, questions)
    while (await client.get("/api/v1/health")).status != 200:
        await asyncio.sleep(0.2)
    await load.together(1, warm)
    alone = await load.together(1, warm)
    full = await load.together(settings.service.max_in_flight, warm)
    capacity = len(full.seconds) / warm
    await load.at_rate(2 * capacity, warm)
    before, until = resident(server), time.monotonic() + seconds
    loaded, swaps = await asyncio.gather(load.at_rate(2 * capacity, seconds), swap(settings, snapshots, until))
    after = resident(server)
    client.close()
    return {
        "capacity, questions a second": capacity,
        "asked a second": sum(loaded.statuses.values()) / seconds,
        "asked": sum(loaded.statuses.values()),
        "answered": len(loaded.seconds),
        "told to come again": loaded.statuses["503"] + loaded.statuses["429"],
        "errors": loaded.errors,
        "snapshot swaps": swaps,
        "snapshots answered from": len(loaded.snapshots),
        "p50 unloaded, ms": statistics.median(alone.seconds) * 1000,
        "p50 accepted, ms": loaded.quantile(0.5),
        "p99 accepted, ms": loaded.quantile(0.99),
        "p99 accepted / p50 unloaded": loaded.quantile(0.99) / (statistics.median(alone.seconds) * 1000),
        "memory before, MB": before,
        "memory after, MB": after,
    }


def run(seconds: float, model: str, warm: float = 5) -> dict[str, float]:
    """The results of a run with a separate service on the five articles."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "corpus").mkdir()
        for path in (ROOT / "corpus").iterdir():
            (folder / "corpus" / path.name).write_bytes(path.read_bytes())
        settings = load_settings(corpus=folder / "corpus", index=folder / "index", model={"name": model})
        snapshots = two_snapshots(settings)
        with running(
            ["serve", "--api-only"], environment(settings, service__rate_limit="none"), folder / "log"
        ) as server:
            return asyncio.run(measure(server, settings, snapshots, seconds, warm))


async def under_attack(server: Running, seconds: float, warm: float) -> dict[str, float]:
    """The outcomes of the attacks, and the memory after `warm` seconds and at the end."""
    questions = [question.question for question in read_questions(ROOT / "corpus" / "questions.jsonl")]
    client = Client(server.address)
    while (await client.get("/api/v1/health")).status != 200:
        await asyncio.sleep(0.2)
    client.close()
    await Hostile(server.address, questions, warm).attack()
    before = resident(server)
    hostile, memory = Hostile(server.address, questions, seconds - warm), [before]

    async def watch() -> None:
        while True:
            await asyncio.sleep((seconds - warm) / 10)
            memory.append(resident(server))

    watching = asyncio.create_task(watch())
    await hostile.attack()
    watching.cancel()
    print("memory, MB:", " ".join(f"{megabytes:.0f}" for megabytes in memory))
    after = resident(server)
    for error in hostile.errors:
        print(error)
    told = {
        f"{kind}: {what}": float(count) for kind, told in hostile.told.items() for what, count in sorted(told.items())
    }
    return {
        **told,
        "errors": len(hostile.errors),
        "memory after warm-up, MB": before,
        "memory after, MB": after,
        "growth, %": 100 * (after / before - 1),
    }


def run_hostile(seconds: float, model: str, warm: float) -> dict[str, float]:
    """The results of a separate service, page and API, under attack."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = load_settings(corpus=ROOT / "corpus", index=folder / "index", model={"name": model})
        build(settings)
        with running(["serve"], environment(settings, service__rate_limit="none"), folder / "log") as server:
            return asyncio.run(under_attack(server, seconds, warm))


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=20)
    options.add_argument("--model", default=load_settings().model.name)
    options.add_argument("--hostile", action="store_true", help="page and API under attack")
    chosen = options.parse_args()
    if chosen.hostile:
        figures = run_hostile(chosen.seconds, chosen.model, chosen.seconds / 3)
    else:
        figures = run(chosen.seconds, chosen.model)
    for name, value in figures.items():
        print(f"{name:<32} {value:>10.2f}")


if __name__ == "__main__":
    main()
