"""What a question is about."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from index.build import build
from index.filtering.filters import ALL
from index.opening import open_answerer
from index.query import Query
from index.search.question.parts import Asked
from index.search.question.understand import understand, understand_part
from index.settings import Settings
from index.text.spelling import Speller
from index.text.vocabulary import Vocabulary

VOCABULARY = Vocabulary.of(["The café opens at seven.", "People came from far.", "The colour of the tyre is grey."])


def understood(question: str) -> Query:
    return understand(question, 5, ALL, VOCABULARY, Speller(VOCABULARY))


def test_a_word_without_its_accent_finds_the_one_that_has_it() -> None:
    query = understood("When does the cafe open?")
    assert (query.corrected, query.words) == (None, ("café", "open"))


def test_a_part_is_searched_with_the_words_it_refers_back_to() -> None:
    asked = Asked("Is it grey?", "Is it grey tyre?")
    assert understand_part(asked, understood("Where is the tyre and is it grey?"), VOCABULARY).words == ("grey", "tyre")


def test_an_accent_too_many_finds_the_plain_word() -> None:
    assert understood("Is the tyré grey?").words[0] == "tyre"


@pytest.mark.parametrize(
    "question", ["What does the tyre mean?", "How long does the tyre take?", "Is the tyre ok?", "best tyre for me"]
)
def test_words_that_only_ask_are_no_topics(question: str) -> None:
    assert understood(question).words == ("tyre",)


def test_what_is_measured_by_how_is_no_topic() -> None:
    assert understood("How cold is the tyre?").words == ("tyre",)


def test_where_nothing_else_is_named_the_words_that_ask_are_kept() -> None:
    assert understood("how long does it take").words == ("long", "take")


@pytest.mark.parametrize("question", ["how tyre is made", "How can a tyre help?", "how tyre can be fixed"])
def test_a_thing_behind_how_is_a_topic(question: str) -> None:
    assert understood(question).words[0] == "tyre"


def test_what_is_pasted_with_soft_hyphens_asks_for_the_words_that_are_seen() -> None:
    assert understood("ty\u00adre of\u200b the ca\u00adfé").words == ("tyre", "café")


@pytest.mark.parametrize("question", ["colour of the tyre", "color of the tire", "Colours of tires"])
def test_both_spellings_ask_for_the_same(question: str) -> None:
    assert understood(question).terms == ("color", "tire")


@pytest.mark.parametrize(
    ("question", "words"), [("how cold", ("cold",)), ("what does it mean", ("mean",)), ("is it ok", ("ok",))]
)
def test_words_that_ask_are_left_out_only_beside_a_topic(question: str, words: tuple[str, ...]) -> None:
    assert understood(question).words == words


def test_a_word_that_lacks_its_accent_is_not_missing(corpus: Path, settings: Settings) -> None:
    (corpus / "menu.txt").write_text("The menu\n\nThe café serves a crème brûlée every Sunday.", encoding="utf-8")
    build(settings)
    with closing(open_answerer(settings)) as answerer:
        answer = answerer.ask("Does the cafe serve creme brulee?")
    assert (answer.corrected, answer.missing, answer.verdict) == (None, (), "answered")
    assert answer.evidence[0].quoted == "The café serves a crème brûlée every Sunday."


@pytest.mark.parametrize(
    ("question", "negated"), [("What is not grey?", True), ("what isnt grey", True), ("What is grey?", False)]
)
def test_a_question_for_what_is_not_so_is_known(question: str, negated: bool) -> None:
    assert understood(question).negated is negated
