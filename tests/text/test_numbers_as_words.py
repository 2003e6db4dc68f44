"""Numbers with units, exponents and separators as words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.words import placed_words, unaccented, words

UNITS = st.sampled_from(["mg", "ml", "km", "g", "crowns"])
PLAIN = st.text("abcdefghij ", max_size=30)


@given(st.integers(0, 10**12), UNITS)
def test_thousands_change_no_number_and_a_unit_needs_no_space(number: int, unit: str) -> None:
    assert words(f"{number:,} {unit}") == words(f"{number}{unit}") == [str(number), unit]


@given(st.integers(0, 10**9), st.integers(0, 999))
def test_a_number_keeps_its_decimals(whole: int, part: int) -> None:
    assert words(f"{whole:,}.{part}") == [f"{whole}.{part}"]


@given(st.lists(st.integers(0, 99), min_size=2, max_size=5))
def test_a_list_of_short_numbers_is_several_words(numbers: list[int]) -> None:
    assert words(",".join(map(str, numbers))) == list(map(str, numbers))


@given(st.integers(0, 10**6))
def test_a_number_ends_at_its_sentence_s_end(number: int) -> None:
    assert words(f"It costs {number:,}.") == words(f"It costs {number:,}, or so")[:3] == ["it", "costs", str(number)]


@given(PLAIN)
def test_soft_hyphens_anywhere_change_no_word(text: str) -> None:
    assert words("\u00ad".join(text)) == words(text)


@given(st.text("abcxyz 019", max_size=30))
def test_full_width_characters_are_plain_ones(text: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if char != " " else char for char in text)
    assert words(wide) == words(text)


@pytest.mark.parametrize("raised", ["²", "³", "¹²", "⁴"])
def test_a_raised_digit_is_never_part_of_the_word_before_it(raised: str) -> None:
    assert words(f"towel{raised}")[0] == "towel"


@given(PLAIN, PLAIN)
def test_words_on_either_side_of_a_space_do_not_change_each_other(one: str, other: str) -> None:
    assert words(f"{one} {other}") == words(one) + words(other)


@given(st.text())
def test_places_come_in_the_text_s_order(text: str) -> None:
    places = [place for _, place in placed_words(text)]
    assert places == sorted(places)


@given(st.text("abc é1, .mg", max_size=30))
def test_a_word_cut_out_at_its_place_is_that_word(text: str) -> None:
    assert [words(text[start:end]) for _, (start, end) in placed_words(text)] == [[word] for word in words(text)]


@given(st.text())
def test_what_has_no_accents_has_none_to_lose(text: str) -> None:
    assert unaccented(unaccented(text)) == unaccented(text)
