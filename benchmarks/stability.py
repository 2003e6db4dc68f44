"""What a precision changes of the order: `python -m benchmarks.stability --beir FOLDER [--split NAME]`.

The documents and questions of a test set in BEIR's format are encoded in each precision, as a build and a question do,
and ranked by their vectors alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.report import Cell, Report, options
from index.arrays import Floats, Ints
from index.encoding.load import identify, load_encoder
from index.encoding.precision import SINGLE, precisions
from index.evaluation.beir import TestSet, read_beir
from index.evaluation.metrics import by_question
from index.settings import Settings, load_settings

_DEPTH = 10
_MEASURE = "nDCG@10"


class Ranking(NamedTuple):
    """The documents' vectors, the first of them for each question, and how good those are."""

    vectors: Floats
    first: Ints
    quality: float


def main() -> None:
    """Measure and print."""
    parser = options(__doc__, rounds=1)
    parser.add_argument("--beir", type=Path, required=True, help="corpus.jsonl, queries.jsonl and qrels/")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--documents", type=int, help="only the first so many")
    given = parser.parse_args()
    settings = load_settings()
    report = Report("stability", settings, vars(given))
    test_set = read_beir(given.beir, given.split)
    rankings = {name: _ranked(test_set, settings, name, given.documents) for name in precisions()}
    rows = [_row(name, ranking, rankings[SINGLE]) for name, ranking in rankings.items()]
    report.add(f"{test_set.name}, {given.split}: by vector alone", rows)
    report.write(given.results)


def _ranked(test_set: TestSet, settings: Settings, precision: str, most: int | None) -> Ranking:
    own = settings.evolve(model={"precision": precision})
    encoder = load_encoder(own, identify(own))
    articles = test_set.articles[:most]
    vectors = encoder.encode_passages([f"{article.card.title or ''}. {article.text}" for article in articles])
    asked = np.stack([encoder.encode_query(text)[0] for text in test_set.queries.values()])
    cosines = asked @ vectors.T
    first = np.argsort(-cosines, axis=1, kind="stable")[:, :_DEPTH]
    run = {
        query: {articles[row].origin: float(cosines[place, row]) for row in first[place]}
        for place, query in enumerate(test_set.queries)
    }
    values = by_question(test_set.judged, run, [_MEASURE])[_MEASURE]
    return Ranking(vectors, first.astype(np.int64), float(np.mean(list(values.values()))))


def _row(precision: str, own: Ranking, single: Ranking) -> dict[str, Cell]:
    """How far a ranking is that of single precision."""
    return {
        "precision": precision,
        "lowest cosine": round(float((own.vectors * single.vectors).sum(1).min()), 5),
        "same first ten, %": round(100 * _same(own.first, single.first), 1),
        "same first, %": round(100 * float((own.first[:, 0] == single.first[:, 0]).mean()), 1),
        _MEASURE: round(own.quality, 4),
    }


def _same(one: Ints, other: Ints) -> float:
    """The share of rows that are in both, whatever their order."""
    common: Sequence[int] = [len(np.intersect1d(a, b)) for a, b in zip(one, other, strict=True)]
    return sum(common) / one.size


if __name__ == "__main__":
    main()
