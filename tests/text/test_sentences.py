"""Sentence boundaries."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from index.text.sentences import LONGEST, sentence_spans


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
