"""Sentence boundaries."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.text.sentences import LONGEST, cut_at_ends, sentence_spans


@given(st.text(max_size=400))
@example("A b. A b. A b.")
@example("The answer was A. B\u00a0. C helps.")
@example("Vitamin B\u3000. C helps")
@example("Dr. Katz said “yes”. Then left.")
def test_sentences_hold_every_visible_character_once_and_in_order(text: str) -> None:
    spans = list(sentence_spans(text, 0, len(text)))
    assert "".join("".join(text[start:end] for start, end in spans).split()) == "".join(text.split())
    assert all(first[1] <= second[0] for first, second in zip(spans, spans[1:], strict=False))


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_a_part_of_a_text_is_split_as_if_it_stood_alone(before: str, part: str, after: str) -> None:
    inside = sentence_spans(before + part + after, len(before), len(before) + len(part))
    alone = sentence_spans(part, 0, len(part))
    assert [(start - len(before), end - len(before)) for start, end in inside] == list(alone)


def test_titles_and_degrees_do_not_end_a_sentence() -> None:
    text = "Nicole Cutler, L.Ac., wrote it. Dr. Katz did not."
    assert [text[start:end] for start, end in sentence_spans(text, 0, len(text))] == [
        "Nicole Cutler, L.Ac., wrote it.",
        "Dr. Katz did not.",
    ]


def test_a_lone_bracket_belongs_to_the_sentence_before() -> None:
    text = "Run errands (an added bonus.). Then rest."
    assert [text[start:end] for start, end in sentence_spans(text, 0, len(text))][-1] == "Then rest."
    assert all(any(map(str.isalnum, text[start:end])) for start, end in sentence_spans(text, 0, len(text)))


def test_text_without_an_end_is_cut_into_pieces() -> None:
    text = "word " * 150
    assert [len(text[start:end].split()) for start, end in sentence_spans(text, 0, len(text))] == [LONGEST, LONGEST, 30]


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, 0, len(text))]


@pytest.mark.parametrize(
    "whole",
    [
        "Add approx. 3 cups of milk.",
        "Add 2 tbsp. Butter and 1 tsp. of salt.",
        "The jug holds max. 3 litres, min. 2 in all.",
        "See fig. 3 and vol. 2 for the joint.",
        "Take no. 7 or nos. 8 and 9.",
        "It opens at 5 p.m. on Fridays and at 6 p.m. Saturday to Monday.",
        "The call is at 9 a.m. Eastern time.",
        "Install .NET 8 before ASP.NET is started.",
        "Version 2.5.1 of the tool is on EXAMPLE.COM now.",
        "It was made by Ms. Harcastle and her son.",
        "The film is about Dr. No.",
    ],
)
def test_no_sentence_ends_after_an_abbreviation_or_inside_a_name(whole: str) -> None:
    assert cut(f"{whole} Then stir.") == [whole, "Then stir."]


@pytest.mark.parametrize(
    "two",
    [
        ["The answer is no.", "Then go."],
        ["It shuts at 6 p.m.", "Bring a towel."],
        ["The fig.", "He ate it."],
        ["He is at the max.", "She rests."],
        ["Default: 500ms.", "Set it to 0."],
    ],
)
def test_a_sentence_may_end_in_a_word_that_looks_like_an_abbreviation(two: list[str]) -> None:
    assert cut(" ".join(two)) == two


@pytest.mark.parametrize("marker", ["(1)", "(a)", "(iv)", "•", "◦", "1.", "2.1."])
def test_the_marker_of_an_item_belongs_to_the_first_of_its_sentences(marker: str) -> None:
    assert cut(f"{marker} Books are lent for a month. Magazines are not.") == [
        f"{marker} Books are lent for a month.",
        "Magazines are not.",
    ]


def test_every_item_of_a_list_in_lines_is_split_into_sentences() -> None:
    items = ["1. Measure the gap.", "Then write it down.", "2. Check the hanger.", "A bent one is replaced."]
    assert cut("{} {}\n{} {}".format(*items)) == items


def test_a_number_that_ends_a_sentence_is_no_marker() -> None:
    assert cut("The number of the house is\n7. The door is red.") == [
        "The number of the house is\n7.",
        "The door is red.",
    ]


@pytest.mark.parametrize("amount", "4 mm,5 m,3 s,15 g,15 h,15 l,15 t,5 p,20 min".split(","))
def test_a_sentence_may_end_in_a_unit(amount: str) -> None:
    assert cut(f"Its measure is {amount}. Resin is not measured.") == [
        f"Its measure is {amount}.",
        "Resin is not measured.",
    ]


def test_the_time_of_a_day_is_no_unit() -> None:
    assert cut("It starts at 5 a. m. Monday.") == ["It starts at 5 a. m. Monday."]


def test_a_title_after_an_article_may_end_a_sentence() -> None:
    assert cut("She is a Dr. He is not.") == ["She is a Dr.", "He is not."]


def test_words_without_end_are_cut_into_pieces() -> None:
    pieces = cut("ab" * 2_600)
    assert [len(piece) for piece in pieces] == [1_000] * 5 + [200]


def test_a_long_text_is_cut_where_sentences_end() -> None:
    sentence = "The stove of the hall is swept every spring by a man from the town."
    assert set(cut(" ".join([sentence] * 400))) == {sentence}


@pytest.mark.parametrize(
    ("text", "most", "pieces"), [("ab cd", 4, ["ab ", "cd"]), ("abcd", 2, ["ab", "cd"]), ("", 2, [])]
)
def test_pieces_are_cut_at_spaces_where_there_are_any(text: str, most: int, pieces: list[str]) -> None:
    assert [text[start:end] for start, end in cut_at_ends(text, most)] == pieces


def test_a_line_end_is_a_better_cut_than_a_sentence_s_end_and_that_than_a_space() -> None:
    text = "aaaa bbb. Ccc\nddd. Ee f"
    start, end = next(cut_at_ends(text, 20))
    assert text[start:end] == "aaaa bbb. Ccc\n"


@pytest.mark.parametrize("note", ["³", "¹,²", "¹⁻³", "*", "†", "^(12)"])
def test_the_mark_of_a_note_belongs_to_the_sentence_that_it_follows(note: str) -> None:
    assert cut(f"It costs nothing.{note} You may ask.") == [f"It costs nothing.{note}", "You may ask."]


def test_a_mark_after_a_space_begins_a_sentence() -> None:
    assert cut("It costs nothing. ³ You may ask.")[-1] == "³ You may ask."
