"""Words and stems."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.terms import STOP_WORDS, stem, terms
from index.text.words import words


@given(st.text())
def test_terms_of_any_text_are_stems_of_its_words(text: str) -> None:
    assert terms(text) == [stem(word) for word in words(text) if word not in STOP_WORDS]


def test_case_and_curly_apostrophes_do_not_matter() -> None:
    assert words("Don’t STRAIN") == ["don't", "strain"]


def test_forms_of_a_word_share_a_stem() -> None:
    assert terms("stretches stretching stretched") == ["stretch"] * 3


def test_a_genitive_is_its_word() -> None:
    assert terms("the body's") == terms("body")


def test_codes_are_kept_as_words() -> None:
    assert words("ICD-10 and L4/L5") == ["icd", "10", "and", "l4", "l5"]


def test_several_threads_may_stem_at_once() -> None:
    with ThreadPoolExecutor(8) as pool:
        stems = list(pool.map(lambda number: stem(f"stretching{'s' * (number % 50)}"), range(2000)))
    assert stems == [stem(f"stretching{'s' * (number % 50)}") for number in range(2000)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("20¹ minutes", ["20", "1", "minutes"]),
        ("10¹² of H₂O", ["10", "12", "of", "h2o"]),
        ("2½ cups", ["2", "1", "2", "cups"]),
        ("the hi\u00adber\u00adna\u200btion", ["the", "hibernation"]),
        ("Calmex™", ["calmex"]),
    ],
)
def test_raised_figures_are_words_apart_and_unseen_characters_part_none(text: str, found: list[str]) -> None:
    assert words(text) == found
