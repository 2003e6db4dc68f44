"""The static files of the plain pages: style sheets, a script and an icon."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from web.look import typefaces
from web.look.frame import accent_rule, collection
from web.plain.pages import HEADERS
from web.plain.problems import Refused, calm

_FOLDER = Path(__file__).resolve().parent
_WEB = _FOLDER.parent
_FILES = {
    "look.css": (_WEB / "look" / "look.css", "text/css"),
    "plain.css": (_FOLDER / "plain.css", "text/css"),
    "reading.css": (_FOLDER / "reader" / "reading.css", "text/css"),
    "plain.js": (_FOLDER / "plain.js", "text/javascript"),
    "icon.svg": (_WEB / "page" / "icon.svg", "image/svg+xml"),
}
# Generated style sheets, which depend on the installed Streamlit and on the collection.
_MADE: dict[str, Callable[[], str]] = {
    "typefaces.css": typefaces.sheet,
    "accent.css": lambda: accent_rule(collection()),
}


@calm
async def file(request: Request) -> Response:
    """The file of that name."""
    name, headers = request.path_params["name"], {**HEADERS, "Cache-Control": "max-age=300"}
    if made := _MADE.get(name):
        return Response(made(), media_type="text/css", headers=headers)
    if name not in _FILES:
        raise Refused(HTTPStatus.NOT_FOUND, "problem.not_found", "problem.no_file")
    path, kind = _FILES[name]
    return FileResponse(path, media_type=kind, headers=headers)


routes = [Route("/plain/{name}", file, methods=["GET"])]
