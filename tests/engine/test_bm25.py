"""BM25, compared with its formula."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engine.bm25 import LexicalIndex
from index.engine.writing.term_counts import TermCounts
from index.errors import IndexDamagedError
from tests.engine.bm25 import bm25

documents = st.lists(st.lists(st.sampled_from("xbcde"), max_size=12).map(" ".join), min_size=1, max_size=12)
queries = st.lists(st.sampled_from("xbcdef"), unique=True)


def lexical(folder: Path, texts: list[str]) -> LexicalIndex:
    counts = TermCounts()
    for text in texts:
        counts.add(text)
    counts.write(folder)
    counts.release()
    return LexicalIndex.open(folder / "bm25")


@given(documents, queries)
def test_scores_are_bm25_of_the_query_s_terms(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], query: list[str]
) -> None:
    scores = lexical(tmp_path_factory.mktemp("bm25"), texts).scores(query)
    assert np.allclose(scores, bm25(query, texts), atol=1e-4)


@given(documents, queries, st.data())
def test_scores_of_some_passages_are_those_of_all(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], query: list[str], data: st.DataObject
) -> None:
    index = lexical(tmp_path_factory.mktemp("bm25"), texts)
    rows = np.array(data.draw(st.lists(st.integers(0, len(texts) - 1))), dtype=np.int64)
    assert np.array_equal(index.scores_of(query, rows), index.scores(query)[rows])


def test_it_knows_which_passages_have_which_terms(tmp_path: Path) -> None:
    index = lexical(tmp_path, ["ice heat", "heat", "back"])
    assert index.has(["heat", "zebra", "ice"], np.array([2, 0, 1])).tolist() == [
        [False, False, False],
        [True, False, True],
        [True, False, False],
    ]


@given(
    st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]) | st.floats(0, 1, width=32), max_size=40),
    st.integers(1, 50),
    st.integers(1, 20),
)
def test_the_best_are_the_highest_above_zero(values: list[float], depth: int, times: int) -> None:
    scores = np.tile(np.array(values, dtype=np.float32), times)
    best = scores[LexicalIndex.best(scores, depth)]
    assert sorted(best, reverse=True) == [value for value in sorted(scores, reverse=True)[:depth] if value > 0]


def test_the_best_are_found_where_a_sample_of_the_scores_is_higher_than_the_others() -> None:
    scores = np.full(6400, 0.5, dtype=np.float32)
    scores[::64] = np.arange(1, 101)
    assert np.sort(scores[LexicalIndex.best(scores, 120)])[::-1].tolist() == [*range(100, 0, -1), *[0.5] * 20]


def test_passages_without_terms_can_be_indexed(tmp_path: Path) -> None:
    assert lexical(tmp_path, ["", "the"]).scores(["ice"]).tolist() == [0, 0]


def test_a_folder_that_is_no_index_is_damage(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="is not a BM25 index"):
        LexicalIndex.open(tmp_path / "bm25")


def test_files_that_change_under_it_are_damage(tmp_path: Path) -> None:
    index = lexical(tmp_path, ["ice heat", "heat"])
    with (tmp_path / "bm25" / "passages.npy").open("r+b") as file:
        file.seek(-8, 2)
        file.write(b"\xff\xff\xff\x7f" * 2)
    with pytest.raises(IndexDamagedError, match="has changed since it was opened"):
        index.scores(["ice", "heat"])
