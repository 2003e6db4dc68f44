"""Builds with one failing write: the old or the new snapshot remains intact, and the error is reported."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.build import build
from index.storage.snapshot import FOLDER
from tests.paths import ROOT
from tests.reliability.builder import LIMIT
from tests.reliability.drill import Ground, ground

SOURCE = Path(__file__).with_name("faults.c")


class Builder:
    """The process that builds on demand."""

    def __init__(self, process: subprocess.Popen[str], drilled: Ground) -> None:
        self._process = process
        self._ground = drilled

    def __call__(self, number: int, kind: str) -> tuple[int, int]:
        """The exit code of a build whose step `number` fails, and its number of steps."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._ground.reset()
        self._process.stdin.write(f"{number} {kind}\n")
        self._process.stdin.flush()
        status, steps = self._process.stdout.readline().split()
        return int(status), int(steps)


@contextmanager
def builder(folder: Path, drilled: Ground) -> Iterator[Builder]:
    """A builder with the preloaded shim, which is compiled into `folder`."""
    shim = folder / "faults.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(shim), str(SOURCE), "-ldl"], check=True)
    environment = {
        **os.environ,
        "LD_PRELOAD": str(shim),
        "FAULT_FOLDER": str(drilled.settings.index),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "VERBATIM_CORPUS": str(drilled.settings.corpus),
        "VERBATIM_INDEX": str(drilled.settings.index),
        "VERBATIM_MODEL__NAME": "hash",
    }
    command = [sys.executable, "-m", "tests.reliability.builder"]
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Builder(process, drilled)
        assert process.stdin is not None
        process.stdin.close()


def faulty_builds(folder: Path, kinds: tuple[str, ...], every: int = 1) -> dict[str, object]:
    """Make every `every`-th write step of a build fail in each of the ways `kinds`."""
    drilled = ground(folder)
    with builder(folder, drilled) as attempt:
        status, steps = attempt(0, "none")
        assert (status, drilled.trouble()) == (0, None)
        faults = [(number, kind) for kind in kinds for number in range(1, steps + 1, every)]
        return {"steps": steps, **_drilled(drilled, attempt, faults)}


def limited_builds(folder: Path, every: int, step: int = 1) -> dict[str, object]:
    """Limit the size of files, from 0 to the largest file's size, so that writes inside the C library fail too.

    The limits are every `every`-th byte, and the middle and the last byte of every `step`-th size of a file.
    """
    drilled = ground(folder)
    with builder(folder, drilled) as attempt:
        assert attempt(0, "none")[0] == 0
        files = (drilled.settings.index / FOLDER / drilled.new).rglob("*")
        sizes = sorted({path.stat().st_size for path in files}, reverse=True)[::step]
        limits = {*range(0, max(sizes), every), *(size - 1 for size in sizes if size), *(size // 2 for size in sizes)}
        return {"largest file": max(sizes), **_drilled(drilled, attempt, [(limit, LIMIT) for limit in sorted(limits)])}


def _drilled(drilled: Ground, attempt: Builder, faults: list[tuple[int, str]]) -> dict[str, object]:
    outcomes: Counter[str] = Counter()
    failures = []
    for number, kind in faults:
        status, _ = attempt(number, kind)
        trouble = drilled.trouble()
        outcomes[{0: "built", 2: "told", -9: "killed"}.get(status, "other")] += 1
        if status not in (0, 2, -9):
            trouble = f"exit {status}"
        elif not trouble and build(drilled.settings).snapshot != drilled.new:
            trouble = "the next build does not mend it"
        if trouble:
            failures.append(f"{kind} at {number}: {trouble}")
    return {"faults": len(faults), **outcomes, "failures": failures}
