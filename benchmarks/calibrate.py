"""Fits confidence: `python -m benchmarks.calibrate [--squad2 DIR --nq DIR]`.

It asks the golden set, SQuAD 2 with every second article left out, and NQ-UTD through the product's own pipeline, keeps
the features of each first evidence in `calibration/rows.csv`, fits a logistic regression on one half of the groups and
judges it on the other half. What it writes into `index/search/confidence.json` is fitted on both halves; the
reliability plots are of the half that was judged. Without the folders (in BEIR's format) it fits the rows that are
kept.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from index.answer import Features
from index.ask import Answerer, open_answerer
from index.build import build, build_articles
from index.corpus.golden import read_questions
from index.errors import MissingExtraError, require_extra
from index.evaluation.beir import TestSet, read_beir
from index.evaluation.evaluate import evaluate
from index.evaluation.metrics import auroc, calibration_error
from index.evaluation.reports import write_reliability_plot
from index.search.confidence import DOUBTFUL
from index.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parent.parent
ROWS = Path(__file__).with_name("calibration") / "rows.csv"
SHIPPED = ROOT / "index" / "search" / "confidence.json"
# NQ-UTD's questions are few and its judgements partial.
SET_WEIGHTS = {"golden": 1.0, "squad2-half": 1.0, "nq-utd": 1 / 3}
NAMES = list(Features.__slots__)
_DRAWS = 1000
_COVERAGE = 0.91


@dataclass(frozen=True, slots=True)
class Row:
    """One question's first evidence: its features, whether it is right, and whether anything could be.

    `half` is 0 to fit on and 1 to judge on; a `group` is never on both sides.
    """

    set: str
    group: str
    half: int
    answerable: bool
    right: bool
    doubtful: bool
    sentence: float
    supported: float
    maxsim: float
    shared: float
    centred: float


def main() -> None:
    """Collect, fit, judge, write."""
    try:
        # Before hours of questions, not after.
        require_extra("benchmarks", "Fitting the confidence")
        require_extra("plots", "A reliability plot")
    except MissingExtraError as error:
        sys.stderr.write(f"verbatim: {error}\n")
        sys.exit(2)
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--squad2", type=Path)
    arguments.add_argument("--nq", type=Path)
    given = arguments.parse_args()
    if given.squad2 and given.nq:
        _write_rows([*_golden(), *_squad2(given.squad2), *_nq(given.nq)])
    rows = _read_rows()
    judged_coefficients = _fit([row for row in rows if row.half == 0])
    coefficients = _fit(rows)
    threshold = _threshold(rows, coefficients)
    shipped = {
        "fitted": dt.datetime.now(dt.UTC).date().isoformat(),
        "coefficients": coefficients,
        "threshold": threshold,
        "strong": 0.6,
    }
    SHIPPED.write_text(json.dumps(shipped, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(shipped))
    for name in SET_WEIGHTS:
        for half in (0, 1):
            some = [row for row in rows if row.set == name and row.half == half]
            _report(name, some, judged_coefficients, threshold)
        judged = [row for row in rows if row.set == name and row.half == 1]
        sure = [_probability(row, judged_coefficients) for row in judged]
        plot = ROOT / "docs" / "images" / f"reliability-{name}.svg"
        write_reliability_plot(sure, [row.right for row in judged], plot, f"{name}, the half not fitted on")


def _by_hash(group: str) -> int:
    return hashlib.sha256(group.encode()).digest()[0] % 2


def _golden() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(corpus=ROOT / "corpus", index=Path(folder))
        build(settings)
        answerer = open_answerer(settings)
        questions = read_questions(ROOT / "corpus" / "questions.jsonl")
        for judgement in evaluate(answerer, questions).judgements:
            first = answerer.ask(judgement.question, 1).evidence[0]
            half = _by_hash(judgement.id)
            yield Row(
                "golden",
                judgement.id,
                half,
                judgement.answerable,
                1 in judgement.right,
                first.quote.doubtful,
                **asdict(first.features),
            )


def _squad2(folder: Path) -> Iterator[Row]:
    """Every question, with every second article left out: those about the articles left out have no answer."""
    whole = read_beir(folder, "test" if (folder / "qrels" / "test.tsv").exists() else "dev")
    titles = sorted({article.card.title or "" for article in whole.articles})
    kept = set(titles[::2])
    articles = tuple(article for article in whole.articles if article.card.title in kept)
    title_of = {article.origin: article.card.title or "" for article in whole.articles}
    # Titles go to the halves in pairs, so that each half has articles that are in and articles that are left out.
    half_of = {title: at // 2 % 2 for at, title in enumerate(titles)}
    yield from _rows("squad2-half", replace(whole, articles=articles), title_of, half_of)


def _nq(folder: Path) -> Iterator[Row]:
    yield from _rows("nq-utd", read_beir(folder, "test"), {}, {})


def _rows(name: str, test_set: TestSet, group_of: dict[str, str], half_of: dict[str, int]) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(index=Path(folder))
        answerer = _answerer(test_set, settings)
        present = {article.origin for article in test_set.articles}
        for query, text in test_set.queries.items():
            relevant = {document for document, grade in test_set.judged[query].items() if grade > 0}
            first = answerer.ask(text, 1).evidence[0]
            group = group_of.get(min(relevant, default=""), query)
            half = half_of.get(group, _by_hash(query))
            yield Row(
                name,
                group,
                half,
                bool(relevant & present),
                first.origin in relevant,
                first.quote.doubtful,
                **asdict(first.features),
            )


def _answerer(test_set: TestSet, settings: Settings) -> Answerer:
    build_articles(test_set.articles, settings)
    return open_answerer(settings)


def _fit(rows: Sequence[Row]) -> dict[str, float]:
    """A regularised logistic regression in which each set counts by its weight, whatever its size."""
    from sklearn.linear_model import LogisticRegression

    sizes = {name: sum(row.set == name for row in rows) for name in SET_WEIGHTS}
    weights = [SET_WEIGHTS[row.set] * len(rows) / len(sizes) / sizes[row.set] for row in rows]
    values = np.array([[getattr(row, name) for name in NAMES] for row in rows])
    model = LogisticRegression(C=10.0, max_iter=1000).fit(values, [row.right for row in rows], sample_weight=weights)
    fitted = {name: round(float(value), 3) for name, value in zip(NAMES, model.coef_[0], strict=True)}
    return {"intercept": round(float(model.intercept_[0]), 3), **fitted}


def _threshold(rows: Sequence[Row], coefficients: dict[str, float]) -> float:
    """T: a hundredth below the highest at which both sets with unanswerable questions keep `_COVERAGE` of the others.

    The hundredth keeps a processor that rounds otherwise from falling below.
    """
    sets = [[row for row in rows if row.set == name] for name in ("golden", "squad2-half")]
    steps = [round(float(step), 3) for step in np.arange(0.1, 0.5, 0.005)]
    highest = max(
        step for step in steps if all(_coverage_and_false(some, coefficients, step)[0] >= _COVERAGE for some in sets)
    )
    return round(highest - 0.01, 3)


def _coverage_and_false(rows: Sequence[Row], coefficients: dict[str, float], threshold: float) -> tuple[float, float]:
    above = [(_probability(row, coefficients) >= threshold, row.answerable) for row in rows]
    answered = [sure for sure, answerable in above if answerable]
    others = [sure for sure, answerable in above if not answerable]
    return float(np.mean(answered)), float(np.mean(others)) if others else float("nan")


def _probability(row: Row, coefficients: dict[str, float]) -> float:
    logit = coefficients["intercept"] + sum(coefficients[name] * getattr(row, name) for name in NAMES)
    return float((DOUBTFUL if row.doubtful else 1) / (1 + np.exp(-logit)))


def _report(name: str, rows: Sequence[Row], coefficients: dict[str, float], threshold: float) -> None:
    sure = np.array([_probability(row, coefficients) for row in rows])
    right = np.array([row.right for row in rows])
    draws = np.random.default_rng(1).integers(0, len(rows), size=(_DRAWS, len(rows)))
    errors = [calibration_error(sure[draw].tolist(), right[draw].tolist()) for draw in draws]
    low, high = np.quantile(errors, [0.025, 0.975])
    coverage, false = _coverage_and_false(rows, coefficients, threshold)
    answerable = np.array([row.answerable for row in rows])
    area = auroc(sure[answerable].tolist(), sure[~answerable].tolist())
    error = calibration_error(sure.tolist(), right.tolist())
    print(
        f"{name:<12} {'judged' if rows[0].half else 'fitted'}  n {len(rows):>5}  AUROC {area:.3f}  "
        f"coverage {coverage:.3f}  false {false:.3f}  ECE {error:.3f} ({low:.3f}–{high:.3f})"
    )


def _write_rows(rows: Sequence[Row]) -> None:
    ROWS.parent.mkdir(exist_ok=True)
    with ROWS.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(Row.__slots__)
        for row in rows:
            features = (round(getattr(row, name), 5) for name in NAMES)
            table.writerow(
                [row.set, row.group, row.half, int(row.answerable), int(row.right), int(row.doubtful), *features]
            )


def _read_rows() -> list[Row]:
    with ROWS.open(encoding="utf-8", newline="") as file:
        return [_row(line) for line in csv.DictReader(file)]


def _row(line: dict[str, str]) -> Row:
    features = {name: float(line[name]) for name in NAMES}
    return Row(
        line["set"],
        line["group"],
        int(line["half"]),
        line["answerable"] == "1",
        line["right"] == "1",
        line["doubtful"] == "1",
        **features,
    )


if __name__ == "__main__":
    main()
