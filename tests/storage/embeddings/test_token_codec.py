"""Quantized token vectors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import Floats
from index.encoding.hashed import HashEncoder
from index.encoding.protocol import Encoded, Progress, no_progress
from index.models.files import PACKAGE_SHA256
from index.models.identity import FAKE_WEIGHTS, ModelIdentity
from index.storage.embeddings.token_codec import FILE, SHIPPED, CodedTokens, TokenCodec, codec_of, decode


def units(count: int, size: int, seed: int = 0) -> Floats:
    found = np.random.default_rng(seed).standard_normal((count, size)).astype(np.float32)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


@given(st.integers(0, 1000))
def test_a_code_keeps_the_direction(seed: int) -> None:
    codec = TokenCodec(np.eye(16, dtype=np.float32))
    tokens = units(8, 16, seed)
    assert np.allclose((decode(codec.encode(tokens)) * tokens).sum(axis=1), 1, atol=0.002)


def test_what_has_no_direction_is_coded_as_nothing() -> None:
    codec = TokenCodec(np.eye(16, dtype=np.float32))
    assert not decode(codec.encode(np.zeros((2, 16), dtype=np.float32))).any()


def test_a_fitted_codec_keeps_the_directions_in_which_tokens_differ() -> None:
    # Tokens in a four-dimensional subspace of twelve dimensions.
    tokens = units(200, 4) @ units(4, 12, seed=1)
    tokens /= np.linalg.norm(tokens, axis=1, keepdims=True)
    coded = decode(TokenCodec.fitted(tokens, 4).encode(tokens))
    assert np.abs(coded @ coded.T - tokens @ tokens.T).max() < 0.03


def test_a_model_of_fewer_dimensions_keeps_all() -> None:
    assert np.array_equal(TokenCodec.fitted(units(20, 6), 64).projection, np.eye(6))


def test_a_codec_is_the_same_after_it_was_saved(tmp_path: Path) -> None:
    codec = TokenCodec.fitted(units(200, 12), 4)
    codec.save(tmp_path / FILE)
    again = TokenCodec.open(tmp_path / FILE)
    assert again.id == codec.id
    assert np.array_equal(again.encode(units(20, 12)), codec.encode(units(20, 12)))


def test_another_shape_is_no_codec(tmp_path: Path) -> None:
    np.save(tmp_path / FILE, np.zeros(3))
    with pytest.raises(ValueError, match="expected"):
        TokenCodec.open(tmp_path / FILE)


def identity(sha256: str) -> ModelIdentity:
    return ModelIdentity("a model", sha256, "float32", "", "")


class Counting(HashEncoder):
    """Counts calls of `encode_tokens`."""

    asked = 0

    def encode_tokens(self, texts: Sequence[str], progress: Progress = no_progress) -> Encoded:
        self.asked += 1
        return super().encode_tokens(texts, progress)


def test_another_model_s_codec_is_fitted_once_and_kept(tmp_path: Path) -> None:
    encoder = Counting()
    first = codec_of(encoder, identity("1" * 64), tmp_path)
    second = codec_of(encoder, identity("1" * 64), tmp_path)
    assert first.id == second.id
    assert encoder.asked == 1


def test_the_fake_model_s_codec_keeps_every_dimension_and_no_file(tmp_path: Path) -> None:
    assert codec_of(HashEncoder(), identity(FAKE_WEIGHTS), tmp_path).size == HashEncoder().dimension
    assert not list(tmp_path.iterdir())


def test_a_kept_codec_that_is_damaged_is_fitted_anew(tmp_path: Path) -> None:
    encoder = Counting()
    first = codec_of(encoder, identity("1" * 64), tmp_path)
    (tmp_path / FILE).write_bytes((tmp_path / FILE).read_bytes()[:50])
    assert codec_of(encoder, identity("1" * 64), tmp_path).id == first.id
    assert codec_of(encoder, identity("1" * 64), tmp_path).id == first.id
    assert encoder.asked == 2


def test_the_default_model_s_codec_is_shipped() -> None:
    assert (SHIPPED / f"{PACKAGE_SHA256}.npy").is_file()


@given(st.lists(st.integers(0, 3), min_size=1, max_size=6), st.data())
def test_a_part_of_coded_texts_is_those_texts_alone(counts: list[int], data: st.DataObject) -> None:
    total = sum(counts)
    whole = CodedTokens(
        units(len(counts), 4),
        np.arange(total, dtype=np.int8).reshape(-1, 1),
        np.cumsum([0, *counts]),
        np.stack([np.arange(total), np.arange(total) + 1], axis=1),
        np.arange(total),
    )
    first = data.draw(st.integers(0, len(counts)))
    last = data.draw(st.integers(first, len(counts)))
    part = whole.part(first, last)
    ids = np.split(part.ids, part.bounds[1:-1]) if last > first else []
    assert [one.tolist() for one in ids] == [
        list(range(sum(counts[:at]), sum(counts[: at + 1]))) for at in range(first, last)
    ]
    assert part.codes[:, 0].tolist() == part.spans[:, 0].tolist() == part.ids.tolist()
    assert np.array_equal(part.vectors, whole.vectors[first:last])


def coded(*texts: str) -> CodedTokens:
    found = HashEncoder().encode_tokens(texts)
    return CodedTokens(found.vectors, found.tokens.astype(np.int8), found.bounds, found.spans, found.ids)


def test_a_heading_s_tokens_follow_those_of_the_text_below() -> None:
    found = coded("ice pack", "heat").under(coded("cold cure"), np.array([0]))
    assert found.spans.tolist() == [[0, 3], [4, 8], [1, 0], [1, 0], [0, 4]]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=6), st.data())
def test_each_text_under_headings_keeps_its_own_tokens_in_order_before_theirs(
    counts: list[int], data: st.DataObject
) -> None:
    at = sorted(data.draw(st.sets(st.integers(0, len(counts) - 1))))
    texts = coded(*(" ".join(f"{text}x{word}" for word in range(count)) for text, count in enumerate(counts)))
    headings = coded(*(" ".join(["head"] * data.draw(st.integers(0, 2))) for _ in at))
    found = texts.under(headings, np.array(at, dtype=np.int64))
    for text in range(len(counts)):
        rows = slice(*found.bounds[text : text + 2])
        own = slice(*texts.bounds[text : text + 2])
        above = slice(*headings.bounds[at.index(text) :][:2]) if text in at else slice(0, 0)
        assert found.codes[rows].tolist() == [*texts.codes[own].tolist(), *headings.codes[above].tolist()]
        assert found.ids[rows].tolist() == [*texts.ids[own].tolist(), *([-1] * len(headings.ids[above]))]


def test_texts_under_no_heading_keep_their_tokens() -> None:
    texts = coded("ice pack", "heat")
    assert texts.under(coded(), np.zeros(0, dtype=np.int64)).ids.tolist() == texts.ids.tolist()
