"""Compares Verbatim with other libraries on one machine in one run: `python -m benchmarks.peers [--only NAME…]`.

All use the same model, the same passages (below the article's title and headings, as Verbatim indexes them) and the
same golden questions. Each runs in a separate process. All answer each question in turn, in a different order each
time, so that other load on the machine affects all alike. Hits are judged as in `verbatim eval`. The first run installs
the libraries into `.bench/`.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.peers.environments import REQUIREMENTS, versions_of
from benchmarks.peers.system import System
from benchmarks.report import Cell, Report, options, quantiles
from index.article import Article
from index.build import build
from index.corpus.golden import QUESTIONS, GoldenQuestion, read_questions
from index.engine.protocol import passage_context
from index.evaluation.evaluate import holds
from index.models.files import model_folder
from index.opening import open_answerer
from index.passage import Passage
from index.settings import Settings, load_settings

NAMES = ("encoding", "verbatim", "tutorial", *REQUIREMENTS)
_SAID = {"encoding": "model.encode alone", "verbatim": "Verbatim", "tutorial": "tutorial: encode + IndexFlatIP"}
# The pause between two questions, long enough for threads that spin while they wait for work to stop.
_PAUSE = 0.02


@dataclass(frozen=True, slots=True)
class Texts:
    """The passages by row, each with its article and its indexed text."""

    passages: Sequence[Passage]
    articles: Sequence[Article]
    contexts: Sequence[str]

    def right(self, row: int, golden: GoldenQuestion) -> bool:
        """Whether the passage in that row answers the question."""
        return any(holds(self.passages[row], self.articles[row], quote) for quote in golden.quotes)


def main() -> None:
    """Measure and print."""
    parser = options(__doc__, rounds=3)
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--questions", type=int, help="only the first so many")
    given = parser.parse_args()
    settings = load_settings()
    versions = {name: versions_of(name) for name in given.only}
    report = Report("peers", settings, {**vars(given), "packages": versions})
    texts = _texts(settings)
    asked = read_questions(settings.corpus / QUESTIONS)[: given.questions]
    model = (
        "" if settings.model.name == "hash" else str(model_folder(settings.model.name, offline=settings.model.offline))
    )
    with ExitStack() as stack:
        systems = [stack.enter_context(System(name, _variables(settings))) for name in given.only]
        built = [system.build(model, texts.contexts) for system in systems]
        _ask_all(systems, asked, given.rounds)
        bare = next((system.seconds for system in systems if system.name == "encoding"), None)
        rows = [_row(system, spent, texts, asked, bare) for system, spent in zip(systems, built, strict=True)]
    report.add("Beside peers", rows)
    report.write(given.results)


def _texts(settings: Settings) -> Texts:
    """The passages of a build, in order."""
    with tempfile.TemporaryDirectory() as folder:
        # The fake encoder, because only the texts are needed.
        own = settings.evolve(index=Path(folder), model={"name": "hash"})
        build(own)
        engine = open_answerer(own).engine
        passages = engine.passages(np.arange(engine.count))
        articles = [engine.article(passage.article_id)[0] for passage in passages]
        engine.close()
    contexts = [
        passage_context(passage, article.card.title) for passage, article in zip(passages, articles, strict=True)
    ]
    return Texts(passages, articles, contexts)


def _variables(settings: Settings) -> dict[str, str]:
    """The environment variables for Verbatim's process."""
    return {"VERBATIM_CORPUS": str(settings.corpus.resolve()), "VERBATIM_MODEL__NAME": settings.model.name}


def _ask_all(systems: Sequence[System], asked: Sequence[GoldenQuestion], rounds: int) -> None:
    """Ask every system each question in turn, in random order, so that none always follows the same one."""
    choice = random.Random(7)  # noqa: S311  # nosec B311 - the same orders every time
    for golden in list(asked) * rounds:
        for system in choice.sample(systems, len(systems)):
            time.sleep(_PAUSE)
            system.ask(golden.question)


def _row(
    system: System, built: float, texts: Texts, asked: Sequence[GoldenQuestion], bare: Sequence[float] | None
) -> dict[str, Cell]:
    row: dict[str, Cell] = {"system": _SAID.get(system.name, system.name), **quantiles(system.seconds)}
    if bare is not None:
        ratios = [one / other for one, other in zip(system.seconds, bare, strict=True)]
        row["× encoding"] = round(statistics.median(ratios), 2)
    row["p50 ms, first asked"] = quantiles(system.seconds[: len(asked)])["p50 ms"]
    answerable = [(golden, found) for golden, found in zip(asked, system.found, strict=False) if golden.answerable]
    for depth in (1, 3):
        hits = [any(texts.right(place, golden) for place in found[:depth]) for golden, found in answerable]
        row[f"hit@{depth}"] = round(sum(hits) / len(hits), 3) if hits and any(system.found) else None
    return {**row, "build s": round(built, 1), "memory MB": system.megabytes}


if __name__ == "__main__":
    main()
