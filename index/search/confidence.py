"""Confidence: the probability that an evidence answers its question, and the verdict that follows from it. Pure.

`confidence.json` holds the coefficients; `benchmarks/calibration` fits and writes them. If the model does not know the
question's language, its vectors are no guide: the coefficients in `lexical_confidence.json` then weigh the words
instead. `benchmarks/languages.py` fits those so that the same threshold applies.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, prod
from pathlib import Path

from index.answer import Features, Strength, Verdict

# Factors for a doubtful quote, for a passage that names none of the codes asked about, and for a quote without a number
# where one is asked for. Chosen by hand: there are too few of each to fit them.
DOUBTFUL = 0.3
OTHER_CODE = 0.3
NO_NUMBER = 0.3
_FILE = Path(__file__).with_name("confidence.json")
_LEXICAL = Path(__file__).with_name("lexical_confidence.json")


def confidence(features: Features, *, understood: bool = True, trust: float = 1.0) -> float:
    """The probability (0 to 1) that the evidence answers the question, by logistic regression.

    `understood` says whether the model knows the question's language; the probability is multiplied by `trust`.
    """
    fit = _fit().coefficients if understood else _lexical()
    logit = fit["intercept"] + sum(fit[name] * getattr(features, name) for name in Features.__slots__ if name in fit)
    return trust / (1 + exp(-logit))


def trust(*, doubtful: bool, other_code: bool, no_number: bool) -> float:
    """The factor on the confidence of an evidence.

    A `doubtful` quote is trusted less, because the question may have matched words that were injected into it.
    `other_code` says that the question asks about codes of which the passage names none, and `no_number` that it asks
    for a number and the quote has none.
    """
    factors = ((doubtful, DOUBTFUL), (other_code, OTHER_CODE), (no_number, NO_NUMBER))
    return prod(factor for applies, factor in factors if applies)


def threshold() -> float:
    """The threshold T: an answer whose confidence is lower is "unanswered"."""
    return _fit().threshold


def verdict(confidence: float, terms: Sequence[str], shown: Collection[str]) -> Verdict:
    """The verdict on an answer to a question with `terms`, whose first three evidences contain the stems `shown`."""
    if confidence < threshold():
        return "unanswered"
    return "answered" if all(term in shown for term in terms) else "partial"


def strength(confidence: float) -> Strength:
    """One evidence's confidence as a word for people."""
    if confidence < threshold():
        return "weak"
    return "strong" if confidence >= _fit().strong else "fair"


@dataclass(frozen=True, slots=True)
class _Fit:
    """The contents of `confidence.json`: a coefficient per feature, `intercept`, and the thresholds."""

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
