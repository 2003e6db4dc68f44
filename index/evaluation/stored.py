"""Stores the results of the last evaluation in the index folder, with the id of their snapshot.

Only the places of quotes are stored, not their words, so that nothing of a deleted article survives here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from index.answer import Verdict
from index.article import Article
from index.corpus.golden import GoldenQuestion, Quote
from index.engine.protocol import Engine
from index.errors import IndexDamagedError
from index.evaluation.evaluate import Evaluation, Judgement, Place, places
from index.evaluation.figures import INTERVAL, Figures
from index.evaluation.metrics import Bin, reliability_bins
from index.storage.locks import write_errors

FILE = "quality.json"
# Increase this whenever the stored form changes: older results are then evaluated again, never misread.
FORMAT = 2
_COUNTS = ("questions", "answerable")


@dataclass(frozen=True, slots=True)
class StoredQuestion:
    """The result of a golden question. `best` is the first right rank, `place` that of the first evidence's quote.

    `expected` are the places of the quotes that answer it, with `None` for a quote that appears in no article.
    """

    id: str
    question: str
    kind: str
    answerable: bool
    verdict: Verdict
    confidence: float
    best: int | None
    place: Place | None
    expected: tuple[Place | None, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """A stored evaluation: when it was made, for which snapshot, and its results."""

    snapshot: str
    evaluated: str
    figures: Figures
    by_kind: dict[str, Figures]
    bins: tuple[Bin, ...]
    questions: tuple[StoredQuestion, ...]


def keep(index: Path, evaluation: Evaluation, questions: Sequence[GoldenQuestion], engine: Engine) -> Path:
    """Store the results of a golden set, with the places of the expected quotes in `engine`'s articles.

    Raises `IndexWriteError`.
    """
    expected = _expected(questions, engine)
    kept = {
        **evaluation.as_json(),
        "format": FORMAT,
        "evaluated": datetime.now(UTC).isoformat(timespec="seconds"),
        "bins": [asdict(part) for part in reliability_bins(*evaluation.reliability())],
        "questions": [asdict(_kept(judgement, expected[judgement.id])) for judgement in evaluation.judgements],
    }
    path = index / FILE
    fresh = path.with_suffix(".new")
    with write_errors(index):
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(kept, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    return path


def read_quality(index: Path) -> Quality | None:
    """The stored evaluation, or `None` if there is none. Raises `IndexDamagedError`."""
    path = index / FILE
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["format"] != FORMAT:
            raise ValueError(f"its format is {kept['format']!r}")
        return _quality().validate_python(
            {
                **kept,
                "figures": _figures(kept["figures"]),
                "by_kind": {kind: _figures(told) for kind, told in kept["by_kind"].items()},
            }
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise IndexDamagedError(
            f"{path} cannot be read ({error!r}): expected the results of an evaluation. Run: verbatim eval --keep"
        ) from error


def stored_at(index: Path) -> float:
    """The time of the last stored evaluation, in Unix time; 0 if there is none."""
    try:
        return (index / FILE).stat().st_mtime
    except OSError:
        return 0.0


def drop_unreadable(index: Path) -> bool:
    """Remove results of an older format, which contained articles' words; returns whether there were any.

    Raises `OSError`.
    """
    try:
        read_quality(index)
    except IndexDamagedError:
        (index / FILE).unlink(missing_ok=True)
        return True
    return False


@cache
def _quality() -> TypeAdapter[Quality]:
    return TypeAdapter(Quality)


def _figures(told: dict[str, Any]) -> dict[str, Any]:
    """The fields of `Figures` from its `as_json`."""
    named = [name for name in told if name not in _COUNTS]
    return {
        **{name: told[name] for name in _COUNTS},
        "metrics": {name: told[name] for name in named if not name.endswith(INTERVAL)},
        "intervals": {name.removesuffix(INTERVAL): told[name] for name in named if name.endswith(INTERVAL)},
    }


def _kept(judgement: Judgement, expected: tuple[Place | None, ...]) -> StoredQuestion:
    return StoredQuestion(
        judgement.id,
        judgement.question,
        judgement.kind,
        judgement.answerable,
        judgement.verdict,
        judgement.confidence,
        judgement.best,
        judgement.place,
        expected,
    )


def _expected(questions: Sequence[GoldenQuestion], engine: Engine) -> dict[str, tuple[Place | None, ...]]:
    """The places of each question's quotes, by the question's id; `None` for a quote that appears in no article."""
    wanted = {quote.source for question in questions for quote in question.quotes}
    articles = {article.origin: article for article in _articles(engine) if article.origin in wanted}
    return {
        question.id: tuple(_place(articles.get(quote.source), quote) for quote in question.quotes)
        for question in questions
    }


def _articles(engine: Engine) -> Iterator[Article]:
    return (engine.article(article_id)[0] for article_id in engine.article_ids())


def _place(article: Article | None, quote: Quote) -> Place | None:
    found = places(article.text, quote.text) if article else []
    return Place.of(article, *found[0]) if article and found else None
