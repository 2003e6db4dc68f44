"""BM25, held against its formula."""

from __future__ import annotations

from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import IndexDamagedError
from index.lexical import K1, B, LexicalIndex

documents = st.lists(st.lists(st.sampled_from("abcde"), min_size=1, max_size=12), min_size=1, max_size=12)


def bm25(query: list[str], texts: list[list[str]], row: int) -> float:
    """Robertson and Zaragoza 2009 with Lucene's idf and without the constant factor k1 + 1."""
    mean = sum(map(len, texts)) / len(texts)
    total = 0.0
    for term in query:
        having = sum(term in text for text in texts)
        frequency = texts[row].count(term)
        idf = log(1 + (len(texts) - having + 0.5) / (having + 0.5))
        total += idf * frequency / (frequency + K1 * (1 - B + B * len(texts[row]) / mean))
    return total


@given(documents, st.lists(st.sampled_from("abcdef"), unique=True))
def test_scores_are_bm25_of_the_query_s_terms(texts: list[list[str]], query: list[str]) -> None:
    scores = LexicalIndex.of(texts).scores(query)
    assert np.allclose(scores, [bm25(query, texts, row) for row in range(len(texts))], atol=1e-4)


@given(st.lists(st.floats(0, 1, width=32), max_size=40), st.integers(1, 50))
def test_the_best_are_the_highest_above_zero(values: list[float], depth: int) -> None:
    scores = np.array(values, dtype=np.float32)
    best = scores[LexicalIndex.best(scores, depth)]
    assert sorted(best, reverse=True) == [value for value in sorted(scores, reverse=True)[:depth] if value > 0]


def test_a_saved_index_gives_the_same_scores(tmp_path: Path) -> None:
    index = LexicalIndex.of([["a", "b"], ["b", "c"]])
    index.save(tmp_path / "bm25")
    assert np.array_equal(LexicalIndex.open(tmp_path / "bm25").scores(["b", "c"]), index.scores(["b", "c"]))


def test_passages_without_terms_can_be_indexed() -> None:
    assert LexicalIndex.of([[], []]).scores(["a"]).tolist() == [0, 0]


def test_a_folder_that_is_no_index_is_damage(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="is not a BM25 index"):
        LexicalIndex.open(tmp_path / "bm25")
