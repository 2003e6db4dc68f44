"""Parts of the OpenAPI document besides the types: examples, and the problems that an operation may return."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final, NamedTuple

from index.contract import ProblemJson

Responses = dict[int | str, dict[str, Any]]
_MEANINGS = {
    400: "The body is not JSON.",
    401: "An API key is required, or the given one is not valid.",
    404: "There is no such article.",
    408: "The body did not arrive in time.",
    413: "The body is too large.",
    414: "The address is too long: send long questions in the body.",
    415: "The body is compressed, or not JSON.",
    422: "The question, a parameter or a filter is invalid, unknown or repeated.",
    429: "The rate limit is exceeded; `Retry-After` says when to try again.",
    503: "There is no index to answer from; with `Retry-After`, too many requests are in flight or Milvus is down.",
}


class Refusals(NamedTuple):
    """The problems of every operation, and those of operations with a body."""

    always: tuple[int, ...] = (401, 414, 422, 429, 503)
    body: tuple[int, ...] = (400, 408, 413, 415)


REFUSALS: Final = Refusals()


def answers(example: dict[str, Any]) -> Responses:
    """The successful response, with an example."""
    return {200: {"description": "Found.", "content": {"application/json": {"example": example}}}}


def refuses(*also: int, only: tuple[int, ...] | None = None) -> Responses:
    """The problems that an operation documents: those of every operation and `also` others, or `only` these."""
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
    """The schema to which all refusals refer."""
    return ProblemJson.model_json_schema()
