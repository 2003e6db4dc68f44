"""The routes of all plain pages."""

from __future__ import annotations

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from web.plain import answers, citations, feedback, files, library, quality
from web.plain.map import page as map_page
from web.plain.problems import Refused, calm
from web.plain.reader import reading

# Of a longer address, only so many characters are repeated on the page.
_SHOWN = 100
_SUBJECTS = (files, reading, citations, answers, library, map_page, quality, feedback)


@calm
async def _missing(request: Request) -> Response:
    raise Refused(HTTPStatus.NOT_FOUND, "problem.not_found", "problem.no_page", path=request.url.path[:_SHOWN])


# The last one matches every path: Streamlit would serve its page, and say that all is well.
routes = [
    *(route for subject in _SUBJECTS for route in subject.routes),
    Route("/{path:path}", _missing, methods=["GET"]),
]
