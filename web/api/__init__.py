"""The JSON API: questions, articles, health and metrics, each in a module of its own; errors are RFC 9457 problems."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from web.api import articles, filters, health, questions, reference
from web.api.documented import problem_schema
from web.api.middleware import ApiMiddleware
from web.api.problems import handle_errors

_ABOUT = """Finds the passage that answers a question, in the articles' own words, and proves where it stands.

Offsets count characters of the article's text: `text[start:end]` is the quote. An answer's `ETag` holds for as long
as its snapshot: with `If-None-Match` it costs nothing to ask again."""

# FastAPI's interactive pages are off, because they load scripts from other servers. A path with an extra slash is
# unknown, because a redirect would contain the Host header that the client sent.
api = FastAPI(
    title="Verbatim",
    version="1",
    description=_ABOUT,
    docs_url=None,
    redoc_url=None,
    redirect_slashes=False,
    root_path_in_servers=False,
    # Relative to the document, and so correct under every base path, whether a proxy strips it or not.
    servers=[{"url": "."}],
)
_subjects = (questions, articles, filters, health, reference)
for subject in _subjects:
    api.include_router(subject.router)
api.add_middleware(ApiMiddleware, worked_on=[route for subject in _subjects[:3] for route in subject.router.routes])
handle_errors(api, [route for subject in _subjects for route in subject.router.routes])


def _document() -> dict[str, Any]:
    """FastAPI's document, plus the schema to which the problems refer."""
    document = _described()
    document["components"]["schemas"]["ProblemJson"] = problem_schema()
    return document


_described = api.openapi
api.openapi = _document  # type: ignore[method-assign]  # FastAPI's own way to extend the document
