"""Evaluations as files: a table, a reliability plot, a comparison. The only importer of matplotlib."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from index.errors import QuestionError, require_extra
from index.evaluation.evaluate import Evaluation, Judgement
from index.evaluation.metrics import reliability_bins


def write_table(evaluation: Evaluation, path: Path) -> None:
    """Write one line per question as CSV. Raises `QuestionError` if the file cannot be written."""
    _check_writable(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(
            ["id", "kind", "question", "answerable", "verdict", "confidence", "first right rank", "first quote"]
        )
        for j in evaluation.judgements:
            table.writerow(
                [j.id, j.kind, j.question, j.answerable, j.verdict, round(j.confidence, 4), j.best or "", j.quote]
            )


def write_reliability_plot(confidences: list[float], right: list[bool], path: Path, title: str) -> None:
    """Plot how often evidence 1 was right at each confidence, in bins of equal size; as SVG or PNG by the extension.

    Raises `MissingExtraError` without matplotlib, and `QuestionError` if the file cannot be written.
    """
    require_extra("plots", "A reliability plot")
    if path.suffix not in (".svg", ".png"):
        raise QuestionError(
            f"The plot file {str(path)!r} has the extension {path.suffix!r}: expected .svg or .png. Name another file."
        )
    _check_writable(path)
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot as plt

    parts = reliability_bins(confidences, right)
    figure, axes = plt.subplots(figsize=(5, 5), layout="constrained")
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, linestyle="--", label="perfectly calibrated")
    axes.plot(
        [part.confidence for part in parts],
        [part.right for part in parts],
        color="#1d5b73",
        marker="o",
        label=f"{len(parts)} bins of about {len(right) // max(1, len(parts))} questions",
    )
    axes.set(xlabel="confidence", ylabel="share of first evidence that is right", title=title, xlim=(0, 1), ylim=(0, 1))
    axes.legend(loc="upper left", frameon=False)
    # Without a date and with fixed ids, the same results give the same file.
    with mpl.rc_context({"svg.hashsalt": "verbatim"}):
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
    plt.close(figure)


def _check_writable(path: Path) -> None:
    try:
        path.open("ab").close()
    except OSError as error:
        raise QuestionError(
            f"The file {str(path)!r} cannot be written ({error.strerror}): expected a file in an existing folder. "
            "Name another file."
        ) from error


@dataclass(frozen=True, slots=True)
class Changes:
    """The questions with a better and with a worse result than in an earlier evaluation, one line each."""

    better: tuple[str, ...]
    worse: tuple[str, ...]


def compare(old_file: Path, new: Evaluation) -> Changes:
    """Compare with the evaluation in `old_file`, question by question. Raises `QuestionError`."""
    old = _fared(old_file)
    better: list[str] = []
    worse: list[str] = []
    for judgement in new.judgements:
        before, now = old.get(judgement.id), _Outcome.of(judgement)
        if before is not None and before.merit != now.merit:
            side = better if now.merit > before.merit else worse
            side.append(f"{judgement.id} {judgement.question!r}: {before.said} → {now.said}")
    return Changes(tuple(better), tuple(worse))


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The result for one question: its verdict, and the rank of its first right evidence."""

    answerable: bool
    verdict: str
    best: int | None

    @classmethod
    def of(cls, judgement: Judgement) -> _Outcome:
        return cls(judgement.answerable, judgement.verdict, judgement.best)

    @property
    def merit(self) -> float:
        """A number that orders results: by the first right rank, or by whether it was rightly left unanswered."""
        if not self.answerable:
            return float(self.verdict == "unanswered")
        return 1 / self.best if self.best else 0.0

    @property
    def said(self) -> str:
        if not self.answerable:
            return self.verdict
        return f"rank {self.best}" if self.best else "not in the first ten"


def _fared(file: Path) -> dict[str, _Outcome]:
    """The result of each question in a stored evaluation, by id."""
    try:
        questions = json.loads(file.read_text(encoding="utf-8"))["questions"]
        return {
            item["id"]: _Outcome(
                bool(item["answerable"]), str(item["verdict"]), None if item["best"] is None else int(item["best"])
            )
            for item in questions
        }
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise QuestionError(
            f"{str(file)!r} is not an evaluation ({error!r}): expected the output of `verbatim eval --json`. "
            "Name another file with --against FILE."
        ) from error
