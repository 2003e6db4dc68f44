"""The figures of the last evaluation, kept in the index folder beside the snapshot that they belong to.

No article's words are kept, only where they stand, so that nothing of a deleted article outlives it here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.article import Article
from index.engine.protocol import Engine
from index.errors import IndexDamagedError
from index.evaluation.evaluate import Evaluation, Place, places
from index.evaluation.golden import GoldenQuestion, Quote
from index.evaluation.metrics import reliability_bins
from index.storage.locks import write_errors

FILE = "quality.json"
# Raised whenever what is kept has another shape: older figures are then evaluated anew, never misread.
FORMAT = 2
_EXPECTED = {"snapshot": str, "evaluated": str, "threshold": float, "figures": dict, "by_kind": dict}
# What is kept of a judgement as it is; its quote is kept as a place.
_PLAIN = ("id", "question", "kind", "answerable", "verdict", "confidence", "best", "place")


def keep(index: Path, evaluation: Evaluation, questions: Sequence[GoldenQuestion], engine: Engine) -> Path:
    """Keep the figures of a golden set, with where in `engine`'s articles the quotes stand that each question expects.

    Raises `IndexWriteError`.
    """
    kept = evaluation.as_json()
    expected = _expected(questions, engine)
    kept |= {
        "format": FORMAT,
        "evaluated": datetime.now(UTC).isoformat(timespec="seconds"),
        "bins": [asdict(part) for part in reliability_bins(*evaluation.reliability())],
        "questions": [
            {**{name: question[name] for name in _PLAIN}, "expected": expected[question["id"]]}
            for question in kept["questions"]
        ],
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


def read_quality(index: Path) -> dict[str, Any] | None:
    """The figures that were kept, or `None`: nothing was evaluated. Raises `IndexDamagedError`."""
    path = index / FILE
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["format"] != FORMAT or not all(isinstance(kept[name], kind) for name, kind in _EXPECTED.items()):
            raise TypeError("format or figures are not what an evaluation writes")
        return {**kept, "questions": list(kept["questions"]), "bins": list(kept["bins"])}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise IndexDamagedError(
            f"{path} holds no figures ({error}): expected those of an evaluation. Run: verbatim eval --keep"
        ) from error


def drop_unreadable(index: Path) -> bool:
    """Remove figures of an older format, which held articles' words; whether there were any. Raises `OSError`."""
    try:
        read_quality(index)
    except IndexDamagedError:
        (index / FILE).unlink(missing_ok=True)
        return True
    return False


def _expected(questions: Sequence[GoldenQuestion], engine: Engine) -> dict[str, list[dict[str, Any] | None]]:
    """Where each question's quotes stand, by the questions' ids; `None` for a quote that stands in no article."""
    wanted = {quote.source for question in questions for quote in question.quotes}
    articles = {article.origin: article for article in _articles(engine) if article.origin in wanted}
    return {
        question.id: [
            asdict(place) if (place := _place(articles.get(quote.source), quote)) else None for quote in question.quotes
        ]
        for question in questions
    }


def _articles(engine: Engine) -> Iterator[Article]:
    return (engine.article(article_id)[0] for article_id in engine.article_ids())


def _place(article: Article | None, quote: Quote) -> Place | None:
    found = places(article.text, quote.text) if article else []
    return Place.of(article, *found[0]) if article and found else None
