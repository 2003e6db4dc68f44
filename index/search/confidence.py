"""Confidence, pure: how probable it is that an evidence answers its question, and what verdict follows.

The coefficients stand in `confidence.json` beside this file; `benchmarks/calibration` fits them and writes it. Where
the model does not know a question's language, its vectors say nothing: `lexical_confidence.json` weighs the words,
and `benchmarks/languages.py` fits it, so that the same threshold holds.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

from index.answer import Features, Strength, Verdict

# Chosen, not fitted: there are too few damaged sentences to fit it on.
DOUBTFUL = 0.3
_FILE = Path(__file__).with_name("confidence.json")
_LEXICAL = Path(__file__).with_name("lexical_confidence.json")


def confidence(features: Features, *, doubtful: bool = False, understood: bool = True) -> float:
    """The probability, 0 to 1, that the evidence answers the question: a logistic regression.

    A `doubtful` quote is trusted less: words that were injected into it may be what the question found. `understood`
    is whether the model knows the question's language.
    """
    fit = _fit().coefficients if understood else _lexical()
    logit = fit["intercept"] + sum(fit[name] * getattr(features, name) for name in Features.__slots__ if name in fit)
    return (DOUBTFUL if doubtful else 1.0) / (1 + exp(-logit))


def threshold() -> float:
    """T: an answer of less confidence than this is "unanswered"."""
    return _fit().threshold


def verdict(confidence: float, terms: Sequence[str], shown: Collection[str]) -> Verdict:
    """The verdict on an answer whose first three evidences together have the stems `shown`."""
    if confidence < threshold():
        return "unanswered"
    return "answered" if all(term in shown for term in terms) else "partial"


def strength(confidence: float) -> Strength:
    """One evidence's confidence in a word."""
    if confidence < threshold():
        return "weak"
    return "strong" if confidence >= _fit().strong else "fair"


@dataclass(frozen=True, slots=True)
class _Fit:
    """What `confidence.json` holds: a coefficient for each feature and `intercept`, and the bounds of the words."""

    coefficients: Mapping[str, float]
    threshold: float
    strong: float


@cache
def _fit() -> _Fit:
    stored = json.loads(_FILE.read_text(encoding="utf-8"))
    return _Fit(stored["coefficients"], float(stored["threshold"]), float(stored["strong"]))


@cache
def _lexical() -> Mapping[str, float]:
    coefficients: Mapping[str, float] = json.loads(_LEXICAL.read_text(encoding="utf-8"))["coefficients"]
    return coefficients
