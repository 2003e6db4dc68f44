"""Candidates → Candidates, the best in the order of a CrossEncoder. Only with the setting `reranker`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.encoding.reranker import RERANKED, Reranker
from index.query import Query
from index.search.rank import Candidate


def rerank(query: Query, candidates: Sequence[Candidate], reranker: Reranker) -> tuple[Candidate, ...]:
    """`candidates` with the first RERANKED scored and ordered by `reranker`, the rest behind them in their order."""
    best, rest = candidates[:RERANKED], candidates[RERANKED:]
    values = reranker.scores(query.searched, [candidate.passage.text for candidate in best])
    scored = [replace(candidate, score=float(value)) for candidate, value in zip(best, values, strict=True)]
    # A score orders the whole answer, so the rest go below the lowest that was read again.
    lowest = min((candidate.score for candidate in scored), default=0.0)
    behind = (replace(candidate, score=lowest - place) for place, candidate in enumerate(rest, start=1))
    return (*sorted(scored, key=lambda candidate: -candidate.score), *behind)
