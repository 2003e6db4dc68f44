"""Measures questions in languages that the default model does not know: `python -m benchmarks.languages [--fit]`.

Each collection of `tests/data/languages` is asked its own questions: by itself, as part of all collections together,
and without the article that has the answer, so that whatever is found is wrong. `tests/data/second` has a second
collection for some languages, to see whether results depend on the language or on the collection. Finally, prints which
languages the model knows. `--fit` fits the confidence from words alone and writes
`index/search/lexical_confidence.json`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.answer import Features
from index.ask import Answerer
from index.build import build
from index.corpus.golden import QUESTIONS, GoldenQuestion, read_questions
from index.errors import MissingExtraError, require_extra
from index.evaluation.evaluate import evaluate
from index.indexing.understanding import finds
from index.opening import open_answerer
from index.search.confidence import confidence, threshold
from index.settings import load_settings
from index.text.language import described, language

ROOT = Path(__file__).resolve().parent.parent
COLLECTIONS = ROOT / "tests" / "data" / "languages"
# Written later, on other subjects, and never used for tuning.
SECOND = ROOT / "tests" / "data" / "second"
SHIPPED = ROOT / "index" / "search" / "lexical_confidence.json"
NAMES = ("supported", "shared")
_COVERAGE = 0.7


@dataclass(frozen=True, slots=True)
class Row:
    """One question's first evidence: its features, whether it is right, and whether the question is answerable."""

    language: str
    answerable: bool
    right: bool
    features: Features


def main() -> None:
    """Ask, print and, with `--fit`, fit."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--fit", action="store_true")
    fit = arguments.parse_args().fit
    try:
        if fit:
            require_extra("benchmarks", "Fitting the confidence")
    except MissingExtraError as error:
        sys.stderr.write(f"verbatim: {error}\n")
        sys.exit(2)
    with tempfile.TemporaryDirectory() as folder:
        languages = [path.name for path in sorted(COLLECTIONS.iterdir())]
        rows = [row for code in languages for row in _alone(code, Path(folder))]
        for path in sorted(SECOND.iterdir()):
            _print(f"{path.name}, second", _built(path, Path(folder) / "index"), read_questions(path / QUESTIONS))
        _together(languages, Path(folder))
        print("default model finds  " + _finds(Path(folder)))
    if fit:
        _write(rows)
    for code in languages:
        some = [row for row in rows if row.language == code]
        sure = [confidence(row.features, understood=False) >= threshold() for row in some]
        shares = [
            np.mean([s for s, row in zip(sure, some, strict=True) if row.answerable is of]) for of in (True, False)
        ]
        print(f"{code} with the article left out  coverage {shares[0]:.3f}  false answers {shares[1]:.3f}")


def _finds(folder: Path) -> str:
    """For each language, the share of sentences that the model finds by a paraphrase."""
    encoder = open_answerer(load_settings(index=folder / "index")).encoder
    asked = [language(code) for code in sorted(described()) if language(code).same]
    return "  ".join(f"{of.code} {finds(of, encoder):.2f}" for of in asked)


def _alone(code: str, folder: Path) -> Iterator[Row]:
    """The rows of one collection: complete, and without the article that has the answer."""
    whole = COLLECTIONS / code
    questions = read_questions(whole / QUESTIONS)
    answerer = _built(whole, folder / "index")
    _print(code, answerer, questions)
    yield from _rows(code, answerer, questions)
    for article in sorted(path.name for path in whole.glob("*.md")):
        left = folder / "left" / code / article
        shutil.copytree(whole, left, ignore=shutil.ignore_patterns(article, QUESTIONS))
        asked = [question for question in questions if any(quote.source == article for quote in question.quotes)]
        yield from _rows(code, _built(left, folder / "index"), asked)


def _together(languages: list[str], folder: Path) -> None:
    corpus = folder / "together"
    questions: list[GoldenQuestion] = []
    for code in languages:
        shutil.copytree(COLLECTIONS / code, corpus, dirs_exist_ok=True, ignore=shutil.ignore_patterns(QUESTIONS))
        questions += read_questions(COLLECTIONS / code / QUESTIONS)
    answerer = _built(corpus, folder / "index")
    for code in languages:
        _print(f"{code} among all", answerer, [one for one in questions if one.id.startswith(code)])


def _built(corpus: Path, index: Path) -> Answerer:
    settings = load_settings(corpus=corpus, index=index)
    build(settings)
    return open_answerer(settings)


def _print(name: str, answerer: Answerer, questions: list[GoldenQuestion]) -> None:
    figures = evaluate(answerer, questions).figures().columns()
    told = "  ".join(f"{each} {figures[each]:.3f}" for each in ("hit@1", "hit@3", "MRR", "coverage", "false answers"))
    print(f"{name:<14}{told}", flush=True)


def _rows(code: str, answerer: Answerer, questions: list[GoldenQuestion]) -> Iterator[Row]:
    present = {answerer.engine.article(name)[0].origin for name in answerer.engine.article_ids()}
    for judgement, question in zip(evaluate(answerer, questions).judgements, questions, strict=True):
        evidence = answerer.ask(question.question, 1).evidence
        if evidence:
            answerable = any(quote.source in present for quote in question.quotes)
            yield Row(code, answerable, 1 in judgement.right, evidence[0].features)


def _write(rows: list[Row]) -> None:
    """Fit and write the coefficients. The intercept is set so that `_COVERAGE` of answerable questions are answered."""
    from sklearn.linear_model import LogisticRegression

    values = np.array([[getattr(row.features, name) for name in NAMES] for row in rows])
    model = LogisticRegression(C=10.0, max_iter=1000).fit(values, [row.right for row in rows])
    logits = values @ model.coef_[0]
    lowest = np.quantile(logits[[row.answerable for row in rows]], 1 - _COVERAGE, method="lower")
    intercept = np.log(threshold() / (1 - threshold())) - lowest + 0.001
    coefficients = {"intercept": round(float(intercept), 3)}
    coefficients |= {name: round(float(value), 3) for name, value in zip(NAMES, model.coef_[0], strict=True)}
    shipped = {"fitted": dt.datetime.now(dt.UTC).date().isoformat(), "coefficients": coefficients}
    SHIPPED.write_text(json.dumps(shipped, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
