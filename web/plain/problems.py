"""What a plain page says when it cannot show what was asked for: one calm page, whoever raised the error."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from index.errors import BusyError, QuestionError, RequestError, VerbatimError
from web import texts
from web.plain import reading_words as words
from web.plain.pages import page

Endpoint = Callable[[Request], Awaitable[Response]]
_log = logging.getLogger(__name__)


class BadLinkError(RequestError):
    """A link of ours that was cut or changed on its way."""


def calm(endpoint: Endpoint) -> Endpoint:
    """`endpoint`, with every error of the program's own as a page."""

    @wraps(endpoint)
    async def done(request: Request) -> Response:
        try:
            return await endpoint(request)
        except VerbatimError as error:
            status, title = _kind(error)
            if status == 503:
                _log.warning("%s", error)
            made = page(request, "problem.html", status, title=title, said=str(error))
            if isinstance(error, BusyError):
                made.headers["Retry-After"] = "1"
            return made

    return done


def _kind(error: VerbatimError) -> tuple[int, str]:
    if isinstance(error, BadLinkError):
        return 422, words.BAD_LINK
    if isinstance(error, QuestionError):
        return 422, texts.NO_WORDS
    if isinstance(error, RequestError):
        return 404, words.NOT_FOUND
    return 503, words.WITHHELD if "withheld" in str(error) else words.UNAVAILABLE
