"""Question words, negations, and words with two spellings."""

from __future__ import annotations

import pytest

from index.text.terms import asks, negates, stem, terms
from index.text.word_lists import american


@pytest.mark.parametrize("word", ["mean", "means", "happened", "given", "takes", "long", "often", "ok", "best", "good"])
def test_a_word_that_asks_does_so_in_every_inflection(word: str) -> None:
    assert asks(word)


@pytest.mark.parametrize("word", ["ice", "dose", "gateway", "doctor"])
def test_a_word_that_names_something_does_not_ask(word: str) -> None:
    assert not asks(word)


@pytest.mark.parametrize("word", ["not", "never", "don't", "dont", "cannot", "cant", "without"])
def test_a_word_denies_with_and_without_its_apostrophe(word: str) -> None:
    assert negates(word)


@pytest.mark.parametrize("word", ["want", "different", "can", "note"])
def test_a_word_that_only_ends_like_a_denial_denies_nothing(word: str) -> None:
    assert not negates(word)


def test_contractions_without_their_apostrophe_are_no_terms() -> None:
    assert terms("dont cant isnt whats") == []


@pytest.mark.parametrize(
    ("british", "american"),
    [("colour", "color"), ("tyres", "tires"), ("grey", "gray"), ("haemorrhage", "hemorrhage"), ("litre", "liter")],
)
def test_both_spellings_of_a_word_are_one_term(british: str, american: str) -> None:
    assert stem(british) == stem(american)


@pytest.mark.parametrize("british", ["colour", "tyre", "organise", "centre", "anaesthetic", "fibre"])
def test_a_spelling_that_is_american_already_stays(british: str) -> None:
    assert american(british) != british
    assert american(american(british)) == american(british)


def test_a_genitive_is_spelled_the_american_way_too() -> None:
    assert stem("colour's") == stem("color")
