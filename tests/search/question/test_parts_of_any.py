"""Properties of the parts of any question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.search.question.parts import parts
from index.text.terms import STOP_WORDS, asks
from index.text.words import words


def asked(question: str) -> tuple[str, ...]:
    return tuple(part.question for part in parts(question))


def searched(question: str) -> tuple[str, ...]:
    return tuple(part.searched for part in parts(question))


WORDS = ["ice", "heat", "nurse", "or", "and", "what", "is", "it", "how", "the", "best", "?", ",", "vs"]
QUESTIONS = st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join)
TOPIC = st.sampled_from(["ice", "heat", "nurse", "towel", "bath"])


@given(QUESTIONS)
def test_every_part_names_a_topic(question: str) -> None:
    assert all(any(word not in STOP_WORDS and not asks(word) for word in words(part)) for part in searched(question))


@given(QUESTIONS)
def test_a_part_has_no_words_but_the_question_s(question: str) -> None:
    assert all(set(words(part)) <= set(words(question)) for part in searched(question))


@given(QUESTIONS)
def test_a_part_ends_as_a_question_does(question: str) -> None:
    assert all(part.endswith("?") and not part.endswith(" ?") for part in searched(question))


@given(TOPIC, TOPIC, st.sampled_from([" and ", ", and ", "? ", " or ", "; "]))
def test_two_questions_are_two_parts_however_they_are_joined(one: str, other: str, joined: str) -> None:
    assert asked(f"what is {one}{joined}what is {other}?") == (f"what is {one}?", f"what is {other}?")


@given(st.lists(TOPIC, min_size=2, max_size=4))
def test_there_are_as_many_parts_as_questions(topics: list[str]) -> None:
    assert len(parts("? ".join(f"Where is the {topic}" for topic in topics))) == len(topics)


@given(TOPIC, TOPIC)
def test_the_sides_of_a_contrast_share_what_surrounds_them(one: str, other: str) -> None:
    assert asked(f"is {one} or {other} for me?") == (f"is {one} for me?", f"is {other} for me?")


@pytest.mark.parametrize("pronoun", ["it", "this", "they", "those"])
def test_a_pronoun_is_given_the_topic(pronoun: str) -> None:
    assert "gout" in words(searched(f"What is gout and who treats {pronoun} with diet?")[1])


def test_a_question_that_names_its_own_topic_is_given_no_other() -> None:
    assert searched("What is gout and who treats cramp?")[1] == "who treats cramp?"


@pytest.mark.parametrize(
    "question", ["My knee hurts, what is gout?", "I have gout and is it serious?", "gout, is it serious or not"]
)
def test_a_statement_before_a_question_is_no_part(question: str) -> None:
    assert parts(question) == ()


@pytest.mark.parametrize("question", ["what is it and how", "is it or is it not?", "how or why", "what? why? when?"])
def test_questions_that_name_nothing_are_no_parts(question: str) -> None:
    assert parts(question) == ()


@given(st.lists(TOPIC, min_size=5, max_size=9))
def test_more_questions_than_a_person_asks_are_one(topics: list[str]) -> None:
    assert parts("? ".join(f"Where is the {topic}" for topic in topics)) == ()
