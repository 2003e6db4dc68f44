"""Builds killed at random moments: the old or the new snapshot remains intact."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from index.storage.running import FILE as PROGRESS
from tests.paths import ROOT
from tests.reliability.drill import ground


def killed_builds(folder: Path, count: int, seed: int = 1) -> dict[str, object]:
    """Kill `count` builds, each in a separate process, at random moments after the first write to the index."""
    drilled = ground(folder)
    settings = drilled.settings
    environment = {
        **os.environ,
        "VERBATIM_CORPUS": str(settings.corpus),
        "VERBATIM_INDEX": str(settings.index),
        "VERBATIM_MODEL__NAME": "hash",
    }

    def started() -> subprocess.Popen[bytes]:
        drilled.reset()
        process = subprocess.Popen(
            [sys.executable, "-m", "index", "build"],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while not (settings.index / PROGRESS).exists() and process.poll() is None:
            time.sleep(0.0005)
        return process

    begun = time.perf_counter()
    with started() as process:
        begun = time.perf_counter()
        process.wait()
        lasts = time.perf_counter() - begun
    rng = random.Random(seed)
    figures = {"kills": 0, "old": 0, "new": 0}
    failures = []
    while figures["kills"] < count:
        with started() as process:
            time.sleep(rng.uniform(0, lasts))
            process.kill()
            killed = process.wait() == -9
        if trouble := drilled.trouble():
            failures.append(trouble)
        if killed:
            figures["kills"] += 1
            figures["new" if (settings.index / "current").read_text().strip() == drilled.new else "old"] += 1
    return {**figures, "failures": failures}
