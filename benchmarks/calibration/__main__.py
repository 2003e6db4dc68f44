"""Fits the confidence: `python -m benchmarks.calibration [--squad2 DIR --nq DIR]`.

Asks the golden set, SQuAD 2 with every second article left out, and NQ-UTD with the product's own pipeline, and stores
the features of each first evidence in `rows.csv` next to this file. Fits a logistic regression on one half of the
groups and evaluates it on the other half, which the reliability plots show. The coefficients written to
`index/search/confidence.json` are fitted on both halves. Without the folders (in BEIR's format), uses the stored rows.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from pathlib import Path

from benchmarks.calibration.collect import ROOT, golden_rows, nq_rows, squad2_rows
from benchmarks.calibration.fit import SET_WEIGHTS, fit, probability, report, threshold_of
from benchmarks.calibration.rows import read_rows, write_rows
from index.errors import MissingExtraError, require_extra
from index.evaluation.reports import write_reliability_plot

SHIPPED = ROOT / "index" / "search" / "confidence.json"


def main() -> None:
    """Collect, fit, write, evaluate."""
    try:
        # Check now, not after hours of questions.
        require_extra("benchmarks", "Fitting the confidence")
        require_extra("plots", "A reliability plot")
    except MissingExtraError as error:
        sys.stderr.write(f"verbatim: {error}\n")
        sys.exit(2)
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--squad2", type=Path)
    arguments.add_argument("--nq", type=Path)
    given = arguments.parse_args()
    if given.squad2 and given.nq:
        write_rows([*golden_rows(), *squad2_rows(given.squad2), *nq_rows(given.nq)])
    rows = read_rows()
    judged_coefficients = fit([row for row in rows if row.half == 0])
    coefficients = fit(rows)
    threshold = threshold_of(rows, coefficients)
    shipped = {
        "fitted": dt.datetime.now(dt.UTC).date().isoformat(),
        "coefficients": coefficients,
        "threshold": threshold,
        "strong": 0.6,
    }
    SHIPPED.write_text(json.dumps(shipped, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(shipped))
    for name in SET_WEIGHTS:
        for half in (0, 1):
            some = [row for row in rows if row.set == name and row.half == half]
            report(name, some, judged_coefficients, threshold)
        judged = [row for row in rows if row.set == name and row.half == 1]
        sure = [probability(row, judged_coefficients) for row in judged]
        plot = ROOT / "docs" / "images" / f"reliability-{name}.svg"
        write_reliability_plot(sure, [row.right for row in judged], plot, f"{name}, the half not fitted on")


if __name__ == "__main__":
    main()
