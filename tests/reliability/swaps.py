"""Readers that keep asking while builds swap snapshots: no question is lost, no quote is wrong, nothing piles up."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.paths import ROOT
from tests.reliability.drill import ARTICLES, QUESTIONS, ground, wrong_quotes
from web.serving.service import Service

# Builds one version after the other, as fast as every `argv[1]` seconds, until it is stopped.
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


# Seconds between two questions of a reader, so that the builder gets its turn too.
_REST = 0.002
CHANGING = re.compile(r"Warm water carries (the|\d+) sore backs?\.")


def swapped_snapshots(folder: Path, seconds: float, readers: int = 2, pause: float = 0.1) -> dict[str, object]:
    """Ask without rest for `seconds` while another process publishes snapshot after snapshot."""
    drilled = ground(folder)
    drilled.reset()
    settings = drilled.settings
    service = Service(settings)
    failures: list[str] = []
    asked: list[str] = []
    until = time.monotonic() + seconds

    def ask() -> None:
        while time.monotonic() < until:
            try:
                answer = service.answerer().ask(QUESTIONS[len(asked) % len(QUESTIONS)])
            except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
                failures.append(repr(error))
                continue
            asked.append(answer.snapshot)
            time.sleep(_REST)
            # One article is written anew meanwhile; any of its versions may be quoted.
            wrong = wrong_quotes(answer, texts)
            failures.extend(f"wrong quote {quote}" for quote in wrong if not CHANGING.fullmatch(quote))

    texts = [*ARTICLES.values(), (settings.corpus / "heat.txt").read_text(encoding="utf-8")]
    environment = {
        **os.environ,
        "VERBATIM_CORPUS": str(settings.corpus),
        "VERBATIM_INDEX": str(settings.index),
        "VERBATIM_MODEL__NAME": "hash",
    }
    command = [sys.executable, "-c", BUILDER, str(pause)]
    threads = [threading.Thread(target=ask) for _ in range(readers)]
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        process.terminate()
        builds = len(process.communicate()[0].split())
    return {
        "questions": len(asked) + len(failures),
        "builds": builds,
        "snapshots answered from": len(set(asked)),
        "folders held open at the end": len(held_folders(settings.index)),
        "failures": failures,
    }


def held_folders(index: Path) -> set[str]:
    """The snapshot folders of which this process has a file or the folder itself open."""
    held = set()
    for link in Path("/proc/self/fd").iterdir():
        try:
            target = link.readlink()
        except OSError:
            continue
        if target.is_relative_to(index / "snapshots"):
            held.add(target.relative_to(index / "snapshots").parts[0])
    return held
