"""What the OpenAPI document says beside the types: examples, and with which problems an operation refuses."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final, NamedTuple

from index.contract import ProblemJson

Responses = dict[int | str, dict[str, Any]]
_MEANINGS = {
    400: "The body is not JSON.",
    401: "An API key is needed, or the one given opens nothing.",
    404: "There is no such article.",
    408: "The body did not arrive in time.",
    413: "The body is too large.",
    414: "The address is too long: what is long goes into a body.",
    415: "The body is packed, or not JSON.",
    422: "A parameter, a filter or the question is none, unknown, or there twice.",
    429: "More was asked for than the rate limit allows; `Retry-After` says when to try again.",
    503: "There is no index to answer from; or, with `Retry-After`, too many requests are in flight or Milvus is down.",
}


class Refusals(NamedTuple):
    """Which problems come with what."""

    always: tuple[int, ...] = (401, 414, 422, 429, 503)
    body: tuple[int, ...] = (400, 408, 413, 415)


REFUSALS: Final = Refusals()


def answers(example: dict[str, Any]) -> Responses:
    """What comes when all is well, by example."""
    return {200: {"description": "Found.", "content": {"application/json": {"example": example}}}}


def refuses(*also: int, only: tuple[int, ...] | None = None) -> Responses:
    """The problems of an operation: those of every one and `also` others, or `only` some."""
    return {status: _refusal(status) for status in sorted(only if only is not None else (*REFUSALS.always, *also))}


def _refusal(status: int) -> dict[str, Any]:
    example = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": _MEANINGS[status],
    }
    schema = {"$ref": "#/components/schemas/ProblemJson"}
    return {
        "description": _MEANINGS[status],
        "content": {"application/problem+json": {"schema": schema, "example": example}},
    }


def problem_schema() -> dict[str, Any]:
    """The schema that all refusals refer to."""
    return ProblemJson.model_json_schema()
