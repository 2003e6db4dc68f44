"""Values of the embedding cache survive serialization."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoding.hashed import HashEncoder
from index.encoding.protocol import Encoded, Progress, no_progress
from index.storage.embeddings.cache import EmbeddingCache
from index.storage.embeddings.token_codec import CodedTokens, TokenCodec
from index.storage.embeddings.values import TokenValues, VectorValues, token_key

ENCODER = HashEncoder()
CODEC = TokenCodec(np.eye(ENCODER.dimension, dtype=np.float32)[:, :16])
VALUES = TokenValues(ENCODER, CODEC)
TEXTS = st.lists(st.text("abc é1.", max_size=20), min_size=1, max_size=8)


class Recording(HashEncoder):
    """Records the texts it was given."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def encode_tokens(self, texts: Sequence[str], progress: Progress = no_progress) -> Encoded:
        self.given.extend(texts)
        return super().encode_tokens(texts, progress)


def assert_same(one: CodedTokens, other: CodedTokens) -> None:
    for name in CodedTokens.__slots__:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


@given(TEXTS)
def test_what_is_stacked_is_what_the_model_said(texts: list[str]) -> None:
    stacked = VALUES.stacked(VALUES.compute(texts, no_progress))
    said = ENCODER.encode_tokens(texts)
    coded = CodedTokens(said.vectors, CODEC.encode(said.tokens), said.bounds, said.spans, said.ids)
    assert_same(stacked, coded)


@given(TEXTS, st.data())
def test_values_stand_in_the_order_in_which_they_are_stacked(texts: list[str], data: st.DataObject) -> None:
    computed = VALUES.compute(texts, no_progress)
    order = data.draw(st.permutations(range(len(texts))))
    assert_same(
        VALUES.stacked([computed[at] for at in order]),
        VALUES.stacked(VALUES.compute([texts[at] for at in order], no_progress)),
    )


@given(TEXTS)
def test_every_computed_value_fits(texts: list[str]) -> None:
    assert all(map(VALUES.fits, VALUES.compute(texts, no_progress)))


@pytest.mark.parametrize("missing", [1, 3, 20])
def test_a_value_that_ends_within_a_token_does_not_fit(missing: int) -> None:
    (value,) = VALUES.compute(["ice pack"], no_progress)
    assert not VALUES.fits(value[:-missing])


def test_a_value_without_a_whole_vector_does_not_fit() -> None:
    token = 4 + 2 * 2 + CODEC.size
    assert not VALUES.fits(bytes(4 * ENCODER.dimension - token))


def test_a_vector_with_more_behind_it_does_not_fit_as_a_passage() -> None:
    values = VectorValues(ENCODER)
    (value,) = values.compute(["ice pack"], no_progress)
    assert (values.fits(value), values.fits(value + b"\0")) == (True, False)


def test_a_token_beyond_the_largest_place_is_kept_at_it() -> None:
    text = "x" * 70_000 + " end"
    spans = VALUES.stacked(VALUES.compute([text], no_progress)).spans
    assert spans[-1].tolist() == [65_535, 65_535]


def test_no_values_are_no_texts() -> None:
    none = VALUES.stacked([])
    assert (none.vectors.shape, none.codes.shape, none.bounds.tolist()) == ((0, ENCODER.dimension), (0, 16), [0])


def test_a_text_that_stands_twice_is_encoded_once(tmp_path: Path) -> None:
    encoder = Recording()
    found, fresh = EmbeddingCache(tmp_path).encode_tokens(["ice", "heat", "ice"], encoder, CODEC, "m")
    assert sorted(encoder.given) == ["heat", "ice"]
    assert fresh == 2
    assert_same(found.part(0, 1), found.part(2, 3))


def test_only_the_texts_that_are_new_are_encoded(tmp_path: Path) -> None:
    EmbeddingCache(tmp_path).encode_tokens(["ice"], ENCODER, CODEC, "m")
    encoder = Recording()
    EmbeddingCache(tmp_path).encode_tokens(["ice", "heat"], encoder, CODEC, "m")
    assert encoder.given == ["heat"]


def test_a_passage_s_vector_is_not_taken_for_a_sentence_s(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path)
    cache.encode(["ice"], ENCODER, "m")
    found, fresh = cache.encode_tokens(["ice"], ENCODER, CODEC, "m")
    assert (fresh, len(found.codes)) == (1, 1)


def test_codecs_and_models_have_keys_of_their_own() -> None:
    assert len({token_key(model, codec) for model in ("m", "n") for codec in ("1", "2")}) == 4
