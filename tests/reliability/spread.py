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
from collections.abc import Mapping
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
class Drill:
    """Builds with `count` processes, or by Ray if that is `None`; so many of each kind are `left` to kill."""

    settings: Settings
    count: int | None
    left: Counter[str]
    rng: random.Random
    seen: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def built(self, lasts: float) -> list[int]:
        """The counts of a build that is started again whenever it is killed, within about `lasts` seconds."""
        while True:
            with started(self.settings, self.count) as process:
                self._kill_some(process, lasts)
                printed, told = process.communicate()
            if process.returncode == 0:
                counts: list[int] = json.loads(printed.splitlines()[-1])
                return counts
            assert process.returncode == -signal.SIGKILL, told

    def _kill_some(self, process: subprocess.Popen[str], lasts: float) -> None:
        while lasts and self.left.total() and process.poll() is None:
            time.sleep(self.rng.uniform(0, lasts / 3))
            kind = self.rng.choice(list(self.left.elements()))
            victims = [process.pid] if kind == "driver" else workers_of(process.pid)
            if victims and process.poll() is None:
                with suppress(ProcessLookupError):
                    os.kill(self.rng.choice(victims), signal.SIGKILL)
                self.left[kind] -= 1
                self.seen[f"{kind}s killed"] += 1
                if kind == "driver":
                    return


def killed_workers(  # noqa: PLR0913 - each is a size of the drill
    folder: Path, count: int | None, *, workers: int, drivers: int, articles: int, lasts: float = 0.0
) -> dict[str, object]:
    """Kill so many `workers` and `drivers` of builds with `count` processes, or by Ray if that is `None`.

    A build `lasts` so many seconds; 0 if that is to be measured.
    """
    settings = ground(folder, articles)
    build(settings)
    expected = published(settings)
    drill = Drill(settings, count, Counter(worker=workers, driver=drivers), random.Random(1))
    while lasts == 0 or drill.left.total():
        shutil.rmtree(settings.index)
        begun = time.perf_counter()
        parts, computed, again = drill.built(lasts)
        # That build was left alone.
        lasts = lasts or time.perf_counter() - begun
        drill.seen.update({"builds": 1, "parts taken": parts, "computed": computed, "computed again": again})
        if (found := published(settings)) != expected:
            drill.failures.append(f"another snapshot: {found}")
        if again:
            drill.failures.append(f"{again} parts were computed again")
    return {**drill.seen, "failures": drill.failures}


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


def published(settings: Settings) -> tuple[str, Mapping[str, str]]:
    """The published snapshot: its id and the checksums of its files."""
    manifest = open_snapshot(settings.index).manifest
    return manifest.id, manifest.files


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
        figures = killed_workers(
            Path(folder), count, workers=given.kills, drivers=given.drivers, articles=given.articles
        )
    failures = figures.pop("failures")
    print(f"--workers {given.workers}: {', '.join(f'{name} {value}' for name, value in figures.items())}")
    print(*failures if isinstance(failures, list) else (), sep="\n")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
