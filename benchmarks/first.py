"""What the five articles cost: `python -m benchmarks.first` prints a table and writes benchmarks/results/first.json.

Timings are of this machine in this run; read the ratios.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from index.ask import open_answerer
from index.build import build
from index.questions import read_questions
from index.settings import Settings, load_settings

RESULTS = Path(__file__).with_name("results") / "first.json"
_ROUNDS = 3


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(index=Path(folder))
        figures = {**_builds(settings), **_questions(settings)}
    machine = {
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }
    versions = {name: version(name) for name in ("sentence-transformers", "torch", "faiss-cpu")}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(
        json.dumps({"figures": figures, "machine": machine, "versions": versions}, indent=1) + "\n", encoding="utf-8"
    )
    for name, value in figures.items():
        print(f"{name:<58} {value:>8.2f}")


def _builds(settings: Settings) -> dict[str, float]:
    """Whole builds as a user starts them, each a process of its own."""
    command = [sys.executable, "-m", "index", "build", "--corpus", str(settings.corpus), "--index", str(settings.index)]
    seconds = []
    for _ in range(2):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
        seconds.append(time.perf_counter() - started)
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "index", "--help"], check=True, stdout=subprocess.DEVNULL)
    start_up = time.perf_counter() - started
    report = build(settings)
    return {
        "build from nothing, s": seconds[0],
        "second build, s": seconds[1],
        "of that, start-up alone (--help), s": start_up,
        "texts embedded by the second build": float(report.embedded),
    }


def _questions(settings: Settings) -> dict[str, float]:
    """Every golden question in one process, in turn with the bare encoding of the same text."""
    answerer = open_answerer(settings)
    questions = [question.question for question in read_questions(settings.corpus / "questions.jsonl")]
    whole: list[float] = []
    bare: list[float] = []
    answerer.ask(questions[0])
    for question in questions * _ROUNDS:
        started = time.perf_counter()
        answerer.encoder.encode_query(question)
        encoded = time.perf_counter()
        answerer.ask(question)
        bare.append(encoded - started)
        whole.append(time.perf_counter() - encoded)
    ratios = [one / other for one, other in zip(whole, bare, strict=True)]
    return {
        "encoding a question, median ms": 1000 * statistics.median(bare),
        "answering a question, median ms": 1000 * statistics.median(whole),
        "answering / encoding, ratio of medians": statistics.median(whole) / statistics.median(bare),
        "answering / encoding, median of pairwise ratios": statistics.median(ratios),
    }


if __name__ == "__main__":
    main()
