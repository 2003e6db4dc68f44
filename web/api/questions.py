"""Endpoints that answer questions, one or several, and check quotes."""

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
from index.filtering.filters import Filters
from index.query import BATCH_K, MOST_EVIDENCE
from index.search.check_quote import LONGEST_QUOTE
from web.api import examples
from web.api.access import Asker, clear_parameters, count, counted_asker, json_body
from web.api.documented import REFUSALS, answers, refuses
from web.api.filters import FilterTexts, Narrowed, Narrowing
from web.api.replies import NOT_MODIFIED, reply
from web.serving.service import service

router = APIRouter(tags=["questions"], dependencies=[Depends(clear_parameters)])
MOST_QUESTIONS = 100
# Only documented: an empty question is refused later, with a message that says what to do.
_NOT_EMPTY: dict[str, JsonValue] = {"minLength": 1}

Question = Annotated[
    str,
    Field(max_length=LONGEST_QUESTION, description="The question, in any words.", json_schema_extra=_NOT_EMPTY),
]
K = Annotated[int, Field(ge=1, le=MOST_EVIDENCE, description="How many passages.")]
ArticleId = Annotated[str | None, Field(max_length=200, description="Search only this article (its id).")]
AsTyped = Annotated[bool, Field(description="Do not correct the spelling.")]


class Body(BaseModel):
    """A strict request body: no unknown keys, and no numbers given as text."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Options(Body):
    """Which articles may answer, and how the question is read."""

    article: ArticleId = None
    filter: FilterTexts = []
    as_typed: AsTyped = False

    @property
    def narrowed(self) -> Narrowed:
        """The article and filters of the request. Raises `UnknownFilterError`."""
        return Narrowed(self.article, Filters.of(self.filter))


class AskBody(Options):
    """A question and its options."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.ASK]})

    question: Question
    k: K = DEFAULT_K


class BatchQuestion(Body):
    """One question of a batch; its `id` is returned with its answer."""

    id: Annotated[str, Field(max_length=200)] | int | None = None
    question: Question


class BatchBody(Options):
    """Several questions and their common options."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.ASK_BATCH]})

    questions: Annotated[list[BatchQuestion], Field(min_length=1, max_length=MOST_QUESTIONS)]
    k: K = BATCH_K


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
    narrowed: Narrowing,
    k: Annotated[int, Query(ge=1, le=MOST_EVIDENCE, description="How many passages, 1 to 100.")] = DEFAULT_K,
    as_typed: Annotated[bool, Query(description="Do not correct the spelling.")] = False,
) -> Response:
    """The answer to a question: evidence in order, each quote verified and cited."""
    return await reply(request, lambda answerer: _answer(answerer, q, k, narrowed, as_typed=as_typed), q)


@router.post(
    "/v1/ask",
    response_model=AnswerJson,
    dependencies=[Depends(counted_asker), Depends(json_body)],
    responses={**answers(examples.ANSWER), **refuses(404, *REFUSALS.body)},
)
async def ask_privately(request: Request, body: AskBody) -> Response:
    """The answer as from `GET`, with the question in the body, so that it does not appear in access logs."""
    narrowed = body.narrowed
    return await reply(
        request,
        lambda answerer: _answer(answerer, body.question, body.k, narrowed, as_typed=body.as_typed),
        body.question,
    )


@router.post(
    "/v1/ask/batch",
    response_model=BatchJson,
    dependencies=[Depends(json_body)],
    responses={**answers(examples.BATCH), **refuses(404, *REFUSALS.body)},
)
async def ask_batch(request: Request, body: BatchBody, asker: Asker) -> Response:
    """The answers to up to 100 questions, in order. An invalid question gets an error; the others are answered."""
    count(asker, len(body.questions))
    narrowed = body.narrowed

    def work(answerer: Answerer) -> BatchJson:
        answerer.check(narrowed.article, narrowed.filters)
        found = [_named_answer(answerer, item, body, narrowed) for item in body.questions]
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
    narrowed: Narrowing,
) -> Response:
    """Whether words appear verbatim in the articles, and where; if not, the closest sentence and what differs."""
    return await reply(request, lambda answerer: _checked(answerer, text, narrowed), text)


def _checked(answerer: Answerer, text: str, narrowed: Narrowed) -> CheckedQuoteJson:
    checked = answerer.check_quote(text, narrowed.article, filters=narrowed.filters)
    return checked_quote_json(checked, answerer.snapshot)


def _answer(answerer: Answerer, question: str, k: int, narrowed: Narrowed, *, as_typed: bool) -> AnswerJson:
    answer = answerer.ask(question, k, narrowed.article, filters=narrowed.filters, as_typed=as_typed)
    return answer_json(service().counted(answer))


def _named_answer(
    answerer: Answerer, item: BatchQuestion, body: BatchBody, narrowed: Narrowed
) -> NamedAnswerJson | FailedJson:
    try:
        answer = answerer.ask(item.question, body.k, narrowed.article, filters=narrowed.filters, as_typed=body.as_typed)
    except QuestionError as error:
        return FailedJson(id=item.id, error=str(error))
    return named_answer_json(item.id, service().counted(answer))
