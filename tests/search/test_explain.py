"""Why a sentence was chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.ask import Answerer
from index.build import build
from index.opening import open_answerer
from index.settings import Settings


def test_matches_are_whole_words_of_the_question_and_of_the_article(answerer: Answerer) -> None:
    question = "a nurse and a towel"
    for item in answerer.ask(question).evidence:
        article, _ = answerer.engine.article(item.passage.article_id)
        for match in item.matches:
            assert question[match.start : match.end] == match.word
            assert article.text[match.quote_start : match.quote_end].casefold() == match.word


def test_words_that_bind_are_not_matched(answerer: Answerer) -> None:
    first = answerer.ask("wrap it in a towel").evidence[0]
    assert {match.word for match in first.matches} == {"wrap", "towel"}


def test_a_row_that_is_found_under_its_column_heads_has_no_matches(settings: Settings, corpus: Path) -> None:
    table = "# Prices\n\n| Guest | Season ticket |\n|---|---|\n| Child | 45 crowns |\n| Adult | 90 crowns |\n"
    (corpus / "prices.md").write_text(table, encoding="utf-8")
    build(settings)
    first = open_answerer(settings).ask("What is the season ticket for a child guest?").evidence[0]
    assert "45 crowns" in first.quoted
    assert first.matches == ()


def test_the_word_itself_meets_it_wholly_and_a_stranger_meets_nothing(answerer: Answerer) -> None:
    found = answerer.ask("towel zebra", as_typed=True).evidence[0]
    assert [match.word for match in found.matches] == ["towel"]
    assert found.matches[0].similarity == pytest.approx(1, abs=0.02)


def test_a_corrected_question_is_matched_as_it_was_searched_for(answerer: Answerer) -> None:
    answer = answerer.ask("wrap it in a towl")
    assert answer.corrected is not None
    assert [answer.corrected[m.start : m.end] for m in answer.evidence[0].matches] == ["wrap", "towel"]


def test_every_marked_sentence_has_its_matches(settings: Settings, corpus: Path) -> None:
    text = "An otter eats fresh trout in the cold river. It does so before sunrise."
    (corpus / "otter.txt").write_text(f"About otters\n\n{text}\n", encoding="utf-8")
    build(settings)
    question = "otter eats fresh trout cold river sunrise"
    first = open_answerer(settings).ask(question, article_id="otter", as_typed=True).evidence[0]
    assert first.quoted == text
    assert [match.word for match in first.matches] == question.split()
