"""The cost of a question: `python -m benchmarks.questions` asks every golden question, one at a time and 16 at once.

One at a time, answering a question alternates with only encoding it, so that other load on the machine affects both.
Then the stages are timed. Finally, several threads ask at once, with the service's encoder, which encodes concurrent
questions in one batch.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from benchmarks.memory import Peak
from benchmarks.report import Cell, Report, options, quantiles
from benchmarks.stages import STAGES, watching
from index.ask import Answerer
from index.build import build
from index.contract import answer_json, wire
from index.corpus.golden import QUESTIONS, read_questions
from index.opening import open_answerer
from index.settings import load_settings
from web.page.cards import Cards
from web.serving.batching import BatchingEncoder
from web.words.words import words_in

_CALLERS = (1, 2, 16)


def main() -> None:
    """Measure and print."""
    parser = options(__doc__, rounds=3)
    parser.add_argument("--questions", type=int, help="only the first so many")
    given = parser.parse_args()
    settings = load_settings()
    report = Report("questions", settings, vars(given))
    with tempfile.TemporaryDirectory() as folder, Peak(os.getpid()) as peak:
        here = load_settings(index=Path(folder))
        build(here)
        asked = [golden.question for golden in read_questions(settings.corpus / QUESTIONS)][: given.questions]
        answerer = open_answerer(here)
        answerer.ask(asked[0])
        report.add("One at a time", _alone(answerer, asked, given.rounds))
        report.add("By stage, one at a time", _stages(answerer, asked))
        batching = replace(answerer, encoder=BatchingEncoder(answerer.encoder))
        report.add("At once", [_together(batching, asked * given.rounds, callers) for callers in _CALLERS])
        answerer.close()
    report.add(
        "Memory", [{"process": "that builds, loads the model and answers all of this", "peak MB": peak.megabytes}]
    )
    report.write(given.results)


def _alone(answerer: Answerer, asked: Sequence[str], rounds: int) -> list[dict[str, Cell]]:
    """Times of answering, alternating with encoding alone. After the first round, unknown words are cached."""
    whole: list[float] = []
    bare: list[float] = []
    for question in list(asked) * rounds:
        started = time.perf_counter()
        answerer.encoder.encode_query(question)
        encoded = time.perf_counter()
        answerer.ask(question)
        bare.append(encoded - started)
        whole.append(time.perf_counter() - encoded)
    ratios = [one / other for one, other in zip(whole, bare, strict=True)]
    middle = statistics.median(bare)
    return [
        {"what": "encoding alone", **quantiles(bare), "× encoding": 1.0},
        {
            "what": "answering, asked for the first time",
            **quantiles(whole[: len(asked)]),
            "× encoding": round(statistics.median(ratios[: len(asked)]), 2),
        },
        {"what": "answering", **quantiles(whole), "× encoding": round(statistics.median(ratios), 2)},
        {"what": "answering, ratio of the medians", "× encoding": round(statistics.median(whole) / middle, 2)},
    ]


def _stages(answerer: Answerer, asked: Sequence[str]) -> list[dict[str, Cell]]:
    """The times of each stage; rendering includes both the page's cards and the API's JSON."""
    seconds: dict[str, list[float]] = {stage: [] for stage in STAGES}
    shown = Cards(words_in("en"), str, str)
    with watching(answerer) as watch:
        for question in asked:
            watch.start()
            with watch.stage("rest"):
                answer = answerer.ask(question)
                with watch.stage("render"):
                    wire(answer_json(answer))
                    shown.answer(answer)
            for stage, spent in watch.seconds.items():
                seconds[stage].append(spent)
    whole = [sum(each) for each in zip(*seconds.values(), strict=True)]
    return [{"stage": stage, **quantiles(spent)} for stage, spent in (*seconds.items(), ("all", whole))]


def _together(answerer: Answerer, asked: Sequence[str], callers: int) -> dict[str, Cell]:
    """Times with `callers` threads that each ask one question after another."""

    def ask(question: str) -> float:
        started = time.perf_counter()
        answerer.ask(question)
        return time.perf_counter() - started

    with ThreadPoolExecutor(callers) as threads:
        started = time.perf_counter()
        each = list(threads.map(ask, asked))
        seconds = time.perf_counter() - started
    return {"at once": callers, **quantiles(each), "questions a second": round(len(asked) / seconds, 1)}


if __name__ == "__main__":
    main()
