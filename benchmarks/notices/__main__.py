"""How well questions trigger notices: `python -m benchmarks.notices` prints recall, false alarms, misses and time.

The sets of questions in `tests/data/notices.jsonl` were never used for fitting. The authors of `older` and `newer` had
not seen the notices' file, and the author of `newer` had not seen the questions for fitting either; the fifth set
for fitting was extended after looking at `stories`. The index is built if it is not up to date, and asked in the
normal way.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.answer import Notice
from index.ask import Answerer
from index.build import build
from index.corpus.golden import read_questions
from index.opening import open_answerer
from index.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT / "tests" / "data"
SETS = ("older", "newer", "stories")
_COLUMNS = ("phrasings", "shown", "own notice", "ordinary", "shown")

Find = Callable[[str], Sequence[Notice]]


@dataclass(frozen=True, slots=True)
class Figures:
    """The results of one set.

    `missed` are the phrasings that trigger no notice, `other` those that trigger only wrong ones, and `alarms` the
    ordinary questions that trigger one. `phrasings` and `ordinary` are the total numbers.
    """

    phrasings: int
    missed: tuple[str, ...]
    other: tuple[str, ...]
    ordinary: int
    alarms: tuple[str, ...]


def measure(find: Find, name: str) -> Figures:
    """The results of one set."""
    text = (DATA / "notices.jsonl").read_text(encoding="utf-8")
    lines = [line for line in map(json.loads, text.splitlines()) if line["set"] == name]
    found = {line["question"]: [notice.id for notice in find(line["question"])] for line in lines}
    signs = {line["question"]: line["notice"] for line in lines if line["notice"]}
    ordinary = [line["question"] for line in lines if not line["notice"]]
    return Figures(
        phrasings=len(signs),
        missed=tuple(question for question in signs if not found[question]),
        other=tuple(question for question, own in signs.items() if found[question] and own not in found[question]),
        ordinary=len(ordinary),
        alarms=tuple(question for question in ordinary if found[question]),
    )


def asked(answerer: Answerer) -> Find:
    """A function that asks `answerer` a question and returns the notices."""
    return lambda question: answerer.ask(question, k=1).notices


def main() -> None:
    """Measure and print."""
    settings = load_settings()
    build(settings)
    answerer = open_answerer(settings)
    figures = {name: measure(asked(answerer), name) for name in SETS}
    print(f"{'':7}" + "".join(f"{column:>12}" for column in _COLUMNS))
    for name, one in figures.items():
        shown = one.phrasings - len(one.missed)
        row = (one.phrasings, shown, shown - len(one.other), one.ordinary, len(one.alarms))
        print(f"{name:7}" + "".join(f"{figure:>12}" for figure in row))
    for name, one in figures.items():
        for what, questions in (("missed", one.missed), ("other", one.other), ("alarm", one.alarms)):
            for question in questions:
                print(f"{name} {what}: {question}")
    for path in (ROOT / "corpus" / "questions.jsonl", DATA / "oblique.jsonl"):
        for golden in read_questions(path):
            for notice in asked(answerer)(golden.question):
                print(f"golden: {golden.question!r} shows {notice.id}")
    print(f"a question's notices, median ms: {_milliseconds(answerer):.2f}")


def _milliseconds(answerer: Answerer) -> float:
    """The median time of the decision, without encoding the question, which asking does anyway."""
    if answerer.notices is None:
        return 0.0
    took = []
    for line in (DATA / "notices.jsonl").read_text(encoding="utf-8").splitlines():
        question = json.loads(line)["question"]
        vector = answerer.scored(question, 1).question.vector
        started = time.perf_counter()
        answerer.notices.find(question, None, vector)
        took.append(time.perf_counter() - started)
    return 1000 * statistics.median(took)


if __name__ == "__main__":
    main()
