"""Ranking, pure: raw scores in, ordered candidates out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.evidence import Floats, Ints, Scores


@dataclass(frozen=True, slots=True)
class Weights:
    """What each score counts in the sum. Measured in docs/retrieval.md."""

    dense: float = 1.0
    sentence: float = 1.0
    lexical: float = 0.8


def fuse(scores: Scores, attainable: float, weights: Weights) -> Floats:
    """One figure [n] per candidate: the weighted sum of both cosines and of BM25 as a share of the `attainable` BM25.

    The share means the same for every question and corpus, unlike a share of the best score that was found.
    """
    lexical = scores.lexical / attainable if attainable > 0 else np.zeros_like(scores.lexical)
    fused: Floats = (
        weights.dense * scores.dense + weights.sentence * scores.sentence + weights.lexical * lexical
    ).astype(np.float32)
    return fused


def best_first(fused: Floats) -> Ints:
    """Positions of the candidates, highest first; equal scores stay in reading order."""
    return np.argsort(-fused, kind="stable").astype(np.int64)
