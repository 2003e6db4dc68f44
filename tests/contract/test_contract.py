"""The JSON answer matches its description in the docs."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import BaseModel

from index.ask import Answerer
from index.contract import (
    AnswerJson,
    ArticlesJson,
    ArticleTextJson,
    BlockJson,
    EvidenceJson,
    ExcerptJson,
    FilterKeyJson,
    FiltersJson,
    FilterValueJson,
    ProblemJson,
    StatementJson,
    answer_json,
)
from index.contract.answers import MatchJson, PartJson
from index.errors import QuestionError
from tests import paths

PAGE = paths.DOCS / "json-answer.md"


@given(question=st.text(min_size=1, max_size=40))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_answer_keeps_the_contract(answerer: Answerer, question: str) -> None:
    try:
        answer = answer_json(answerer.ask(question)).model_dump()
    except QuestionError:
        return
    assert AnswerJson.model_validate(answer).model_dump() == answer


def test_offsets_of_an_evidence_cut_its_quote_out_of_its_passage(answerer: Answerer) -> None:
    for item in answer_json(answerer.ask("ice or heat", k=100)).model_dump()["evidence"]:
        assert item["passage"][item["quote_start"] - item["start"] : item["quote_end"] - item["start"]] == item["quote"]


def test_offsets_of_a_match_cut_its_words_out_of_the_question_and_out_of_the_passage(answerer: Answerer) -> None:
    question = "  wrap the\n ice pack in a Towel "
    first = answer_json(answerer.ask(question)).model_dump()["evidence"][0]
    searched, passage, start = " ".join(question.split()), first["passage"], first["start"]
    asked = [searched[match["start"] : match["end"]] for match in first["matches"]]
    met = [passage[match["quote_start"] - start : match["quote_end"] - start] for match in first["matches"]]
    assert (asked, met) == (["wrap", "ice", "pack", "Towel"], ["Wrap", "ice", "pack", "towel"])


@pytest.mark.parametrize("k", [1, 2, 5])
def test_offsets_of_a_match_are_of_the_whole_question_where_a_part_is_answered(answerer: Answerer, k: int) -> None:
    question = "Where do I wrap the pack? Is a warm bath good for the muscles? Who won the cup?"
    answer = answer_json(answerer.ask(question, k)).model_dump()
    matches = [match for item in [*answer["evidence"], *answer["by_article"]] for match in item["matches"]]
    assert {match["word"] for match in matches} >= {"wrap", "pack"}
    assert [question[match["start"] : match["end"]] for match in matches] == [match["word"] for match in matches]


def test_each_part_is_told_with_the_rank_of_what_answers_it(answerer: Answerer) -> None:
    asked = "Where do I wrap the ice pack? Who won the football championship?"
    answer = answer_json(answerer.ask(asked)).model_dump()
    towel, football = answer["parts"]
    assert "ice pack" in answer["evidence"][towel["rank"] - 1]["quote"]
    assert (football["question"], football["verdict"], football["rank"]) == (
        "Who won the football championship?",
        "unanswered",
        None,
    )


def test_a_question_for_one_thing_has_no_parts(answerer: Answerer) -> None:
    assert answer_json(answerer.ask("Where do I wrap the ice pack?")).model_dump()["parts"] == []


def test_what_the_article_does_not_state_is_null(answerer: Answerer) -> None:
    article = answer_json(answerer.ask("heat pads")).model_dump()["evidence"][0]["article"]
    assert (article["author"], article["publisher"], article["url"], article["published"]) == (None,) * 4


DOCUMENTED: list[type[BaseModel]] = [
    AnswerJson,
    ArticlesJson,
    ArticleTextJson,
    BlockJson,
    EvidenceJson,
    ExcerptJson,
    FilterKeyJson,
    FiltersJson,
    FilterValueJson,
    MatchJson,
    PartJson,
    ProblemJson,
    StatementJson,
]


@pytest.mark.parametrize("model", DOCUMENTED)
def test_the_docs_name_every_key(model: type[BaseModel]) -> None:
    named = set(re.findall(r"`([a-z_0-9]+)`", PAGE.read_text(encoding="utf-8")))
    assert set(model.model_fields) - named == set()
