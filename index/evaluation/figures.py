"""The metrics of an evaluation, and the names under which they are printed and stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# The suffix of a metric's name for its interval.
INTERVAL = " 95%"


@dataclass(frozen=True, slots=True)
class Figures:
    """The results of some questions: metrics by name, in report order, and 95% intervals for some of them.

    A metric that applies to none of the questions is left out.
    """

    questions: int
    answerable: int
    metrics: Mapping[str, float]
    intervals: Mapping[str, tuple[float, float]]

    def columns(self) -> dict[str, float]:
        """Counts and metrics by name: `{"questions": 3, "answerable": 2, "hit@1": 0.5, …}`."""
        return {"questions": self.questions, "answerable": self.answerable, **self.metrics}

    def as_json(self) -> dict[str, object]:
        """Each name with its value, and `NAME 95%` with the interval after it."""
        told: dict[str, object] = {}
        for name, value in self.columns().items():
            told[name] = value
            if name in self.intervals:
                told[f"{name}{INTERVAL}"] = list(self.intervals[name])
        return told
