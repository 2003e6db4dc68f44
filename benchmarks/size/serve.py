"""The process, started by the benchmark, that opens an index and asks: `python -m benchmarks.size.serve`."""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from index.opening import open_answerer
from index.settings import Settings, load_settings


def memory() -> dict[str, float]:
    """This process' anonymous and file-backed memory, in megabytes."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    return {name: int(lines[name].split()[0]) / 1000 for name in ("RssAnon", "RssFile")}


def ask(settings: Settings, questions: list[str]) -> dict[str, Any]:
    """The milliseconds for answering and for only encoding each question, alternating; and memory."""
    started = time.perf_counter()
    answerer = open_answerer(settings)
    opened = time.perf_counter() - started
    for question in questions:
        answerer.ask(question)
    gc.collect()
    encoded, answered = [], []
    for question in questions:
        begun = time.perf_counter()
        answerer.encoder.encode_query(question)
        between = time.perf_counter()
        answerer.ask(question)
        encoded.append(1000 * (between - begun))
        answered.append(1000 * (time.perf_counter() - between))
    return {"open, s": opened, "answer, ms": _spread(answered), "encode, ms": _spread(encoded), "MB": memory()}


def _spread(values: list[float]) -> dict[str, float]:
    return {f"p{share}": float(np.percentile(values, share)) for share in (50, 95, 99)}


if __name__ == "__main__":
    given = json.loads(sys.stdin.read())
    print(json.dumps(ask(load_settings(**given["settings"]), given["questions"])))
