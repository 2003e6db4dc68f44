"""How well notices are called for: `python -m benchmarks.notices` prints recall, false alarms and time.

The phrasings and ordinary questions in tests/data are in two sets of two halves. All of the first set and the half
`dev` of the second were looked at while `corpus/notices.toml` was written; the second set's half `final` was run once
when it was done.
"""

from __future__ import annotations

import json
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from index.notice_rules import read_notices
from index.notices import NoticeMatcher
from index.questions import read_questions

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"
HALVES = ((1, "dev"), (1, "final"), (2, "dev"), (2, "final"))


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one half: how many phrasings bring up a notice, and one of their level; how many ordinary questions do."""

    phrasings: int
    shown: int
    of_level: int
    ordinary: int
    alarms: int


def measure(matcher: NoticeMatcher, which: int, half: str) -> Figures:
    """The figures of one half of a set."""
    phrasings, ordinary = lines("phrasings", which, half), lines("ordinary", which, half)
    levels = [{notice.level for notice in matcher.find(line["q"])} for line in phrasings]
    return Figures(
        phrasings=len(phrasings),
        shown=sum(bool(found) for found in levels),
        of_level=sum(line["level"] in found for line, found in zip(phrasings, levels, strict=True)),
        ordinary=len(ordinary),
        alarms=sum(bool(matcher.find(line["q"])) for line in ordinary),
    )


def lines(name: str, which: int, half: str) -> list[dict[str, str]]:
    """The lines of one half of a set in tests/data/notices-NAME.jsonl."""
    text = (DATA / f"notices-{name}.jsonl").read_text(encoding="utf-8")
    return [line for line in map(json.loads, text.splitlines()) if (line.get("set", 1), line["half"]) == (which, half)]


def main() -> None:
    """Measure and print."""
    rules = read_notices(ROOT / "corpus")
    matcher = NoticeMatcher(rules)
    print(f"{'':10}{'phrasings':>10}{'shown':>8}{'of level':>10}{'ordinary':>10}{'shown':>8}")
    for which, half in HALVES:
        f = measure(matcher, which, half)
        print(f"{f'{which} {half}':10}{f.phrasings:>10}{f.shown:>8}{f.of_level:>10}{f.ordinary:>10}{f.alarms:>8}")
    for path in (ROOT / "corpus" / "questions.jsonl", DATA / "oblique.jsonl"):
        for golden in read_questions(path):
            for notice in matcher.find(golden.question):
                print(f"golden: {golden.question!r} shows {notice.id}")
    print(f"a question the first time, median ms: {_milliseconds(NoticeMatcher(rules)):.2f}")


def _milliseconds(matcher: NoticeMatcher) -> float:
    """The median time of a question, in a matcher that has not met its words."""
    spent = []
    for which, half in HALVES:
        for line in lines("phrasings", which, half) + lines("ordinary", which, half):
            started = time.perf_counter()
            matcher.find(line["q"])
            spent.append(1000 * (time.perf_counter() - started))
    return statistics.median(spent)


if __name__ == "__main__":
    main()
