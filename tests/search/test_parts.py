"""Splitting several questions in one, and the two sides of a contrast."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.search.parts import parts


def asked(question: str) -> tuple[str, ...]:
    return tuple(part.question for part in parts(question))


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("How do I treat it? When do I see a nurse?", ("How do I treat it?", "when do I see a nurse?")),
        ("What is a spasm and who treats one", ("What is a spasm?", "who treats one?")),
        (
            "Does it open on Sunday, and what does a ticket cost?",
            ("Does it open on Sunday?", "what does a ticket cost?"),
        ),
    ],
)
def test_each_question_is_a_part(question: str, found: tuple[str, ...]) -> None:
    assert tuple(part.casefold() for part in asked(question)) == tuple(part.casefold() for part in found)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("ice or heat for the knee", ("ice for the knee?", "heat for the knee?")),
        ("should I rest or keep moving", ("should I rest?", "should I keep moving?")),
        ("Is a hot bath or a cold shower nicer", ("Is a hot bath nicer?", "Is a cold shower nicer?")),
        ("sleep on my side or on my back at night", ("sleep on my side at night?", "sleep on my back at night?")),
        ("tea vs coffee", ("tea?", "coffee?")),
        ("ice or heat or both?", ("ice?", "heat?")),
        ("either a bath or a shower", ("a bath?", "a shower?")),
        ("do I need a scan or an X-ray?", ("do I need a scan?", "do I need an X-ray?")),
    ],
)
def test_each_side_of_a_contrast_is_a_part(question: str, found: tuple[str, ...]) -> None:
    assert asked(question) == found


def test_a_second_question_that_points_back_is_searched_with_the_first_one_s_topic() -> None:
    assert parts("What is sciatica and how is it treated?")[1].searched == "how is it treated sciatica?"


def test_a_second_question_that_points_back_is_shown_as_asked() -> None:
    assert parts("What is sciatica and how is it treated?")[1].question == "how is it treated?"


def test_a_topic_word_that_the_second_question_has_is_not_repeated() -> None:
    assert parts("Does the app sync at night and is it syncing now?")[1].searched == "is it syncing now app night?"


@pytest.mark.parametrize("name", ["http.max_body", "_id", "localhost:7420", "me@example.org", "1,500.5"])
def test_a_name_stays_as_typed(name: str) -> None:
    assert asked(f"What is {name} and what is a port?")[0] == f"What is {name}?"


@pytest.mark.parametrize(
    "question",
    [
        "Can I swim with a sore back?",
        "I fell down the stairs, is it serious?",
        "is that a good idea or no",
        "do I need ice and how often",
        "bread and butter for the birds",
        "tea or coffee or cocoa for me",
        "or",
        "",
    ],
)
def test_one_question_has_no_parts(question: str) -> None:
    assert parts(question) == ()


@given(st.text(st.sampled_from("aeio rst?,;.or and what is"), max_size=60))
def test_there_are_no_parts_or_several_and_none_is_empty(question: str) -> None:
    found = asked(question)
    assert len(found) != 1
    assert all(part.strip() for part in found)
