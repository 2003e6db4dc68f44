"""Evaluates the ranking on public test sets in the BEIR format, and compares it with three baselines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.answer import Scores
from index.arrays import Floats
from index.article import Article, Block, Card
from index.ask import Answerer
from index.build import build_articles
from index.errors import QuestionError
from index.evaluation.metrics import by_question, interval, paired_p
from index.execution.progress import Watcher
from index.opening import open_answerer
from index.settings import Settings

MEASURES = ("nDCG@10", "R@100", "RR@10", "Success@1")
_DEPTH = 100
# Reciprocal rank fusion's constant (Cormack, Clarke and Büttcher 2009).
_RRF = 60
_OFF = "cleaning, abstention, collapsing and diversity are off"


@dataclass(frozen=True, slots=True)
class TestSet:
    """Documents as articles, questions by id, and the relevance of documents to questions."""

    name: str
    articles: tuple[Article, ...]
    queries: dict[str, str]
    judged: dict[str, dict[str, int]]


# By measure, then by question.
Values = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The values of every metric for every question, for Verbatim and each baseline."""

    test_set: str
    documents: int
    questions: tuple[str, ...]
    model: str
    passage_words: int
    ours: Values
    baselines: Mapping[str, Values]

    def columns(self) -> dict[str, Mapping[str, float]]:
        """The columns of a table: the mean of each metric, by system."""
        return {"verbatim": _means(self.ours), **self._baselines()}

    def notes(self) -> dict[str, object]:
        """Notes below the table: intervals, significance tests, settings."""
        return {
            "95%": {
                name: [round(bound, 4) for bound in interval(list(each.values()))] for name, each in self.ours.items()
            },
            "paired p of nDCG@10": {
                name: _p(self.ours["nDCG@10"], theirs["nDCG@10"]) for name, theirs in self.baselines.items()
            },
            "settings": {
                "test set": self.test_set,
                "documents": self.documents,
                "questions": len(self.questions),
                "model": self.model,
                "passage_words": self.passage_words,
                "note": _OFF,
            },
        }

    def as_json(self) -> dict[str, object]:
        """Means, intervals, significance tests, settings, and Verbatim's values question by question."""
        notes = self.notes()
        return {
            "metrics": _means(self.ours),
            "95%": notes["95%"],
            "baselines": self._baselines(),
            "paired p of nDCG@10": notes["paired p of nDCG@10"],
            "settings": notes["settings"],
            "questions": {
                query: {name: round(each[query], 4) for name, each in self.ours.items()} for query in self.questions
            },
        }

    def _baselines(self) -> dict[str, dict[str, float]]:
        return {name: _means(theirs) for name, theirs in self.baselines.items()}


def read_beir(folder: Path, split: str) -> TestSet:
    """The test set in `folder` (corpus.jsonl, queries.jsonl, qrels/SPLIT.tsv). Raises `QuestionError`."""
    try:
        judged: dict[str, dict[str, int]] = {}
        with (folder / "qrels" / f"{split}.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                judged.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
        queries = {line["_id"]: line["text"] for line in _lines(folder / "queries.jsonl") if line["_id"] in judged}
        articles = tuple(_article(number, line) for number, line in enumerate(_lines(folder / "corpus.jsonl")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, csv.Error) as error:
        raise QuestionError(
            f"The folder {str(folder)!r} cannot be read as a test set ({error!r}): expected corpus.jsonl, "
            f"queries.jsonl and qrels/{split}.tsv in the BEIR format. Name another with --beir DIR --split NAME."
        ) from error
    return TestSet(folder.resolve().name, articles, queries, {query: judged[query] for query in queries})


def evaluate_beir(test_set: TestSet, settings: Settings, watcher: Watcher | None = None) -> Comparison:
    """Index the test set's documents (kept between runs), rank them for every question, and compute metrics."""
    own = settings.evolve(index=settings.index / "beir" / test_set.name, engine={"kind": "local"})
    build_articles(test_set.articles, own, watcher)
    runs = _runs(open_answerer(own), test_set, watcher)
    values = {name: by_question(test_set.judged, run, MEASURES) for name, run in runs.items()}
    ours = values.pop("verbatim")
    return Comparison(
        test_set.name,
        len(test_set.articles),
        tuple(test_set.queries),
        settings.model.name,
        settings.search.passage_words,
        ours,
        values,
    )


def _runs(answerer: Answerer, test_set: TestSet, watcher: Watcher | None) -> dict[str, dict[str, dict[str, float]]]:
    """The scores of documents by system and question; a document has the score of its best passage."""
    origins = {article.id: article.origin for article in test_set.articles}
    runs: dict[str, dict[str, dict[str, float]]] = {
        "verbatim": {},
        "dense alone": {},
        "BM25 alone": {},
        "RRF of both": {},
    }
    if watcher:
        watcher.begin("asking", len(test_set.queries))
    for query, text in test_set.queries.items():
        scored = answerer.scored(text, _DEPTH)
        scores, fused = scored.scores, scored.fused
        documents = [origins[owner] for owner in answerer.engine.owners(scores.passages)]
        runs["verbatim"][query] = _best_of(documents, fused)
        runs["dense alone"][query] = _best_of(documents, scores.dense)
        runs["BM25 alone"][query] = {d: s for d, s in _best_of(documents, scores.lexical).items() if s > 0}
        runs["RRF of both"][query] = _reciprocal(documents, scores)
        if watcher:
            watcher.advance(1)
    return runs


def _best_of(documents: Iterable[str], scores: Floats) -> dict[str, float]:
    """The `_DEPTH` best documents, each with the score of its best passage."""
    best: dict[str, float] = {}
    for document, score in zip(documents, scores.tolist(), strict=True):
        best[document] = max(score, best.get(document, score))
    return dict(sorted(best.items(), key=lambda item: -item[1])[:_DEPTH])


def _reciprocal(documents: list[str], scores: Scores) -> dict[str, float]:
    fused: dict[str, float] = {}
    for channel in (scores.dense, scores.lexical):
        ranked = [document for document, score in _best_of(documents, channel).items() if score > 0]
        for rank, document in enumerate(ranked, start=1):
            fused[document] = fused.get(document, 0.0) + 1 / (_RRF + rank)
    return fused


def _means(values: Values) -> dict[str, float]:
    return {name: round(float(np.mean(list(each.values()))), 4) for name, each in values.items()}


def _p(ours: Mapping[str, float], theirs: Mapping[str, float]) -> float:
    return float(f"{paired_p(list(ours.values()), [theirs[query] for query in ours]):.2g}")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def _article(number: int, line: dict[str, Any]) -> Article:
    """A document as an article with one paragraph; if it has no text, its title is used as text."""
    title, text = line.get("title") or "", line["text"]
    body = text if text.strip() else title
    card = Card.of(title=title if title and text.strip() else None)
    return Article(f"d{number}", str(line["_id"]), body, card, (Block(0, len(body), paragraph=1),))
