"""The data that confidence is fitted on: the features of each question's first evidence, stored in `rows.csv`."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.answer import Features

ROWS = Path(__file__).with_name("rows.csv")
NAMES = list(Features.__slots__)


@dataclass(frozen=True, slots=True)
class Row:
    """One question's first evidence: its features, whether it is right, and whether the question is answerable.

    `half` is 0 for fitting and 1 for evaluation; all rows of a `group` are in the same half. `trust` is the factor on
    the evidence's confidence.
    """

    set: str
    group: str
    half: int
    answerable: bool
    right: bool
    trust: float
    sentence: float
    supported: float
    maxsim: float
    shared: float
    centred: float


def write_rows(rows: Sequence[Row]) -> None:
    """Write the rows to `rows.csv`."""
    with ROWS.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(Row.__slots__)
        for row in rows:
            features = (round(getattr(row, name), 5) for name in NAMES)
            trust = round(row.trust, 3)
            table.writerow([row.set, row.group, row.half, int(row.answerable), int(row.right), trust, *features])


def read_rows() -> list[Row]:
    """The rows in `rows.csv`."""
    with ROWS.open(encoding="utf-8", newline="") as file:
        return [_row(line) for line in csv.DictReader(file)]


def _row(line: dict[str, str]) -> Row:
    features = {name: float(line[name]) for name in NAMES}
    return Row(
        line["set"],
        line["group"],
        int(line["half"]),
        line["answerable"] == "1",
        line["right"] == "1",
        float(line["trust"]),
        **features,
    )
