"""Exact vector search, compared with numpy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import Floats
from index.engine.dense.exact import ExactIndex
from index.errors import IndexDamagedError


def unit_vectors(seed: int, count: int, dimension: int = 8) -> Floats:
    vectors = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@given(st.integers(0, 1000), st.integers(1, 60), st.integers(1, 80))
def test_the_nearest_are_those_that_brute_force_finds(seed: int, count: int, depth: int) -> None:
    vectors, query = unit_vectors(seed, count), unit_vectors(seed + 1, 1)[0]
    found = ExactIndex.of(vectors).search(query, depth)
    expected = np.sort(vectors @ query)[::-1][:depth]
    assert np.allclose((vectors @ query)[found], expected, atol=1e-6)


@given(st.integers(0, 1000), st.integers(2, 60))
def test_a_search_among_some_rows_finds_only_those(seed: int, count: int) -> None:
    vectors, query = unit_vectors(seed, count), unit_vectors(seed + 1, 1)[0]
    found = ExactIndex.of(vectors).search(query, count, np.arange(count) >= count // 3)
    assert sorted(found) == list(range(count // 3, count))


@given(st.integers(0, 1000), st.lists(st.integers(0, 19), max_size=30))
def test_cosines_are_inner_products_of_unit_vectors(seed: int, rows: list[int]) -> None:
    vectors, query = unit_vectors(seed, 20), unit_vectors(seed + 1, 1)[0]
    cosines = ExactIndex.of(vectors).cosines(query, np.array(rows, dtype=np.int64))
    assert np.allclose(cosines, [vectors[row] @ query for row in rows], atol=1e-6)


def test_a_saved_index_opens_with_the_same_vectors(tmp_path: Path) -> None:
    vectors = unit_vectors(1, 10)
    ExactIndex.of(vectors).save(tmp_path / "v.faiss")
    opened = ExactIndex.open(tmp_path / "v.faiss")
    assert (opened.count, opened.dimension) == (10, 8)
    assert np.array_equal(
        opened.cosines(vectors[3], np.arange(10)), ExactIndex.of(vectors).cosines(vectors[3], np.arange(10))
    )


def test_a_file_that_is_no_index_is_damage(tmp_path: Path) -> None:
    (tmp_path / "v.faiss").write_bytes(b"nothing")
    with pytest.raises(IndexDamagedError, match="is not a FAISS index"):
        ExactIndex.open(tmp_path / "v.faiss")
