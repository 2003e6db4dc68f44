"""The few files that plain pages load: one style sheet, one script, one icon."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from web.plain.pages import HEADERS
from web.plain.problems import Refused, calm

_FOLDER = Path(__file__).resolve().parent
_FILES = {
    "plain.css": (_FOLDER / "plain.css", "text/css"),
    "reading.css": (_FOLDER / "reader" / "reading.css", "text/css"),
    "plain.js": (_FOLDER / "plain.js", "text/javascript"),
    "icon.svg": (_FOLDER.parent / "page" / "icon.svg", "image/svg+xml"),
}


@calm
async def file(request: Request) -> Response:
    """One of the files by its name."""
    found = _FILES.get(request.path_params["name"])
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "problem.not_found", "problem.no_file")
    path, kind = found
    return FileResponse(path, media_type=kind, headers={**HEADERS, "Cache-Control": "max-age=300"})


routes = [Route("/plain/{name}", file, methods=["GET"])]
