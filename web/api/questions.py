"""Asking: one question, or some."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field, JsonValue
from starlette.responses import Response

from index.ask import DEFAULT_K, Answerer
from index.contract import (
    LONGEST_QUESTION,
    SCHEMA_VERSION,
    AnswerJson,
    BatchJson,
    CheckedQuoteJson,
    FailedJson,
    NamedAnswerJson,
    answer_json,
    checked_quote_json,
    named_answer_json,
)
from index.errors import QuestionError
from index.query import BATCH_K, MOST_EVIDENCE
from index.search.check_quote import LONGEST_QUOTE
from web.api import examples
from web.api.access import Asker, clear_parameters, count, counted_asker, json_body
from web.api.documented import REFUSALS, answers, refuses
from web.api.replies import NOT_MODIFIED, reply
from web.serving.service import service

router = APIRouter(tags=["questions"], dependencies=[Depends(clear_parameters)])
MOST_QUESTIONS = 100
# Said in the document; refused by the question's own check, whose words say what to do.
_NOT_EMPTY: dict[str, JsonValue] = {"minLength": 1}

Question = Annotated[
    str,
    Field(max_length=LONGEST_QUESTION, description="The question, in any words.", json_schema_extra=_NOT_EMPTY),
]
K = Annotated[int, Field(ge=1, le=MOST_EVIDENCE, description="How many passages.")]
ArticleId = Annotated[str | None, Field(max_length=200, description="Answer from this article only (its id).")]
AsTyped = Annotated[bool, Field(description="Do not correct the spelling.")]


class Body(BaseModel):
    """A body is exact: no other keys, no numbers in quotation marks."""

    model_config = ConfigDict(extra="forbid", strict=True)


class AskBody(Body):
    """A question and its options."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.ASK]})

    question: Question
    k: K = DEFAULT_K
    article: ArticleId = None
    as_typed: AsTyped = False


class BatchQuestion(Body):
    """One question of a batch; its `id` comes back with its answer."""

    id: Annotated[str, Field(max_length=200)] | int | None = None
    question: Question


class BatchBody(Body):
    """Questions and their common options."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.ASK_BATCH]})

    questions: Annotated[list[BatchQuestion], Field(min_length=1, max_length=MOST_QUESTIONS)]
    k: K = BATCH_K
    article: ArticleId = None
    as_typed: AsTyped = False


@router.get(
    "/v1/ask",
    response_model=AnswerJson,
    dependencies=[Depends(counted_asker)],
    responses={**answers(examples.ANSWER), **NOT_MODIFIED, **refuses(404)},
)
async def ask(
    request: Request,
    q: Annotated[
        str,
        Query(
            max_length=LONGEST_QUESTION,
            description="The question, in any words.",
            examples=[examples.Q],
            json_schema_extra=_NOT_EMPTY,
        ),
    ],
    k: Annotated[int, Query(ge=1, le=MOST_EVIDENCE, description="How many passages, 1 to 100.")] = DEFAULT_K,
    article: Annotated[str | None, Query(max_length=200, description="Answer from this article only (its id).")] = None,
    as_typed: Annotated[bool, Query(description="Do not correct the spelling.")] = False,
) -> Response:
    """The answer to a question: evidence in order, each quote proven and cited."""
    return await reply(request, lambda answerer: _answer(answerer, q, k, article, as_typed=as_typed), q)


@router.post(
    "/v1/ask",
    response_model=AnswerJson,
    dependencies=[Depends(counted_asker), Depends(json_body)],
    responses={**answers(examples.ANSWER), **refuses(404, *REFUSALS.body)},
)
async def ask_privately(request: Request, body: AskBody) -> Response:
    """The same, with the question in the body, where no log of addresses sees it."""
    return await reply(
        request,
        lambda answerer: _answer(answerer, body.question, body.k, body.article, as_typed=body.as_typed),
        body.question,
    )


@router.post(
    "/v1/ask/batch",
    response_model=BatchJson,
    dependencies=[Depends(json_body)],
    responses={**answers(examples.BATCH), **refuses(404, *REFUSALS.body)},
)
async def ask_batch(request: Request, body: BatchBody, asker: Asker) -> Response:
    """The answers to up to 100 questions, in their order; one that cannot be answered spoils only itself."""
    count(asker, len(body.questions))

    def work(answerer: Answerer) -> BatchJson:
        answerer.check_article(body.article)
        found = [_named_answer(answerer, item, body) for item in body.questions]
        return BatchJson(schema_version=SCHEMA_VERSION, answers=found)

    return await reply(request, work, "\n".join(item.question for item in body.questions))


@router.get(
    "/v1/quote",
    response_model=CheckedQuoteJson,
    dependencies=[Depends(counted_asker)],
    responses={**answers(examples.CHECKED_QUOTE), **NOT_MODIFIED, **refuses(404)},
)
async def check_quote(
    request: Request,
    text: Annotated[
        str,
        Query(
            max_length=LONGEST_QUOTE,
            description="The words to look for.",
            examples=[examples.QUOTE],
            json_schema_extra=_NOT_EMPTY,
        ),
    ],
    article: Annotated[str | None, Query(max_length=200, description="Only in this article (its id).")] = None,
) -> Response:
    """Whether words stand in the collection, and where; if not, the nearest sentence and what differs."""
    return await reply(request, lambda answerer: _checked(answerer, text, article), text)


def _checked(answerer: Answerer, text: str, article: str | None) -> CheckedQuoteJson:
    return checked_quote_json(answerer.check_quote(text, article), answerer.snapshot)


def _answer(answerer: Answerer, question: str, k: int, article: str | None, *, as_typed: bool) -> AnswerJson:
    return answer_json(service().counted(answerer.ask(question, k, article, as_typed=as_typed)))


def _named_answer(answerer: Answerer, item: BatchQuestion, body: BatchBody) -> NamedAnswerJson | FailedJson:
    try:
        answer = answerer.ask(item.question, body.k, body.article, as_typed=body.as_typed)
    except QuestionError as error:
        return FailedJson(id=item.id, error=str(error))
    return named_answer_json(item.id, service().counted(answer))
