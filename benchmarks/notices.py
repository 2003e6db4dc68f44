"""How well notices are called for: `python -m benchmarks.notices` prints recall, false alarms and time.

The phrasings and ordinary questions in tests/data are in five sets. Something was learnt from all but set 5, which was
run once when `corpus/notices.toml` and the bounds were done; docs/notices.md says what. The published snapshot is
asked, as anybody asks it; what the words alone call for is counted beside.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.answer import Notice
from index.ask import Answerer, open_answerer
from index.evaluation.golden import read_questions
from index.notices.match import NoticeMatcher
from index.notices.rules import read_notices
from index.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"
HALVES = (
    (1, "dev"),
    (1, "final"),
    (2, "dev"),
    (2, "final"),
    (3, "dev"),
    (3, "final"),
    (4, "dev"),
    (4, "final"),
    (5, "final"),
)
_COLUMNS = ("phrasings", "by words", "shown", "of level", "ordinary", "by words", "shown")

Find = Callable[[str], Sequence[Notice]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one half: how many phrasings bring up a notice, and one of their level; how many ordinary questions do."""

    phrasings: int
    shown: int
    of_level: int
    ordinary: int
    alarms: int


def measure(find: Find, which: int, half: str) -> Figures:
    """The figures of one half of a set."""
    phrasings, ordinary = lines("phrasings", which, half), lines("ordinary", which, half)
    levels = [{notice.level for notice in find(line["q"])} for line in phrasings]
    return Figures(
        phrasings=len(phrasings),
        shown=sum(bool(found) for found in levels),
        of_level=sum(line["level"] in found for line, found in zip(phrasings, levels, strict=True)),
        ordinary=len(ordinary),
        alarms=sum(bool(find(line["q"])) for line in ordinary),
    )


def lines(name: str, which: int, half: str) -> list[dict[str, str]]:
    """The lines of one half of a set in tests/data/notices-NAME.jsonl."""
    text = (DATA / f"notices-{name}.jsonl").read_text(encoding="utf-8")
    return [line for line in map(json.loads, text.splitlines()) if (line.get("set", 1), line["half"]) == (which, half)]


def asked(answerer: Answerer) -> Find:
    """What brings up notices as they are brought up for whoever asks."""
    return lambda question: answerer.ask(question, k=1).notices


def main() -> None:
    """Measure and print."""
    answerer = open_answerer(load_settings())
    rules = read_notices(ROOT / "corpus")
    print(f"{'':10}" + "".join(f"{column:>10}" for column in _COLUMNS))
    for which, half in HALVES:
        words, all_in = measure(NoticeMatcher(rules).find, which, half), measure(asked(answerer), which, half)
        met = (all_in.phrasings, words.shown, all_in.shown, all_in.of_level)
        row = (*met, all_in.ordinary, words.alarms, all_in.alarms)
        print(f"{f'{which} {half}':10}" + "".join(f"{figure:>10}" for figure in row))
    for path in (ROOT / "corpus" / "questions.jsonl", DATA / "oblique.jsonl"):
        for golden in read_questions(path):
            for notice in asked(answerer)(golden.question):
                print(f"golden: {golden.question!r} shows {notice.id}")
    words_ms, likeness_ms = _milliseconds(answerer, NoticeMatcher(rules))
    print(f"a question the first time, median ms: {words_ms:.2f} by its words, {likeness_ms:.2f} more by likeness")


def _milliseconds(answerer: Answerer, words: NoticeMatcher) -> tuple[float, float]:
    """The median times of a question: in a matcher that has not met its words, and what its vector adds."""
    by_words, by_both = [], []
    for line in lines("phrasings", 1, "dev") + lines("ordinary", 1, "dev"):
        vector = answerer.scored(line["q"], 1).vector
        started = time.perf_counter()
        words.find(line["q"])
        between = time.perf_counter()
        answerer.notices.find(line["q"], vector)
        both = time.perf_counter()
        answerer.notices.find(line["q"])
        by_words.append(between - started)
        by_both.append((both - between) - (time.perf_counter() - both))
    return 1000 * statistics.median(by_words), 1000 * statistics.median(by_both)


if __name__ == "__main__":
    main()
