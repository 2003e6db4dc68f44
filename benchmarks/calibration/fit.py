"""Fits the logistic regression and its threshold, and evaluates both."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.calibration.rows import NAMES, Row
from index.evaluation.metrics import auroc, calibration_error

# NQ-UTD has few questions and incomplete judgements.
SET_WEIGHTS = {"golden": 1.0, "squad2-half": 1.0, "nq-utd": 1 / 3}
_DRAWS = 1000
_COVERAGE = 0.91


def fit(rows: Sequence[Row]) -> dict[str, float]:
    """The coefficients of a regularized logistic regression, with each set weighted independently of its size.

    Evidence that is trusted less is left out: its factor is applied afterwards.
    """
    from sklearn.linear_model import LogisticRegression

    rows = [row for row in rows if row.trust == 1]
    sizes = {name: sum(row.set == name for row in rows) for name in SET_WEIGHTS}
    weights = [SET_WEIGHTS[row.set] * len(rows) / len(sizes) / sizes[row.set] for row in rows]
    values = np.array([[getattr(row, name) for name in NAMES] for row in rows])
    model = LogisticRegression(C=10.0, max_iter=1000).fit(values, [row.right for row in rows], sample_weight=weights)
    fitted = {name: round(float(value), 3) for name, value in zip(NAMES, model.coef_[0], strict=True)}
    return {"intercept": round(float(model.intercept_[0]), 3), **fitted}


def threshold_of(rows: Sequence[Row], coefficients: dict[str, float]) -> float:
    """The threshold: 0.01 below the highest that answers `_COVERAGE` of the answerable questions in two sets.

    These are the sets that also have unanswerable questions. The margin keeps the coverage on processors that round
    differently.
    """
    sets = [[row for row in rows if row.set == name] for name in ("golden", "squad2-half")]
    steps = [round(float(step), 3) for step in np.arange(0.1, 0.5, 0.005)]
    highest = max(
        step for step in steps if all(_coverage_and_false(some, coefficients, step)[0] >= _COVERAGE for some in sets)
    )
    return round(highest - 0.01, 3)


def _coverage_and_false(rows: Sequence[Row], coefficients: dict[str, float], threshold: float) -> tuple[float, float]:
    above = [(probability(row, coefficients) >= threshold, row.answerable) for row in rows]
    answered = [sure for sure, answerable in above if answerable]
    others = [sure for sure, answerable in above if not answerable]
    return float(np.mean(answered)), float(np.mean(others)) if others else float("nan")


def probability(row: Row, coefficients: dict[str, float]) -> float:
    """The probability that the first evidence is right, computed as in the product."""
    logit = coefficients["intercept"] + sum(coefficients[name] * getattr(row, name) for name in NAMES)
    return float(row.trust / (1 + np.exp(-logit)))


def report(name: str, rows: Sequence[Row], coefficients: dict[str, float], threshold: float) -> None:
    """Print the metrics of the coefficients on `rows` of one set and half."""
    sure = np.array([probability(row, coefficients) for row in rows])
    right = np.array([row.right for row in rows])
    draws = np.random.default_rng(1).integers(0, len(rows), size=(_DRAWS, len(rows)))
    errors = [calibration_error(sure[draw].tolist(), right[draw].tolist()) for draw in draws]
    low, high = np.quantile(errors, [0.025, 0.975])
    coverage, false = _coverage_and_false(rows, coefficients, threshold)
    answerable = np.array([row.answerable for row in rows])
    area = auroc(sure[answerable].tolist(), sure[~answerable].tolist())
    error = calibration_error(sure.tolist(), right.tolist())
    print(
        f"{name:<12} {'judged' if rows[0].half else 'fitted'}  n {len(rows):>5}  AUROC {area:.3f}  "
        f"coverage {coverage:.3f}  false {false:.3f}  ECE {error:.3f} ({low:.3f}–{high:.3f})"
    )
