"""The figures of the last evaluation, kept in the index folder beside the snapshot that they belong to."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from index.answer import Verdict
from index.errors import IndexDamagedError
from index.evaluation.evaluate import Evaluation
from index.evaluation.figures import INTERVAL, Figures
from index.evaluation.golden import GoldenQuestion, Quote
from index.evaluation.metrics import Bin, reliability_bins
from index.storage.locks import write_errors

FILE = "quality.json"
# Raised whenever what is kept has another shape: older figures are then evaluated anew, never misread.
FORMAT = 1
_COUNTS = ("questions", "answerable")


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """How a golden question fared: `best` is the first right rank, `quote` what came first, `expected` what should."""

    question: str
    kind: str
    answerable: bool
    verdict: Verdict
    confidence: float
    best: int | None
    quote: str
    expected: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """An evaluation as it is kept: when it was made, of which snapshot, and what came of it."""

    snapshot: str
    evaluated: str
    figures: Figures
    by_kind: dict[str, Figures]
    bins: tuple[Bin, ...]
    questions: tuple[KeptQuestion, ...]


def keep(index: Path, evaluation: Evaluation, questions: Sequence[GoldenQuestion]) -> Path:
    """Keep the figures of a golden set, with the quotes that each question expects. Raises `IndexWriteError`."""
    expected = {question.id: [asdict(quote) for quote in question.quotes] for question in questions}
    kept = {
        **evaluation.as_json(),
        "format": FORMAT,
        "evaluated": datetime.now(UTC).isoformat(timespec="seconds"),
        "bins": [asdict(part) for part in reliability_bins(*evaluation.reliability())],
        "questions": [{**asdict(j), "best": j.best, "expected": expected[j.id]} for j in evaluation.judgements],
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
    """The evaluation that was kept, or `None`: nothing was evaluated. Raises `IndexDamagedError`."""
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
            f"{path} holds no figures ({error!r}): expected those of an evaluation. Run: verbatim eval --keep"
        ) from error


@cache
def _quality() -> TypeAdapter[Quality]:
    return TypeAdapter(Quality)


def _figures(told: dict[str, Any]) -> dict[str, Any]:
    """The fields of `Figures` in what its `as_json` told."""
    named = [name for name in told if name not in _COUNTS]
    return {
        **{name: told[name] for name in _COUNTS},
        "metrics": {name: told[name] for name in named if not name.endswith(INTERVAL)},
        "intervals": {name.removesuffix(INTERVAL): told[name] for name in named if name.endswith(INTERVAL)},
    }
