"""Properties of quantization for any tokens."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import Floats
from index.encoding.hashed import HashEncoder
from index.storage.embeddings.token_codec import SHIPPED, SIZE, TokenCodec, decode, fit_codec

SEEDS = st.integers(0, 10_000)


def tokens(count: int, size: int, seed: int) -> Floats:
    found = np.random.default_rng(seed).standard_normal((count, size)).astype(np.float32)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


@given(SEEDS, st.integers(1, SIZE))
def test_cosines_of_codes_are_those_of_their_tokens(seed: int, size: int) -> None:
    codec = TokenCodec.fitted(tokens(30, size, seed))
    own, other = tokens(6, size, seed + 1), tokens(6, size, seed + 2)
    assert np.allclose(decode(codec.encode(own)) @ codec.project(other).T, own @ other.T, atol=0.02)


@given(SEEDS)
def test_a_token_s_length_changes_no_code(seed: int) -> None:
    codec = TokenCodec.fitted(tokens(100, 80, seed))
    some = tokens(5, 80, seed)
    assert np.abs(codec.encode(4 * some).astype(int) - codec.encode(some)).max() <= 1


@given(SEEDS)
def test_a_fitted_codec_s_directions_are_orthonormal(seed: int) -> None:
    projection = TokenCodec.fitted(tokens(100, 80, seed)).projection
    assert projection.shape == (80, SIZE)
    assert np.allclose(projection.T @ projection, np.eye(SIZE), atol=0.005)


@pytest.mark.parametrize("size", [1, 12, SIZE, SIZE + 16])
def test_a_codec_keeps_its_id_and_its_codes_when_it_is_saved(tmp_path: Path, size: int) -> None:
    codec = TokenCodec.fitted(tokens(100, size, 0))
    codec.save(tmp_path / "codec.npy")
    again = TokenCodec.open(tmp_path / "codec.npy")
    assert again.id == codec.id
    assert np.array_equal(again.encode(tokens(9, size, 1)), codec.encode(tokens(9, size, 1)))


def test_another_projection_has_another_id() -> None:
    assert TokenCodec.fitted(tokens(100, 80, 0)).id != TokenCodec.fitted(tokens(100, 80, 1)).id


def test_no_tokens_have_no_codes() -> None:
    codec = TokenCodec(np.eye(4, dtype=np.float32))
    assert decode(codec.encode(np.zeros((0, 4), dtype=np.float32))).shape == (0, 4)


def test_a_codec_is_fitted_the_same_every_time() -> None:
    assert fit_codec(HashEncoder(), 8).id == fit_codec(HashEncoder(), 8).id


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.npy")), ids=lambda path: path.stem[:8])
def test_a_shipped_codec_has_orthonormal_directions(path: Path) -> None:
    projection = TokenCodec.open(path).projection
    assert projection.shape[1] == SIZE
    assert np.allclose(projection.T @ projection, np.eye(SIZE), atol=0.005)
