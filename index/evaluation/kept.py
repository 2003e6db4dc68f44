"""The figures of the last evaluation, kept in the index folder beside the snapshot that they belong to."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.errors import IndexDamagedError
from index.evaluation.evaluate import Evaluation
from index.evaluation.golden import GoldenQuestion
from index.evaluation.metrics import reliability_bins
from index.storage.locks import write_errors

FILE = "quality.json"
# Raised whenever what is kept has another shape: older figures are then evaluated anew, never misread.
FORMAT = 1
_EXPECTED = {"snapshot": str, "evaluated": str, "threshold": float, "figures": dict, "by_kind": dict}


def keep(index: Path, evaluation: Evaluation, questions: Sequence[GoldenQuestion]) -> Path:
    """Keep the figures of a golden set, with the quotes that each question expects. Raises `IndexWriteError`."""
    kept = evaluation.as_json()
    expected = {question.id: [asdict(quote) for quote in question.quotes] for question in questions}
    kept |= {
        "format": FORMAT,
        "evaluated": datetime.now(UTC).isoformat(timespec="seconds"),
        "bins": [asdict(part) for part in reliability_bins(*evaluation.reliability())],
        "questions": [{**question, "expected": expected[question["id"]]} for question in kept["questions"]],
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
