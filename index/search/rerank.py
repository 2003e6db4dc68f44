"""Candidates → Candidates: a CrossEncoder reads question and passage together and reorders the best candidates.

Used only if the setting `model.reranker` names one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.arrays import Floats
from index.errors import ModelError
from index.execution.deadline import check_deadline
from index.models.files import model_folder, quiet_libraries
from index.query import Query
from index.search.rank import Candidate

# This many of the best are reranked; the rest keep their order after them.
RERANKED = 20
# Passages per batch; the deadline is checked between batches.
_AT_ONCE = 4


def rerank(query: Query, candidates: Sequence[Candidate], reranker: Reranker) -> tuple[Candidate, ...]:
    """`candidates` with the first RERANKED scored and ordered by `reranker`, followed by the rest in their order."""
    best, rest = candidates[:RERANKED], candidates[RERANKED:]
    values = reranker.scores(query.searched, [candidate.passage.text for candidate in best])
    scored = [replace(candidate, score=float(value)) for candidate, value in zip(best, values, strict=True)]
    # The score orders the whole answer, so the rest are placed below the lowest reranked score.
    lowest = min((candidate.score for candidate in scored), default=0.0)
    behind = (replace(candidate, score=lowest - place) for place, candidate in enumerate(rest, start=1))
    return (*sorted(scored, key=lambda candidate: -candidate.score), *behind)


class Reranker:
    """A sentence-transformers CrossEncoder from a folder or the hub's cache. It runs the model once per passage."""

    def __init__(self, name: str, *, offline: bool) -> None:
        folder: Path = model_folder(name, offline=offline)
        quiet_libraries(offline=offline)
        from sentence_transformers import CrossEncoder

        if not _is_cross_encoder(folder):
            raise ModelError(
                f"The reranker in {str(folder)!r} is not a CrossEncoder: expected a model that scores pairs of texts. "
                "Correct the setting `model.reranker`, or leave it out."
            )
        try:
            self._model = CrossEncoder(str(folder), device="cpu", local_files_only=offline)
        except Exception as error:  # a broken model folder can raise almost anything
            raise ModelError(
                f"The reranker in {str(folder)!r} cannot be loaded ({error}): expected a CrossEncoder. "
                "Correct the setting `model.reranker`, or leave it out."
            ) from error

    def scores(self, question: str, passages: Sequence[str]) -> Floats:
        """Scores [n] of how well each of `passages` answers `question`: higher is better, on the model's own scale."""
        if not passages:
            return np.zeros(0, dtype=np.float32)
        scores = []
        for first in range(0, len(passages), _AT_ONCE):
            check_deadline()
            pairs = [(question, passage) for passage in passages[first : first + _AT_ONCE]]
            scores.append(self._model.predict(pairs, show_progress_bar=False))
        return np.concatenate(scores).astype(np.float32)


def _is_cross_encoder(folder: Path) -> bool:
    """Whether the model's configuration declares a classifier; any other model would get a random head."""
    try:
        architectures = json.loads((folder / "config.json").read_text(encoding="utf-8"))["architectures"]
        return any(str(name).endswith("ForSequenceClassification") for name in architectures)
    except (OSError, ValueError, KeyError, TypeError):
        return False
