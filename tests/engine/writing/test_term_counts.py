"""Streaming term counts, compared with counting everything at once."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engine.bm25 import LexicalIndex
from index.engine.writing.term_counts import TermCounts
from index.text.terms import STOP_WORDS
from index.text.vocabulary import Vocabulary
from index.text.words import words
from tests.engine.bm25 import bm25

texts = st.lists(st.lists(st.sampled_from("ice iced heat heats the for pack zebra".split()), max_size=9).map(" ".join))


def written(folder: Path, contexts: list[str]) -> Vocabulary:
    counts = TermCounts()
    for context in contexts:
        counts.add(context)
    vocabulary = counts.write(folder)
    counts.release()
    return vocabulary


@given(texts)
def test_the_vocabulary_is_that_of_all_texts(tmp_path_factory: pytest.TempPathFactory, contexts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("counts")
    assert written(folder, contexts) == Vocabulary.of(contexts) == Vocabulary.open(folder / "vocabulary.json")


@given(texts, st.lists(st.sampled_from("ice iced heat pack zebra nothing".split()), unique=True))
def test_the_scores_are_bm25(tmp_path_factory: pytest.TempPathFactory, contexts: list[str], query: list[str]) -> None:
    folder = tmp_path_factory.mktemp("counts")
    written(folder, contexts)
    scores = LexicalIndex.open(folder / "bm25").scores(query)
    assert np.allclose(scores, bm25(query, contexts), atol=1e-4)


@pytest.mark.parametrize("held", [1, 7, 10_000])
def test_how_much_is_held_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int) -> None:
    monkeypatch.setattr("index.engine.writing.term_counts._HELD", held)
    contexts = ["ice heat ice", "", "the heat", "packs of ice, iced packs"]
    written(tmp_path, contexts)
    lexical = LexicalIndex.open(tmp_path / "bm25")
    assert np.allclose(lexical.scores(["ice", "pack"]), bm25(["ice", "pack"], contexts), atol=1e-5)
    assert lexical.count == 4


def test_each_passage_has_the_rows_of_its_content_words(tmp_path: Path) -> None:
    contexts = ["ice for heat ice", "the for", "heat packs"]
    content = written(tmp_path, contexts).content_words
    rows, bounds = (np.load(tmp_path / f"passage-word{part}.npy") for part in ("s", "-bounds"))
    own = [{content[row] for row in rows[bounds[at] : bounds[at + 1]]} for at in range(3)]
    assert own == [set(words(context)) - STOP_WORDS for context in contexts]


def test_what_is_held_in_memory_does_not_grow_with_the_passages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engine.writing.term_counts._HELD", 100)
    context = " ".join(f"{letter}{other}ice" for letter in "abcdefgh" for other in "abcdefgh")
    counts = TermCounts()
    counts.add(context)
    tracemalloc.start()
    try:
        for _ in range(500):
            counts.add(context)
        grown, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        counts.release()
    assert grown < 50_000  # 500 passages of 64 words are 256,000 bytes
