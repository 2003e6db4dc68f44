"""Misspelt words become words of the articles; everything else is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.spelling import Speller
from index.text.vocabulary import Vocabulary

SPELLER = Speller(
    Vocabulary.of(
        [
            "Should heat or ice be used on a sore back? Heat pads relax the lower back.",
            "A massage helps muscle spasms. Flexall and Percogesic are sold. A remedy is rest.",
        ]
    )
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("shoud i use heet or ise on my bak", "should i use heat or ice on my back"),
        ("masage for musle spasims", "massage for muscle spasms"),
        ("flexal", "flexall"),
        ("percojezic", "percogesic"),
        ("HEET OR ISE", "heat OR ice"),
        ("lowerback heat", "lower back heat"),
        ("bakc", "back"),
    ],
)
def test_a_misspelt_word_becomes_the_word_meant(typed: str, meant: str) -> None:
    assert SPELLER.correct(typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "should i use heat on my back",
        "a short shot of kidney medicine",
        "Is Dr. Bakk any good?",
        "What does an MRI or ICD-10 code cost?",
        "l5 s1 disc",
        "qzxwvk",
        "sé à ü",
        "腰が痛い",
    ],
)
def test_known_words_names_codes_and_hopeless_cases_are_left(question: str) -> None:
    assert SPELLER.correct(question) is None


def test_spaces_and_punctuation_stay_as_typed() -> None:
    assert SPELLER.correct("  heet,  or ...ise?! ") == "  heat,  or ...ice?! "


@given(st.text())
def test_correcting_twice_changes_nothing_more(question: str) -> None:
    once = SPELLER.correct(question)
    if once is not None:
        assert SPELLER.correct(once) is None
