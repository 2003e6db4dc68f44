"""Evaluates golden questions with the same code that answers on the page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from index.answer import Evidence, Verdict
from index.article import Article
from index.ask import Answerer
from index.corpus.golden import GoldenQuestion, Quote
from index.evaluation.figures import Figures
from index.evaluation.metrics import auroc, by_question, calibration_error, interval
from index.passage import Passage
from index.search.confidence import threshold

DEPTH = 10
# A passage is right if it contains this share of a gold quote's characters.
_SHARE = 0.6
MEASURES = {"hit@1": "Success@1", "hit@3": "Success@3", "hit@10": "Success@10", "MRR": "RR@10"}


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a quote: characters `start` to `end` of an article; `sha256` tells whether it has changed."""

    article: str
    start: int
    end: int
    sha256: str

    @classmethod
    def of(cls, article: Article, start: int, end: int) -> Place:
        """The place of `article.text[start:end]`."""
        return cls(article.id, start, end, _sum(article.text[start:end]))

    def words(self, article: Article) -> str | None:
        """The words at this place, or `None` if they have changed."""
        words = article.text[self.start : self.end]
        return words if _sum(words) == self.sha256 else None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The result for one question.

    `right` are the ranks of right evidence among the first ten; `marked` says whether the first evidence's marked
    sentence is right too; `quote` and `place` are those of the first evidence.
    """

    id: str
    question: str
    kind: str
    answerable: bool
    verdict: Verdict
    confidence: float
    right: tuple[int, ...]
    quote: str
    marked: bool
    place: Place | None = None

    @property
    def best(self) -> int | None:
        """Rank of the first right evidence."""
        return min(self.right, default=None)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The results of all questions, and the id of the snapshot."""

    snapshot: str
    judgements: tuple[Judgement, ...]

    def figures(self, kind: str | None = None) -> Figures:
        """The metrics of all questions, or of one kind."""
        return _figures([j for j in self.judgements if kind in (None, j.kind)])

    def reliability(self) -> tuple[list[float], list[bool]]:
        """Each question's confidence, and whether its first evidence is right."""
        return [j.confidence for j in self.judgements], [1 in j.right for j in self.judgements]

    def by_kind(self) -> dict[str, Figures]:
        """The metrics of each kind of question, by name."""
        return {kind: self.figures(kind) for kind in sorted({j.kind for j in self.judgements})}

    def columns(self) -> dict[str, Mapping[str, float]]:
        """The columns of a table: the metrics of all questions, and of each kind."""
        return {
            "all": self.figures().columns(),
            **{kind: figures.columns() for kind, figures in self.by_kind().items()},
        }

    def notes(self) -> dict[str, object]:
        """Notes that apply to all columns."""
        return {"threshold": threshold(), "snapshot": self.snapshot}

    def as_json(self) -> dict[str, object]:
        """All metrics, also by kind, and the result of every question."""
        return {
            "snapshot": self.snapshot,
            "threshold": threshold(),
            "figures": self.figures().as_json(),
            "by_kind": {kind: figures.as_json() for kind, figures in self.by_kind().items()},
            "questions": [{**asdict(j), "best": j.best} for j in self.judgements],
        }


def evaluate(answerer: Answerer, questions: Sequence[GoldenQuestion]) -> Evaluation:
    """Ask every question and judge the first ten evidences of each."""
    return Evaluation(answerer.snapshot, tuple(_judge(answerer, question) for question in questions))


def _judge(answerer: Answerer, question: GoldenQuestion) -> Judgement:
    answer = answerer.ask(question.question, DEPTH)
    right = tuple(item.rank for item in answer.evidence if _is_right(answerer, item, question))
    first = answer.evidence[0].quoted if answer.evidence else ""
    return Judgement(
        question.id,
        question.question,
        question.kind,
        question.answerable,
        answer.verdict,
        answer.confidence,
        right,
        first,
        marked=bool(answer.evidence) and _is_marked(answerer, answer.evidence[0], question),
        place=_place(answerer, answer.evidence[0]) if answer.evidence else None,
    )


def _place(answerer: Answerer, item: Evidence) -> Place:
    article, _ = answerer.engine.article(item.passage.article_id)
    return Place.of(article, item.quote.start, item.quote.end)


def _sum(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def _is_right(answerer: Answerer, item: Evidence, question: GoldenQuestion) -> bool:
    article, _ = answerer.engine.article(item.passage.article_id)
    return any(holds(item.passage, article, quote) for quote in question.quotes)


def _is_marked(answerer: Answerer, item: Evidence, question: GoldenQuestion) -> bool:
    """Whether the marked sentence is `_SHARE` of a gold quote, or a gold quote has `_SHARE` of the sentence."""
    article, _ = answerer.engine.article(item.passage.article_id)
    sentence = item.quote
    for quote in question.quotes:
        if article.origin == quote.source:
            for start, end in places(article.text, quote.text):
                overlap = min(end, sentence.end) - max(start, sentence.start)
                if overlap >= _SHARE * min(end - start, sentence.end - sentence.start):
                    return True
    return False


def holds(passage: Passage, article: Article, quote: Quote) -> bool:
    """Whether `passage` contains `_SHARE` of a place of `quote` in `article`."""
    if article.origin != quote.source:
        return False
    for start, end in places(article.text, quote.text):
        overlap = min(end, passage.end) - max(start, passage.start)
        if overlap >= _SHARE * (end - start):
            return True
    return False


def places(text: str, quote: str) -> list[tuple[int, int]]:
    """The offsets of every occurrence of `quote` in `text`, with any white space between its words."""
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    return [match.span() for match in re.finditer(pattern, text)] if pattern else []


def _figures(judgements: Sequence[Judgement]) -> Figures:
    answerable = [j for j in judgements if j.answerable]
    others = [j for j in judgements if not j.answerable]
    figures: dict[str, float] = {}
    intervals: dict[str, tuple[float, float]] = {}
    if answerable:
        judged = {j.id: {"none": 1, **{f"e{rank}": 1 for rank in j.right}} for j in answerable}
        run = {j.id: {f"e{rank}": float(-rank) for rank in range(1, DEPTH + 1)} for j in answerable}
        for name, values in by_question(judged, run, list(MEASURES.values())).items():
            label = next(label for label, measure in MEASURES.items() if measure == name)
            each = list(values.values())
            figures[label] = round(float(np.mean(each)), 4)
            low, high = interval(each)
            intervals[label] = round(low, 3), round(high, 3)
        figures["marked right"] = _mean([j.marked for j in answerable])
        figures["coverage"] = _share(answerable, threshold())
    if others:
        figures["false answers"] = _share(others, threshold())
    if answerable and others:
        figures |= _abstention(answerable, others)
    if judgements:
        figures["ECE"] = round(
            calibration_error([j.confidence for j in judgements], [1 in j.right for j in judgements]), 4
        )
    return Figures(len(judgements), len(answerable), figures, intervals)


def _abstention(answerable: Sequence[Judgement], others: Sequence[Judgement]) -> dict[str, float]:
    """How well confidence separates questions that the articles answer from those they do not."""
    sure = [j.confidence for j in answerable]
    at_90 = float(np.quantile(sure, 0.1, method="lower"))
    return {
        "AUROC": round(auroc(sure, [j.confidence for j in others]), 4),
        "false answers at 90% coverage": _share(others, at_90),
    }


def _mean(values: Sequence[bool]) -> float:
    return round(sum(values) / len(values), 4)


def _share(judgements: Sequence[Judgement], least: float) -> float:
    """The share of questions with a confidence of at least `least`."""
    return round(sum(j.confidence >= least for j in judgements) / len(judgements), 4)
