"""The projection of the map preserves distances, and is deterministic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.arrays import Floats
from web.plain.map.projection import plane_of, sample_rows

flat = arrays(np.float64, st.tuples(st.integers(2, 12), st.just(2)), elements=st.floats(-1, 1, width=16))


def distances(places: Floats) -> Floats:
    return np.asarray(np.linalg.norm(places[:, None] - places[None, :], axis=-1), dtype=np.float32)


def turned(places: Floats, seed: int) -> Floats:
    """`places` [n, 2] on a random plane in eight dimensions."""
    axes, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(8, 8)))
    return np.asarray(places @ axes[:2], dtype=np.float32)


@given(flat, st.integers(0, 1000))
def test_what_lies_on_a_plane_keeps_its_distances_however_the_plane_is_turned(places: Floats, seed: int) -> None:
    vectors = turned(places, seed)
    plane = plane_of(vectors)
    assert distances(plane.places(vectors)) == pytest.approx(distances(places), abs=1e-3)
    assert plane.kept == pytest.approx(1)


@given(arrays(np.float32, st.tuples(st.integers(1, 8), st.just(5)), elements=st.floats(-1, 1, width=32)))
def test_no_two_places_are_farther_apart_than_their_vectors(vectors: Floats) -> None:
    assert (distances(plane_of(vectors).places(vectors)) <= distances(vectors) + 1e-3).all()


def test_the_same_vectors_mirrored_give_axes_of_the_same_sign() -> None:
    vectors = np.random.default_rng(1).normal(size=(20, 6)).astype(np.float32)
    for plane in (plane_of(vectors), plane_of(-vectors)):
        largest = np.abs(plane.axes).argmax(axis=1)
        assert (plane.axes[[0, 1], largest] > 0).all()


def test_a_single_passage_lies_in_the_middle() -> None:
    vectors = np.array([[0.6, 0.8, 0]], dtype=np.float32)
    plane = plane_of(vectors)
    assert plane.places(vectors).tolist() == [[0, 0]]
    assert plane.kept == 1


def test_vectors_that_are_all_the_same_lie_in_one_place() -> None:
    vectors = np.full((7, 3), 0.57735, dtype=np.float32)
    assert np.abs(plane_of(vectors).places(vectors)).max() < 1e-6


def test_a_sample_is_spread_over_all_rows() -> None:
    assert sample_rows(3, 10).tolist() == [0, 1, 2]
    sampled = sample_rows(10_000, 3_000)
    assert len(set(sampled.tolist())) == 3_000
    assert np.diff(sampled).max() <= 4
