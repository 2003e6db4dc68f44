"""Splitting several questions in one, and the two sides of a contrast."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.search.question.parts import parts


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


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("bed rest or walking", ("bed rest?", "walking?")),
        ("bed rest or walking for gout", ("bed rest for gout?", "walking for gout?")),
        ("rest in bed or walk", ("rest in bed?", "walk?")),
        ("what helps, bed rest or walking", ("what helps, bed rest?", "what helps, walking?")),
    ],
)
def test_all_of_a_short_clause_is_the_first_side(question: str, found: tuple[str, ...]) -> None:
    assert asked(question) == found


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("back pain heat or ice", "back pain ice?"),
        ("lie on my side or back", "lie on my back?"),
    ],
)
def test_what_introduces_both_sides_is_no_part_of_the_first(question: str, right: str) -> None:
    assert asked(question)[1] == right


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("firm or soft mattress for gout", ("firm mattress for gout?", "soft mattress for gout?")),
        ("do I need a firm or soft mattress", ("do I need a firm mattress?", "do I need a soft mattress?")),
        ("is heat or ice nicer", ("is heat nicer?", "is ice nicer?")),
    ],
)
def test_what_follows_the_second_side_is_said_of_both(question: str, found: tuple[str, ...]) -> None:
    assert asked(question) == found


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("should I rest or keep moving", "should I rest?"),
        ("walking or bed rest", "walking?"),
        ("is tea or a cold shower", "is tea?"),
    ],
)
def test_a_longer_second_side_leaves_the_first_alone(question: str, left: str) -> None:
    assert asked(question)[0] == left


def test_words_that_introduce_the_second_side_replace_those_of_the_first() -> None:
    assert asked("rest in bed or in my chair")[1] == "rest in my chair?"


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("matelas ferme ou mou pour le dos", ("matelas ferme pour le dos?", "matelas mou pour le dos?")),
        ("lait ou eau chaude pour la toux", ("lait pour la toux?", "eau chaude pour la toux?")),
    ],
)
def test_where_the_language_names_things_first_they_are_sought_before_the_sides(
    question: str, found: tuple[str, ...]
) -> None:
    assert tuple(part.question for part in parts(question, "fr")) == found


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
