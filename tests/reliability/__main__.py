"""The long form of every drill: `make reliability` prints the results for docs/reliability.md; exits 1 on a failure."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.paths import CORPUS
from tests.reliability.deletions import deleted_articles
from tests.reliability.faults import faulty_builds, limited_builds
from tests.reliability.flips import flipped_bytes
from tests.reliability.kills import killed_builds
from tests.reliability.swaps import swapped_snapshots

DRILLS: dict[str, Callable[[Path], dict[str, object]]] = {
    "killed at random moments": lambda folder: killed_builds(folder, 200),
    "killed at every write step": lambda folder: faulty_builds(folder, ("kill",)),
    "ENOSPC at every write step": lambda folder: faulty_builds(folder, ("ENOSPC",)),
    "EACCES at every write step": lambda folder: faulty_builds(folder, ("EACCES",)),
    "short write at every write step": lambda folder: faulty_builds(folder, ("short",)),
    "files that cannot grow": lambda folder: limited_builds(folder, 256),
    "flipped bytes, searched exactly": lambda folder: flipped_bytes(folder, 1000),
    "flipped bytes, searched approximately": lambda folder: flipped_bytes(folder, 1000, "approximate"),
    "deleted articles": lambda folder: deleted_articles(
        {path.name: path.read_bytes() for path in CORPUS.iterdir() if path.is_file()}, folder
    ),
    "swapped snapshots": lambda folder: swapped_snapshots(folder, 100, seconds=60),
}


def main() -> None:
    """Run the drills whose names contain the argument, by default all."""
    failed = 0
    for name, drill in DRILLS.items():
        if len(sys.argv) > 1 and sys.argv[1] not in name:
            continue
        begun = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            figures = drill(Path(folder))
        failures = figures.pop("failures")
        assert isinstance(failures, list)
        failed += len(failures)
        told = ", ".join(f"{figure} {value}" for figure, value in figures.items())
        print(f"{name}: {told}, failures {len(failures)} ({time.perf_counter() - begun:.0f} s)", flush=True)
        for failure in failures[:20]:
            print(f"    {failure}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
