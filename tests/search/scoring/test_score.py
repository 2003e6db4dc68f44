"""What scoring asks the model for one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from index.ask import Answerer
from index.build import build
from index.encoding.hashed import HashEncoder
from index.encoding.protocol import Encoded
from index.opening import open_answerer
from index.search.scoring.encode import MOST_UNSEEN
from index.settings import Settings


class Counting(HashEncoder):
    """An encoder that records the words it was asked for."""

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


def test_a_question_of_one_word_finds_what_its_best_passages_are_about(settings: Settings, corpus: Path) -> None:
    texts = {
        "wool": "Dried onion skins colour wool yellow.",
        "ice": "Ice numbs tired shoulder blades.",
        "rest": "Tired shoulder blades rest upon cushions.",
    }
    for file in corpus.iterdir():
        file.unlink()
    for name, text in texts.items():
        (corpus / f"{name}.txt").write_text(text, encoding="utf-8")
    build(settings)
    answerer = open_answerer(settings)
    scored = answerer.scored("ice", 3)
    found = answerer.engine.owners(scored.scores.passages[scored.best])
    # Only the first article has the word; the one on rest shares its topic.
    assert found == ["ice", "rest", "wool"]
