"""Builds whose workers, and which themselves, are killed at random moments: `python -m tests.reliability.spread`.

The build that ends publishes the same snapshot as one that is left alone, and computes no finished part again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from index.build import build
from index.settings import Settings, load_settings
from index.storage.snapshot import open_snapshot
from tests.paths import CORPUS, ROOT

# Small parts, so that there are many of them.
PASSAGES = 20
DRIVER = """
import json, sys
from index.build import build
from index.indexing.spread.crew import Workers
from index.settings import load_settings

count, passages = json.loads(sys.argv[1])
report = build(load_settings(), workers=Workers(count, passages=passages))
print(json.dumps([report.parts.parts, report.parts.computed, report.parts.again]))
"""
# What a worker's command line has: a process of ours, or one of Ray's actors.
WORKER = re.compile(rb"index\.indexing\.spread\.worker|^ray::MapWorker")


@dataclass
class Figures:
    """What the drill counted."""

    seen: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def killed_workers(  # noqa: PLR0913, PLR0917 - each is a size of the drill
    folder: Path, count: int | None, workers: int, drivers: int, articles: int = 60, seed: int = 1
) -> dict[str, object]:
    """Kill so many `workers` and `drivers` of builds with `count` processes, or with Ray if that is `None`."""
    settings = ground(folder, articles)
    expected = files_of(settings, build(settings).snapshot)
    rng, left = random.Random(seed), Counter(worker=workers, driver=drivers)
    figures = Figures()
    lasts = 0.0
    while lasts == 0 or left.total():
        shutil.rmtree(settings.index)
        begun = time.perf_counter()
        printed = _ended(settings, count, rng, left if lasts else Counter(), lasts, figures)
        lasts = lasts or time.perf_counter() - begun
        figures.seen["builds"] += 1
        if (found := files_of(settings, None)) != expected:
            figures.failures.append(f"another snapshot: {found}")
        parts, computed, again = json.loads(printed)
        figures.seen.update(parts=parts, computed=computed, again=again)
        if again:
            figures.failures.append(f"{again} parts were computed again")
    names = {"worker": "workers killed", "driver": "drivers killed", "parts": "parts taken"}
    return {**{names.get(name, name): value for name, value in figures.seen.items()}, "failures": figures.failures}


def ground(folder: Path, articles: int) -> Settings:
    """A corpus of so many articles, whose sentences come from the project's own."""
    corpus = folder / "articles"
    corpus.mkdir(parents=True)
    texts = (path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*.txt")))
    sentences = sorted({one for text in texts for one in re.findall(r"[A-Z][a-z ,]{30,150}[a-z]\.", text)})
    rng = random.Random(0)
    for number in range(articles):
        own = " ".join(rng.sample(sentences, 40))
        (corpus / f"{number:03}.txt").write_text(f"Article {number}\n\n{own}\n", encoding="utf-8")
    return load_settings(corpus=corpus, index=folder / "index", model={"name": "hash"}, engine={"mode": "exact"})


def files_of(settings: Settings, name: str | None) -> tuple[str, dict[str, str]]:
    """A snapshot, or the published one: its id and the checksums of its files."""
    snapshot = open_snapshot(settings.index, name)
    return snapshot.manifest.id, snapshot.manifest.files


def _ended(
    settings: Settings, count: int | None, rng: random.Random, left: Counter[str], lasts: float, figures: Figures
) -> str:
    """What a build prints that is started again whenever it is killed."""
    while True:
        with started(settings, count) as process:
            while left.total() and process.poll() is None:
                time.sleep(rng.uniform(0, lasts / 3))
                kind = rng.choice(list(left.elements()))
                if _killed(process.pid, kind, rng):
                    left[kind] -= 1
                    figures.seen[kind] += 1
                    process.poll()
                    if kind == "driver":
                        break
            printed, told = process.communicate()
        if process.returncode == 0:
            return printed
        if process.returncode != -signal.SIGKILL:
            figures.failures.append(f"exit {process.returncode}: {told[-500:]}")
            raise AssertionError(figures.failures[-1])


def started(settings: Settings, count: int | None) -> subprocess.Popen[str]:
    """A build in a process of its own."""
    own = {
        "VERBATIM_CORPUS": str(settings.corpus),
        "VERBATIM_INDEX": str(settings.index),
        "VERBATIM_MODEL__NAME": "hash",
        "VERBATIM_ENGINE__MODE": "exact",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.Popen(
        [sys.executable, "-P", "-c", DRIVER, json.dumps([count, PASSAGES])],
        env={**os.environ, **own},
        cwd=settings.index.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _killed(driver: int, kind: str, rng: random.Random) -> bool:
    """Kill the driver or one of its workers; whether there was one."""
    victims = [driver] if kind == "driver" else workers_of(driver)
    with suppress(ProcessLookupError, IndexError):
        os.kill(rng.choice(victims), signal.SIGKILL)
        return True
    return False


def workers_of(process: int) -> list[int]:
    """The workers among the processes that a build has started, and those that these have."""
    found = []
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").glob("*/children"):
            for child in map(int, task.read_text(encoding="ascii").split()):
                with suppress(OSError):
                    if WORKER.search(Path(f"/proc/{child}/cmdline").read_bytes()):
                        found.append(child)
                found += workers_of(child)
    return found


def main() -> None:
    """Run the drill and print what it counted; exits 1 on a failure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", default="2", help="a number of processes, or ray [2]")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--drivers", type=int, default=5)
    parser.add_argument("--articles", type=int, default=200)
    given = parser.parse_args()
    count = None if given.workers == "ray" else int(given.workers)
    with tempfile.TemporaryDirectory() as folder:
        figures = killed_workers(Path(folder), count, given.kills, given.drivers, given.articles)
    failures = figures.pop("failures")
    print(f"--workers {given.workers}: {', '.join(f'{name} {value}' for name, value in figures.items())}")
    print(*failures if isinstance(failures, list) else (), sep="\n")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
