"""Spelling correction in languages other than English."""

from __future__ import annotations

import pytest

from index.text.spelling import Speller
from index.text.vocabulary import Vocabulary

GERMAN = Speller(Vocabulary.of(["Die Fahrradkette wird geölt und der Reifen geprüft"], "de"))
FRENCH = Speller(Vocabulary.of(["La confiture et la machine à laver; les plantes de l'été"], "fr"))
CHINESE = Speller(Vocabulary.of(["自行车链条"], "zh"))


@pytest.mark.parametrize(
    ("speller", "code", "typed", "meant"),
    [
        (GERMAN, "de", "wie öle ich die Fahradkette", "wie öle ich die fahrradkette"),
        (GERMAN, "de", "reiffen prüfen", "reifen prüfen"),
        (FRENCH, "fr", "la confitture", "la confiture"),
    ],
)
def test_a_misspelt_word_is_corrected_to_one_of_its_own_language(
    speller: Speller, code: str, typed: str, meant: str
) -> None:
    assert speller.correct(typed, code) == meant


@pytest.mark.parametrize(
    ("speller", "code", "typed"),
    [
        (GERMAN, "de", "Fahrradketten und Winterreifen"),
        (GERMAN, "de", "Herr Reifer fragt"),
        (FRENCH, "fr", "l'été des confitures"),
        (FRENCH, "fr", "planter"),
        (CHINESE, "zh", "怎么洗链子"),
        (GERMAN, "sv", "fahradkette"),
    ],
)
def test_inflections_compounds_names_and_languages_without_a_list_are_left_alone(
    speller: Speller, code: str, typed: str
) -> None:
    assert speller.correct(typed, code) is None
