"""Micro-batching returns the same vectors as encoding alone, and no caller waits for ever."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ask import Answerer
from index.encoding.hashed import HashEncoder
from index.encoding.protocol import Asked, Encoded
from web.serving.batching import MOST, BatchingEncoder

PATIENCE = 10


class SlowEncoder(HashEncoder):
    """The fake encoder, which waits for the test before each run and records its calls."""

    def __init__(self) -> None:
        self.alone: list[str] = []
        self.sizes: list[int] = []
        self.begun = threading.Event()
        self.go_on = threading.Event()

    def encode_queries(self, asked: Sequence[Asked]) -> list[Encoded]:
        self.sizes.append(len(asked))
        if any(text == "poison" for text, _ in asked):
            raise ValueError("poisoned")
        return [HashEncoder.encode_query(self, text, words) for text, words in asked]

    def encode_query(self, text: str, words: Sequence[str] = ()) -> Encoded:
        self.alone.append(text)
        self.begun.set()
        self.go_on.wait(PATIENCE)
        if text == "poison":
            raise ValueError("poisoned")
        return super().encode_query(text, words)


def ask_while_busy(encoder: SlowEncoder, asked: list[str]) -> list[Encoded | Exception]:
    """The results for `asked` if all arrive while another question is being encoded."""
    batching = BatchingEncoder(encoder)

    def encode(text: str) -> Encoded | Exception:
        try:
            return batching.encode_query(text, ["word"])
        except ValueError as error:
            return error

    with ThreadPoolExecutor(len(asked) + 1) as pool:
        first = pool.submit(encode, "first")
        assert encoder.begun.wait(PATIENCE)
        rest = [pool.submit(encode, text) for text in asked]
        while len(batching._waiting) < len(asked):
            threading.Event().wait(0.001)
        encoder.go_on.set()
        first.result(PATIENCE)
        return [future.result(PATIENCE) for future in rest]


def test_a_lone_question_is_encoded_at_once_and_alone() -> None:
    encoder = SlowEncoder()
    encoder.go_on.set()
    batching = BatchingEncoder(encoder)
    batching.encode_query("ice")
    batching.encode_query("heat")
    assert (encoder.alone, encoder.sizes) == (["ice", "heat"], [])


@pytest.mark.parametrize(("arrive", "sizes"), [(1, [1]), (5, [5]), (MOST + 3, [MOST, 3])])
def test_questions_that_arrive_meanwhile_are_encoded_in_batches_with_bounds(arrive: int, sizes: list[int]) -> None:
    encoder = SlowEncoder()
    ask_while_busy(encoder, [str(number) for number in range(arrive)])
    assert (encoder.alone, encoder.sizes) == (["first"], sizes)


@given(texts=st.lists(st.text(max_size=20), min_size=1, max_size=8))
def test_together_the_vectors_are_those_of_each_alone(texts: list[str]) -> None:
    texts = [text for text in texts if text != "poison"] or ["ice"]
    for text, encoded in zip(texts, ask_while_busy(SlowEncoder(), texts), strict=True):
        assert isinstance(encoded, Encoded)
        assert np.array_equal(encoded.vectors, HashEncoder().encode_query(text, ["word"]).vectors)


@pytest.mark.parametrize("place", [0, 2])
def test_an_error_reaches_the_one_whose_question_it_was(place: int) -> None:
    asked = ["a", "b"]
    asked.insert(place, "poison")
    got = ask_while_busy(SlowEncoder(), asked)
    assert [isinstance(one, ValueError) for one in got] == [text == "poison" for text in asked]


def test_passages_are_encoded_as_before() -> None:
    batching, alone = BatchingEncoder(HashEncoder()), HashEncoder()
    assert np.array_equal(batching.encode_passages(["ice"]), alone.encode_passages(["ice"]))
    assert np.array_equal(batching.encode_tokens(["ice"]).tokens, alone.encode_tokens(["ice"]).tokens)


@pytest.mark.model
def test_the_real_model_gives_the_same_vectors_together(real: Answerer) -> None:
    texts = ["ice or heat?", "how long should ice stay on my back before I take it off again", "massage"] * 4
    batching = BatchingEncoder(real.encoder)
    alone = [real.encoder.encode_query(text, ["unseen"]) for text in texts]
    with ThreadPoolExecutor(len(texts)) as pool:
        together = list(pool.map(lambda text: batching.encode_query(text, ["unseen"]), texts))
    for one, other in zip(together, alone, strict=True):
        assert np.allclose(one.vectors, other.vectors, atol=1e-5)
        assert np.allclose(one.tokens, other.tokens, atol=1e-5)
