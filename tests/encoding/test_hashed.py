"""The fake encoder has one token per word, with the same vector everywhere."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.encoding.hashed import HashEncoder

ENCODER = HashEncoder()


def test_each_word_is_a_token_in_its_place() -> None:
    found = ENCODER.encode_tokens(["Ice, then heat.", ""])
    assert ["Ice, then heat."[first:last] for first, last in found.spans] == ["Ice", "then", "heat"]
    assert found.bounds.tolist() == [0, 3, 3]


def test_words_of_one_stem_are_one_token() -> None:
    found = ENCODER.encode_tokens(["pads pad heat"])
    assert np.array_equal(found.tokens[0], found.tokens[1])
    assert found.ids[0] == found.ids[1] != found.ids[2]


@given(texts=st.lists(st.text(max_size=30), max_size=5))
def test_both_ways_give_the_same_vectors_and_tokens_are_unit_vectors(texts: list[str]) -> None:
    found = ENCODER.encode_tokens(texts)
    assert np.array_equal(found.vectors, ENCODER.encode_passages(texts))
    assert np.allclose(np.linalg.norm(found.tokens, axis=1), 1, atol=1e-5)
    assert len(found.tokens) == len(found.spans) == len(found.ids) == found.bounds[-1]
