"""Asks the golden set, SQuAD 2 with every second article left out, and NQ-UTD with the product's own pipeline."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from benchmarks.calibration.rows import Row
from index.ask import Answerer
from index.build import build, build_articles
from index.corpus.golden import read_questions
from index.evaluation.beir import TestSet, read_beir
from index.evaluation.evaluate import evaluate
from index.opening import open_answerer
from index.search.confidence import confidence
from index.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parent.parent.parent


def _by_hash(group: str) -> int:
    return hashlib.sha256(group.encode()).digest()[0] % 2


def golden_rows() -> Iterator[Row]:
    """The rows of the golden set."""
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
                round(first.confidence / confidence(first.features), 3),
                **asdict(first.features),
            )


def squad2_rows(folder: Path) -> Iterator[Row]:
    """The rows of SQuAD 2 with every second article left out, whose questions therefore have no answer."""
    whole = read_beir(folder, "test" if (folder / "qrels" / "test.tsv").exists() else "dev")
    titles = sorted({article.card.title or "" for article in whole.articles})
    kept = set(titles[::2])
    articles = tuple(article for article in whole.articles if article.card.title in kept)
    title_of = {article.origin: article.card.title or "" for article in whole.articles}
    # Titles are assigned to the halves in pairs, so that both halves have included and left-out articles.
    half_of = {title: at // 2 % 2 for at, title in enumerate(titles)}
    yield from _rows("squad2-half", replace(whole, articles=articles), title_of, half_of)


def nq_rows(folder: Path) -> Iterator[Row]:
    """The rows of NQ-UTD."""
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
                round(first.confidence / confidence(first.features), 3),
                **asdict(first.features),
            )


def _answerer(test_set: TestSet, settings: Settings) -> Answerer:
    build_articles(test_set.articles, settings)
    return open_answerer(settings)
