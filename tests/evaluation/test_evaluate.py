"""Evaluation on the small corpus: known questions, known metrics."""

from __future__ import annotations

import json

import pytest

from index.ask import Answerer
from index.corpus.golden import GoldenQuestion, Quote
from index.evaluation.evaluate import evaluate, places

QUESTIONS = [
    GoldenQuestion("q1", "Hold it for how many minutes?", "plain", (Quote("ice.md", "Hold it there for 20 minutes."),)),
    GoldenQuestion("q2", "sleep on a heat pad", "keywords", (Quote("heat.txt", "Never sleep on a heat pad."),)),
    GoldenQuestion("q3", "sleep on a heat pad", "keywords", (Quote("ice.md", "Never sleep on a heat pad."),)),
    GoldenQuestion("q4", "Who won the football championship?", "off-domain", ()),
]


def test_a_question_is_right_where_its_passage_holds_the_quote(answerer: Answerer) -> None:
    judged = {item.id: item.best for item in evaluate(answerer, QUESTIONS).judgements}
    assert judged == {"q1": 1, "q2": 1, "q3": None, "q4": None}


def test_figures_count_what_was_found_and_what_was_refused(answerer: Answerer) -> None:
    figures = evaluate(answerer, QUESTIONS).figures()
    assert (figures.questions, figures.answerable) == (4, 3)
    assert figures.metrics["hit@3"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures.metrics["false answers"] == 0.0


def test_figures_come_by_kind_too(answerer: Answerer) -> None:
    by_kind = evaluate(answerer, QUESTIONS).by_kind()
    assert [by_kind[kind].metrics["hit@1"] for kind in ("plain", "keywords")] == [1.0, 0.5]
    assert by_kind["off-domain"].answerable == 0


def test_an_interval_follows_the_figure_it_belongs_to(answerer: Answerer) -> None:
    figures = evaluate(answerer, QUESTIONS).figures()
    told = figures.as_json()
    assert list(told)[:4] == ["questions", "answerable", "hit@1", "hit@1 95%"]
    assert told["hit@1 95%"] == list(figures.intervals["hit@1"])
    assert list(figures.columns())[:4] == ["questions", "answerable", "hit@1", "hit@3"]


def test_every_question_is_listed_with_its_verdict(answerer: Answerer) -> None:
    listed = json.loads(json.dumps(evaluate(answerer, QUESTIONS).as_json()))["questions"]
    assert [(item["id"], item["verdict"]) for item in listed if not item["answerable"]] == [("q4", "unanswered")]


def test_a_quote_is_found_whatever_its_white_space_and_wherever_it_stands() -> None:
    assert places("one  two\none two (three)", "one two") == [(0, 8), (9, 16)]
    assert places("one two (three)", "two (three)") == [(4, 15)]


def test_an_empty_quote_stands_nowhere() -> None:
    assert places("one", " ") == []
