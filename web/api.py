"""The JSON API: `GET /v1/ask` and `GET /v1/health`, errors as RFC 9457 problem details."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from index.ask import DEFAULT_K
from index.contract import AnswerJson, answer_json
from index.errors import QuestionError, UnknownArticleError, VerbatimError
from web.service import service

# Without the interactive pages: they load their scripts from elsewhere.
api = FastAPI(title="Verbatim", version="1", docs_url=None, redoc_url=None)


@api.get("/v1/ask", response_model=AnswerJson)
def ask(
    q: Annotated[str, Query(description="The question, in any words.")],
    k: Annotated[int, Query(description="How many passages, 1 to 100.")] = DEFAULT_K,
    article: Annotated[str | None, Query(description="Answer from this article only (its id).")] = None,
    as_typed: Annotated[bool, Query(description="Do not correct the spelling.")] = False,
) -> dict[str, Any]:
    """The answer to a question: evidence in order, each quote proven and cited."""
    return answer_json(service().answerer().ask(q, k, article, as_typed=as_typed))


@api.get("/v1/health")
def health() -> dict[str, Any]:
    """Whether questions can be answered now, and from which snapshot."""
    answerer = service().answerer()
    status: Literal["ready"] = "ready"
    return {"status": status, "snapshot": answerer.snapshot, "passages": answerer.engine.count}


@api.exception_handler(VerbatimError)
def _known_error(_request: Request, error: VerbatimError) -> JSONResponse:
    if isinstance(error, UnknownArticleError):
        return _problem(HTTPStatus.NOT_FOUND, str(error))
    if isinstance(error, QuestionError):
        return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
    return _problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error))


@api.exception_handler(RequestValidationError)
def _bad_parameter(_request: Request, error: RequestValidationError) -> JSONResponse:
    first = error.errors()[0]
    name = first["loc"][-1]
    given = "is missing" if first["type"] == "missing" else f"is {first['input']!r}"
    return _problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        f"The parameter {name!r} {given}: {first['msg'].lower()}. Try: /api/v1/ask?q=ice+or+heat&k=5",
    )


@api.exception_handler(HTTPException)
def _http_error(request: Request, error: HTTPException) -> JSONResponse:
    return _problem(
        HTTPStatus(error.status_code),
        f"{request.method} {request.url.path}: {error.detail}. Try: GET /api/v1/ask?q=ice+or+heat",
    )


def _problem(status: HTTPStatus, detail: str) -> JSONResponse:
    body = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json")
