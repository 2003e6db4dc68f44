"""Readers that keep asking while builds swap snapshots: no lost questions, no wrong quotes, no leaked files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

from index.storage.snapshot import current_id
from tests.paths import ROOT
from tests.reliability.drill import ARTICLES, QUESTIONS, ground, wrong_quotes
from web.serving.service import Service

# Builds one version after the other, `argv[1]` seconds apart, until it is stopped.
BUILDER = """
import sys, time
from index.build import build
from index.settings import load_settings
settings, number = load_settings(), 0
while True:
    number += 1
    (settings.corpus / "swim.txt").write_text(f"Swimming\\n\\nWarm water carries {number} sore backs.\\n")
    build(settings)
    print(number, flush=True)
    time.sleep(float(sys.argv[1]))
"""


# Seconds between two questions of a reader, so that the builder gets processor time too.
_REST = 0.002
# Seconds between two builds.
_PAUSE = 0.1
CHANGING = re.compile(r"Warm water carries (the|\d+) sore backs?\.")


def swapped_snapshots(folder: Path, builds: int, seconds: float = 0, readers: int = 2) -> dict[str, object]:
    """Ask continuously while another process publishes snapshot after snapshot.

    Ends after at least `builds` snapshots and `seconds`, once the last snapshot has given an answer.
    """
    drilled = ground(folder)
    drilled.reset()
    settings = drilled.settings
    service = Service(settings)
    failures: list[str] = []
    asked: list[str] = []
    until = time.monotonic() + seconds
    ended = threading.Event()

    def ask() -> None:
        while not ended.is_set():
            try:
                answer = service.answerer().ask(QUESTIONS[len(asked) % len(QUESTIONS)])
            except Exception as error:  # noqa: BLE001 - any exception is a finding
                failures.append(repr(error))
                continue
            asked.append(answer.snapshot)
            time.sleep(_REST)
            # One article is rewritten meanwhile; any of its versions may be quoted.
            wrong = wrong_quotes(answer, texts)
            failures.extend(f"wrong quote {quote}" for quote in wrong if not CHANGING.fullmatch(quote))

    texts = [*ARTICLES.values(), (settings.corpus / "heat.txt").read_text(encoding="utf-8")]
    environment = {
        **os.environ,
        "VERBATIM_CORPUS": str(settings.corpus),
        "VERBATIM_INDEX": str(settings.index),
        "VERBATIM_MODEL__NAME": "hash",
    }
    command = [sys.executable, "-c", BUILDER, str(_PAUSE)]
    threads = [threading.Thread(target=ask) for _ in range(readers)]
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for thread in threads:
            thread.start()
        built = 0
        for built, _ in enumerate(process.stdout, 1):
            if built >= builds and time.monotonic() >= until:
                break
        process.terminate()
    last = current_id(settings.index)
    while last not in asked and not failures:
        time.sleep(_REST)
    ended.set()
    for thread in threads:
        thread.join()
    return {
        "questions": len(asked) + len(failures),
        "builds": built,
        "snapshots answered from": len(set(asked)),
        "folders held open at the end": len(held_folders(settings.index)),
        "failures": failures,
    }


def held_folders(index: Path) -> set[str]:
    """The snapshot folders that this process has open, or of which it has a file open."""
    held = set()
    for link in Path("/proc/self/fd").iterdir():
        try:
            target = link.readlink()
        except OSError:
            continue
        if target.is_relative_to(index / "snapshots"):
            held.add(target.relative_to(index / "snapshots").parts[0])
    return held
