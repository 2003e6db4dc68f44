"""Different spellings of the same word are one word."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.words import placed_words, unaccented, words

# Characters that combine or normalize: accents, ligatures, superscripts, full width, parts of kana and Hangul.
AWKWARD = st.text("ae1é\u0301\u0327²½¹ﬁ\u00ad\u200b’'.,０Ａﾀﾞ가ᄀ ™㎎μ₂")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It holds 1,500 ml", ["it", "holds", "1500", "ml"]),
        ("5mg", ["5", "mg"]),
        ("39.5°C", ["39.5", "c"]),
        ("release 2.5.1", ["release", "2.5.1"]),
        ("b12 and PPR-9087", ["b12", "and", "ppr", "9087"]),
        ("11,22 and 1,2,300", ["11", "22", "and", "1", "2", "300"]),
        ("½ cup", ["1", "2", "cup"]),
        ("1/2 cup", ["1", "2", "cup"]),
        ("20¹ minutes", ["20", "1", "minutes"]),
        ("tor\u00adtoise", ["tortoise"]),
        ("enclo\u200bsure", ["enclosure"]),
        ("ﬁne", ["fine"]),
        ("ＡＢ１２", ["ab12"]),
        ("Calmex™", ["calmex"]),
    ],
)
def test_one_word_is_one_word_however_it_is_written(text: str, found: list[str]) -> None:
    assert words(text) == found


@given(st.one_of(st.text(), AWKWARD))
def test_placed_words_are_the_words_and_stand_in_the_text(text: str) -> None:
    placed = placed_words(text)
    assert [word for word, _ in placed] == words(text)
    assert all(0 <= start < end <= len(text) for _, (start, end) in placed)


def test_a_place_holds_what_is_not_shown_too() -> None:
    text = "A tor\u00adtoise drinks 1,500 ml"
    assert [text[start:end] for _, (start, end) in placed_words(text)] == [
        "A",
        "tor\u00adtoise",
        "drinks",
        "1,500",
        "ml",
    ]


def test_accents_can_be_left_out() -> None:
    assert [unaccented(word) for word in ("café", "naïve", "façade", "plain")] == ["cafe", "naive", "facade", "plain"]


@given(st.text(st.sampled_from("aeou\u0301\u0308\u0327éüç nx"), max_size=30))
def test_an_accent_counts_alike_however_it_is_stored(text: str) -> None:
    assert words(unicodedata.normalize("NFC", text)) == words(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("ﬁne", ["ﬁne"]),
        ("20¹ min", ["20", "¹", "min"]),
        ("cafe\u0301 x", ["cafe\u0301", "x"]),
        ("ＡＢ１２", ["ＡＢ１２"]),
        ("½ cup", ["½", "½", "cup"]),
        ("H₂O", ["H₂O"]),
    ],
)
def test_a_place_is_of_the_characters_as_they_are_written(text: str, places: list[str]) -> None:
    assert [text[start:end] for _, (start, end) in placed_words(text)] == places
