"""The word lists of a language are consistent."""

from __future__ import annotations

from dataclasses import fields

import pytest

from index.text.language import ENGLISH, Language
from index.text.terms import STOP_WORDS, asks, negates, stem, terms
from index.text.words import words

# Fields that English does not have, or has in another form.
_OTHERS = {"code", "elisions", "alternating", "links", "same", "counting"}
KINDS = [field.name for field in fields(Language) if field.name not in _OTHERS]


@pytest.mark.parametrize("kind", KINDS)
def test_every_listed_word_is_one_word_in_lower_case(kind: str) -> None:
    listed = getattr(ENGLISH, kind)
    assert listed
    assert [words(word) for word in sorted(listed)] == [[word] for word in sorted(listed)]


@pytest.mark.parametrize("kind", ["interrogatives", "auxiliaries"])
def test_what_begins_a_question_names_nothing(kind: str) -> None:
    assert all(word in STOP_WORDS or asks(word) for word in getattr(ENGLISH, kind))


@pytest.mark.parametrize("word", sorted(ENGLISH.negations))
def test_every_listed_denial_denies(word: str) -> None:
    assert negates(word)


@pytest.mark.parametrize("word", sorted(word for word in ENGLISH.stop if word.endswith("n't")))
def test_every_contraction_denies_however_its_apostrophe_is_typed(word: str) -> None:
    typed = [word, word.replace("'", "’"), word.replace("'", "")]
    assert [list(map(negates, words(one))) for one in typed] == [[True]] * 3
    assert terms(" ".join(typed)) == []


@pytest.mark.parametrize("word", sorted(ENGLISH.asking))
def test_every_listed_word_asks(word: str) -> None:
    assert asks(word)


@pytest.mark.parametrize("inflected", ["meaning", "happens", "happening", "giving", "taking", "helped", "needs", "OK"])
def test_an_inflection_asks_too(inflected: str) -> None:
    assert asks(inflected.lower())


@pytest.mark.parametrize(
    ("british", "american"),
    [("colours", "colors"), ("centre", "center"), ("organised", "organized"), ("paediatric", "pediatric")],
)
def test_an_inflected_spelling_is_the_same_term_too(british: str, american: str) -> None:
    assert stem(british) == stem(american)


@pytest.mark.parametrize(("one", "other"), [("ice", "icy"), ("meter", "metre rule"), ("dose", "doze")])
def test_words_of_two_meanings_stay_two(one: str, other: str) -> None:
    assert terms(one) != terms(other)
