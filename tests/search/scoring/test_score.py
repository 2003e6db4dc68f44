"""What scoring asks of the model for one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.ask import Answerer
from index.encoding.hashed import HashEncoder
from index.encoding.protocol import Encoded
from index.search.scoring.encode import MOST_UNSEEN


class Counting(HashEncoder):
    """An encoder that keeps which words it was asked for."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def encode_query(self, text: str, words: Sequence[str] = ()) -> Encoded:
        self.words += words
        return super().encode_query(text, words)


def test_no_more_unseen_words_of_a_question_are_encoded_than_a_person_asks_with(answerer: Answerer) -> None:
    encoder = Counting()
    made_up = [f"{one}x{two}q{three}zz" for one in "abcdefghijkl" for two in "bcdfghjklm" for three in "bcdfghjklm"]
    found = replace(answerer, encoder=encoder).ask(" ".join([*made_up, "towel"]))
    assert encoder.words == made_up[:MOST_UNSEEN]
    assert "towel" in found.evidence[0].passage.text
