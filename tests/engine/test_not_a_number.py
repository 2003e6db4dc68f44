"""A NaN similarity from a damaged vector counts as the minimum, and does not affect other scores."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.build import build
from index.encoding.hashed import HashEncoder
from index.encoding.protocol import EncodedQuestion
from index.engine.local import LocalEngine
from index.settings import Settings
from index.storage.snapshot import FOLDER


@pytest.fixture
def folder(settings: Settings) -> Path:
    """A snapshot whose first sentence vector is NaN."""
    report = build(settings.evolve(engine={"mode": "approximate"}))
    folder = settings.index / FOLDER / report.snapshot
    scales = np.load(folder / "sentence-scales.npy")
    scales[0] = np.nan
    np.save(folder / "sentence-scales.npy", scales)
    return folder


def test_a_passage_is_as_near_as_its_nearest_intact_sentence(folder: Path) -> None:
    engine = LocalEngine(folder)
    scores = engine.scores(HashEncoder().encode_query("ice pack").vectors[0], ["ice"], np.arange(engine.count))
    assert np.isfinite(scores.sentence).all()
    assert scores.best[0] != 0


def test_a_damaged_sentence_is_the_least_alike(folder: Path) -> None:
    engine = LocalEngine(folder)
    asked = HashEncoder().encode_query("ice pack")
    question = EncodedQuestion(asked.vectors[0], asked.tokens, asked.ids, asked.spans, asked.vectors[:0])
    scores = engine.sentence_scores(question, ["ice"], np.arange(engine.count))
    assert scores.cosine[0] == -1
    assert np.isfinite(scores.cosine).all()
