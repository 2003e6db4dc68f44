"""Error pages: turns every exception of a plain page into one page that says what is wrong."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from index.errors import (
    BusyError,
    EngineUnreachableError,
    QuestionError,
    UnknownArticleError,
    UnknownFilterError,
    VerbatimError,
)
from web.api.problems import unexpected
from web.plain.pages import page, spoken
from web.words.choosing import ARTICLES

Endpoint = Callable[[Request], Awaitable[Response]]
_log = logging.getLogger(__name__)


class Refused(Exception):  # noqa: N818 - it is a response, not an error of the program
    """An error page instead of the requested one. `title` and `said` are names of texts; `values` go into `said`."""

    def __init__(
        self, status: HTTPStatus, title: str, said: str, headers: Mapping[str, str] | None = None, **values: Any
    ) -> None:
        super().__init__(said)
        self.status, self.title, self.said, self.headers, self.values = status, title, said, headers or {}, values


def calm(endpoint: Endpoint) -> Endpoint:
    """`endpoint`, with error pages for all exceptions."""

    @wraps(endpoint)
    async def done(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refused as refused:
            return _page(request, refused)
        except VerbatimError as error:
            return _of_the_program(request, error)
        except Exception as error:  # noqa: BLE001 - for any error, the visitor gets a page and the log gets the place
            unexpected(error)
            return _page(request, Refused(HTTPStatus.INTERNAL_SERVER_ERROR, "problem.title", "problem.unexpected"))

    return done


def _of_the_program(request: Request, error: VerbatimError) -> Response:
    """The page for one of the program's errors: translated if it concerns the visitor, else the error's message."""
    if isinstance(error, BusyError):
        busy = Refused(HTTPStatus.SERVICE_UNAVAILABLE, "problem.busy_title", "problem.busy", {"Retry-After": "1"})
        return _page(request, busy)
    if isinstance(error, QuestionError):
        return _page(request, Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "problem.bad_link", "ask.no_words"))
    if isinstance(error, UnknownArticleError):
        return _page(request, Refused(HTTPStatus.NOT_FOUND, "problem.no_article", "problem.no_article_said"))
    if isinstance(error, UnknownFilterError):
        return _page(request, Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "problem.bad_link", "filters.unknown"))
    _log.warning("%s", error)
    title = spoken(request)("problem.withheld" if "withheld" in str(error) else "problem.title")
    made = page(
        request, "problem.html", HTTPStatus.SERVICE_UNAVAILABLE, title=title, said=str(error), language=ARTICLES
    )
    if isinstance(error, EngineUnreachableError):
        made.headers["Retry-After"] = "1"
    return made


def _page(request: Request, refused: Refused) -> Response:
    say = spoken(request)
    title, said = say(refused.title), say(refused.said, **refused.values)
    made = page(request, "problem.html", refused.status, title=title, said=said, language=say.language)
    made.headers.update(refused.headers)
    return made
