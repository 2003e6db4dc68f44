"""A similarity that is no number, or larger than any cosine, comes from a damaged file and is reported as that."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.build import build
from index.encoding.hashed import HashEncoder
from index.encoding.protocol import EncodedQuestion
from index.engine.local import LocalEngine
from index.errors import IndexDamagedError
from index.settings import Settings
from index.storage.snapshot import FOLDER


@pytest.fixture(params=[np.nan, np.inf, 1e30])
def folder(request: pytest.FixtureRequest, settings: Settings) -> Path:
    """A snapshot with one wrong number in its sentence vectors."""
    report = build(settings.evolve(engine={"mode": "approximate"}))
    folder = settings.index / FOLDER / report.snapshot
    scales = np.load(folder / "sentence-scales.npy")
    scales[0] = request.param
    np.save(folder / "sentence-scales.npy", scales)
    return folder


def test_passages_are_not_scored_by_it(folder: Path) -> None:
    engine = LocalEngine(folder)
    vector = HashEncoder().encode_query("ice pack").vectors[0]
    with np.errstate(all="ignore"), pytest.raises(IndexDamagedError, match="Run: verbatim build"):
        engine.scores(vector, ["ice"], np.arange(engine.count))


def test_sentences_are_not_scored_by_it(folder: Path) -> None:
    engine = LocalEngine(folder)
    with np.errstate(all="ignore"), pytest.raises(IndexDamagedError, match="Run: verbatim build"):
        engine.sentence_scores(question(), ["ice"], np.arange(engine.count))


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_tokens_are_not_compared_by_a_damaged_codec(settings: Settings, wrong: float) -> None:
    folder = settings.index / FOLDER / build(settings).snapshot
    projection = np.load(folder / "token-codec.npy")
    projection[:, 0] = wrong
    np.save(folder / "token-codec.npy", projection)
    engine = LocalEngine(folder)
    with np.errstate(all="ignore"), pytest.raises(IndexDamagedError, match="Run: verbatim build"):
        engine.sentence_scores(question(), ["ice"], np.arange(engine.count))


def test_words_are_not_compared_by_it(settings: Settings) -> None:
    folder = settings.index / FOLDER / build(settings).snapshot
    words = np.load(folder / "words.npy")
    words[:] = np.nan
    np.save(folder / "words.npy", words)
    engine = LocalEngine(folder)
    vectors = HashEncoder().encode_query("ice pack").vectors
    with np.errstate(all="ignore"), pytest.raises(IndexDamagedError, match="Run: verbatim build"):
        engine.support(["packs"], vectors, np.arange(engine.count))


def test_a_mean_that_has_no_direction_is_not_searched_for(settings: Settings) -> None:
    engine = LocalEngine(settings.index / FOLDER / build(settings).snapshot)
    with np.errstate(all="ignore"), pytest.raises(IndexDamagedError, match="Run: verbatim build"):
        engine.centre(np.arange(2), np.zeros(2, dtype=np.float32))


def test_a_wrong_number_of_passages_in_the_word_index_is_refused(settings: Settings) -> None:
    folder = settings.index / FOLDER / build(settings).snapshot
    starts = np.load(folder / "bm25" / "starts.npy")
    starts[-1] = 2**40
    np.save(folder / "bm25" / "starts.npy", starts)
    with pytest.raises(IndexDamagedError, match="row numbers"):
        LocalEngine(folder)


def question() -> EncodedQuestion:
    asked = HashEncoder().encode_query("ice pack")
    return EncodedQuestion(asked.vectors[0], asked.tokens, asked.ids, asked.spans, asked.vectors[:0])
