"""The vocabulary of the articles."""

from __future__ import annotations

from math import log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import IndexDamagedError
from index.text.vocabulary import Vocabulary
from index.text.words import unaccented

TEXTS = ["Ice packs, ice cubes.", "The heat of an ice bath", "Walking"]


def test_words_are_counted_and_terms_by_passage() -> None:
    vocabulary = Vocabulary.of(TEXTS)
    assert (vocabulary.words["ice"], vocabulary.terms["ice"], vocabulary.passages) == (3, 2, 3)


def test_stop_words_are_words_and_no_terms() -> None:
    vocabulary = Vocabulary.of(TEXTS)
    assert "the" in vocabulary.words
    assert "the" not in vocabulary.terms


def test_idf_is_lucene_s() -> None:
    assert Vocabulary.of(TEXTS).idf("ice") == pytest.approx(log(1 + 1.5 / 2.5))


def test_a_term_that_no_passage_has_is_the_rarest() -> None:
    vocabulary = Vocabulary.of(TEXTS)
    assert vocabulary.idf("zebra") > vocabulary.idf("heat") > vocabulary.idf("ice")


def test_a_saved_vocabulary_opens_as_it_was(tmp_path: Path) -> None:
    vocabulary = Vocabulary.of(TEXTS)
    vocabulary.save(tmp_path / "v.json")
    assert Vocabulary.open(tmp_path / "v.json") == vocabulary


def test_a_file_that_is_no_vocabulary_is_damage(tmp_path: Path) -> None:
    (tmp_path / "v.json").write_text("[]", encoding="utf-8")
    with pytest.raises(IndexDamagedError, match="cannot be read"):
        Vocabulary.open(tmp_path / "v.json")


ACCENTED = Vocabulary.of(["The café and the cafè", "A café", "plain Resume of a naïve façade", "crème brûlée"])


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("cafe", "café"),
        ("café", "café"),
        ("resumé", "resume"),
        ("naive", "naïve"),
        ("brulee", "brûlée"),
        ("brulée", "brûlée"),
        ("tea", "tea"),
        ("thé", "thé"),
    ],
)
def test_an_accent_that_is_missing_or_too_many_finds_the_word(asked: str, known: str) -> None:
    assert ACCENTED.accented(asked) == known


@given(st.text(st.sampled_from("aeinrsté"), min_size=1, max_size=5), st.text(max_size=30))
def test_only_accents_are_ever_changed(word: str, text: str) -> None:
    assert unaccented(Vocabulary.of([text]).accented(word)) == unaccented(word)


@given(st.lists(st.sampled_from(["ice pack", "the heat", "ice ice", ""]), min_size=1, max_size=6))
def test_a_term_weighs_from_nothing_to_one(texts: list[str]) -> None:
    vocabulary = Vocabulary.of(texts)
    assert vocabulary.weight("zebra") == pytest.approx(1)
    assert all(0 < vocabulary.weight(term) <= 1 for term in ("ice", "heat"))
