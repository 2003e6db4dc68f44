"""What is marked: the answering sentence, and sentences that belong to it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from index.answer import Evidence
from index.build import build
from index.opening import open_answerer
from index.settings import Settings

Find = Callable[[str, str], Evidence]


@pytest.fixture
def find(settings: Settings, corpus: Path) -> Find:
    """A function that writes an article, asks a question and returns the first evidence."""

    def found(text: str, question: str) -> Evidence:
        (corpus / "otter.txt").write_text(f"About otters\n\n{text}\n", encoding="utf-8")
        build(settings)
        with closing(open_answerer(settings)) as answerer:
            return answerer.ask(question, article_id="otter", as_typed=True).evidence[0]

    return found


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        (
            "Rivers are cold here. What do otters eat at night? They like fresh trout. Boats pass by day.",
            "What do otters eat at night? They like fresh trout.",
        ),
        (
            "Rivers are cold here. At night otters eat as follows: They like fresh trout. Boats pass by day.",
            "At night otters eat as follows: They like fresh trout.",
        ),
        (
            "Rivers are cold here. “What do otters eat at night?” They like fresh trout. Boats pass by day.",
            "“What do otters eat at night?” They like fresh trout.",
        ),
        (
            "Rivers are cold here. The otters eat trout at night. They like fresh water. Boats pass by day.",
            "The otters eat trout at night.",
        ),
    ],
    ids=["a question", "an announcement", "a question in quotation marks", "an answer"],
)
def test_what_asks_or_announces_is_marked_with_what_follows(find: Find, text: str, quoted: str) -> None:
    assert find(text, "otters eat at night").quoted == quoted


def test_an_announcement_is_marked_with_the_item_below_it(find: Find) -> None:
    text = "Rivers are cold here.\n\nAt night otters eat these:\n\n- fresh trout and small eels\n- frogs from the pond"
    assert find(text, "otters eat at night").quoted.endswith("fresh trout and small eels")


def test_at_most_two_sentences_behind_are_marked(find: Find) -> None:
    text = "What do otters eat at night? Is it fresh trout? Is it an old shoe? Nobody knows that. Boats pass by day."
    quoted = find(text, "otters eat at night").quoted
    assert quoted == "What do otters eat at night? Is it fresh trout? Is it an old shoe?"


def test_a_question_that_ends_its_passage_is_marked_alone(find: Find) -> None:
    found = find("Boats pass by day. What do otters eat at night?", "otters eat at night")
    assert found.quoted == "What do otters eat at night?"
    assert found.quote.end == found.passage.end


def test_a_mark_of_several_sentences_keeps_the_space_between_them(find: Find) -> None:
    found = find("Boats pass by day. What do otters eat at night?  Fresh trout.", "otters eat at night")
    assert found.quoted == "What do otters eat at night?  Fresh trout."


def test_what_is_no_whole_sentence_stands_behind_one_that_is(find: Find) -> None:
    found = find("Otters eat .\n\nBoats pass by day and otters eat trout all night.", "otters eat")
    assert found.quoted == "Boats pass by day and otters eat trout all night."


def test_a_negated_sentence_answers_a_question_for_what_is_not_so(find: Find) -> None:
    text = "The otters eat fresh trout at night. The otters do not eat stale bread at night."
    assert find(text, "what do otters not eat at night").quoted == "The otters do not eat stale bread at night."


def test_the_sentence_behind_is_marked_too_where_it_has_the_rest_of_the_question(find: Find) -> None:
    text = "Boats pass by day. An otter eats fresh trout in the cold river. It does so before sunrise. It rains."
    quoted = find(text, "otter eats fresh trout cold river sunrise").quoted
    assert quoted == "An otter eats fresh trout in the cold river. It does so before sunrise."


@pytest.mark.parametrize(
    "text",
    [
        "An otter eats fresh trout in the cold river.\n\nIt does so before sunrise.",
        "An otter eats fresh trout in the cold river. Before sunrise .",
    ],
    ids=["another paragraph", "a fragment"],
)
def test_what_stands_apart_or_is_broken_is_not_marked_with_it(find: Find, text: str) -> None:
    quoted = find(f"Boats pass by day. {text} It rains.", "otter eats fresh trout cold river sunrise").quoted
    assert quoted == "An otter eats fresh trout in the cold river."


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("How long do otters sleep at home?", "At home otters sleep for nine hours."),
        ("Do otters sleep deeply at home?", "At home otters sleep deeply."),
    ],
)
def test_a_quote_with_a_number_stands_first_where_one_is_asked_for(find: Find, question: str, quoted: str) -> None:
    text = "Habits\n\nAt home otters sleep deeply.\n\nRest\n\nAt home otters sleep for nine hours."
    assert find(text, question).quoted == quoted
