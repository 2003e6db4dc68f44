"""Metrics and statistics. The only importer of ir_measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats64 = NDArray[np.float64]
Ranked = Mapping[str, Mapping[str, float]]
Judged = Mapping[str, Mapping[str, int]]

_DRAWS = 2000
_SEED = 20260101


def by_question(judged: Judged, run: Ranked, names: Sequence[str]) -> dict[str, dict[str, float]]:
    """Each metric in `names` ("nDCG@10", "R@100", "RR@10", …) by question; 0 if nothing was found."""
    import ir_measures

    measures = [ir_measures.parse_measure(name) for name in names]
    values = {name: dict.fromkeys(judged, 0.0) for name in names}
    found = {question: dict(documents) for question, documents in run.items() if documents}
    for metric in ir_measures.iter_calc(measures, {q: dict(d) for q, d in judged.items()}, found):
        values[str(metric.measure)][metric.query_id] = float(metric.value)
    return values


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The 95% bootstrap interval of the mean of `values`, with a fixed seed."""
    data = np.asarray(values, dtype=np.float64)
    if not len(data):
        return float("nan"), float("nan")
    draws = np.random.default_rng(_SEED).integers(0, len(data), size=(_DRAWS, len(data)))
    low, high = np.quantile(data[draws].mean(axis=1), [0.025, 0.975])
    return float(low), float(high)


def paired_p(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The two-sided p of a paired t-test; 1 if all pairs are equal."""
    from scipy.stats import ttest_rel

    if np.array_equal(ours, theirs):
        return 1.0
    return float(ttest_rel(ours, theirs).pvalue)


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """The probability that a positive scores above a negative, counting ties half; nan if either is empty."""
    if not len(positives) or not len(negatives):
        return float("nan")
    difference = np.subtract.outer(np.asarray(positives), np.asarray(negatives))
    return float(((difference > 0) + 0.5 * (difference == 0)).mean())


@dataclass(frozen=True, slots=True)
class Bin:
    """Some questions of similar confidence: their mean confidence, the share that is right, and their number."""

    confidence: float
    right: float
    count: int


def reliability_bins(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> list[Bin]:
    """The questions in up to `bins` bins of equal size, lowest confidence first."""
    order = np.argsort(np.asarray(confidences), kind="stable")
    sure, correct = np.asarray(confidences, dtype=np.float64)[order], np.asarray(right, dtype=np.float64)[order]
    parts = [part for part in np.array_split(np.arange(len(order)), bins) if len(part)]
    return [Bin(float(sure[part].mean()), float(correct[part].mean()), len(part)) for part in parts]


def calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error over bins of equal count: |mean confidence - share right|, weighted (Naeini 2015)."""
    parts = reliability_bins(confidences, right, bins)
    return sum(part.count * abs(part.confidence - part.right) for part in parts) / max(1, len(confidences))
