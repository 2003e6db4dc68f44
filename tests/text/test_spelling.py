"""Misspelt words are corrected to words of the articles; all others are unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.spelling import MOST_LOOKED_UP, LanguageSpeller, Speller
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


def test_a_british_word_is_not_corrected_to_one_of_the_articles() -> None:
    speller = Speller(Vocabulary.of(["Electricity is metered at the berth, and colored tags are theatrical."]))
    assert speller.correct("a ten metre boat of any colour near the theatre") is None


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


NAMES = Speller(Vocabulary.of(["Northgate and Riverside open parts of the library. A quota for Jensen and Jansen."]))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Is Nothgate open", "Is Northgate open"),
        ("when is Riversdie open", "when is Riverside open"),
        ("when is Riverside in Norrthgate", "when is Riverside in Northgate"),
    ],
)
def test_a_misspelt_name_inside_a_sentence_becomes_the_name_of_the_articles(typed: str, meant: str) -> None:
    assert NAMES.correct(typed) == meant


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("Is Librry open", "library is an everyday word and no name"),
        ("Is Quora open", "another letter makes another name"),
        ("Is Nriverside open", "the first letter differs"),
        ("Is Jnsen open", "two names are equally near"),
        ("Is Nrthgte open", "it is two edits away"),
        ("Is NOTHGATE open", "all capitals mark an abbreviation"),
    ],
)
def test_a_name_that_the_articles_may_lack_is_left(question: str, why: str) -> None:
    assert NAMES.correct(question) is None, why


def test_a_short_name_is_left() -> None:
    assert Speller(Vocabulary.of(["Advil"])).correct("Is Advl sold") is None


def test_letters_missed_doubled_or_swapped_are_likelier_than_another_letter() -> None:
    assert Speller(Vocabulary.of(["with with with which"])).correct("wich oil") == "which oil"


def test_a_word_two_edits_away_is_another_word_if_its_consonants_differ() -> None:
    assert Speller(Vocabulary.of(["a hammer"])).correct("tight hammies") is None


@pytest.mark.parametrize(("typed", "meant"), [("renue", "renew"), ("fysical", "physical")])
def test_a_word_two_edits_away_is_meant_if_it_sounds_the_same(typed: str, meant: str) -> None:
    assert Speller(Vocabulary.of(["renew a physical card"])).correct(typed) == meant


def test_three_letters_without_a_vowel_are_an_abbreviation() -> None:
    assert Speller(Vocabulary.of(["an sns queue"])).correct("send an sms") is None


@given(st.text())
def test_correcting_twice_changes_nothing_more(question: str) -> None:
    once = SPELLER.correct(question)
    if once is not None:
        assert SPELLER.correct(once) is None


class Counting(LanguageSpeller):
    """A speller that records the words it looks up."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(vocabulary, "en")
        self.looked_up: list[str] = []

    def _nearest(self, word: str) -> str | None:
        self.looked_up.append(word)
        return super()._nearest(word)


def test_a_repeated_word_is_looked_up_once() -> None:
    speller = Counting(Vocabulary.of(["heat and ice"]))
    assert speller.correct("heet heet and heet") == "heat heat and heat"
    assert speller.looked_up == ["heet"]


def test_no_more_words_of_a_question_are_looked_up_than_a_person_misspells() -> None:
    speller = Counting(Vocabulary.of(["heat and ice"]))
    made_up = [f"{one}x{two}q{three}zz" for one in "abcdefghijkl" for two in "bcdfghjklm" for three in "bcdfghjklm"]
    speller.correct(" ".join(made_up))
    assert speller.looked_up == made_up[:MOST_LOOKED_UP]


@pytest.mark.parametrize("question", ["cafe", "the cafes", "cafe\u0301", "CAFE", "brulee and cafe"])
def test_a_word_that_lacks_its_accent_is_not_misspelt(question: str) -> None:
    # "care" and "cave" are one edit from "cafe", but "café" differs from it only in its accent.
    speller = Speller(Vocabulary.of(["café cafés crème brûlée", "care cave cares caves"]))
    assert speller.correct(question) is None
