"""The library: all articles with cards and set-aside text, skipped files, and the metadata as downloads."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from index.ask import Answerer
from web.plain.catalogue import Catalogue, Entry, as_csv, as_json, catalogue_of
from web.plain.pages import HEADERS, page
from web.plain.problems import calm
from web.plain.working import counted
from web.serving.background.building import build_now

PAGE = 50


@calm
async def library(request: Request) -> Response:
    """The articles sorted by id, `PAGE` at a time, after the id in `after` or before the id in `before`."""

    def work(answerer: Answerer) -> Response:
        catalogue = catalogue_of(answerer)
        shown, earlier, later = _page(catalogue, request.query_params.get("after"), request.query_params.get("before"))
        return page(
            request, "library.html", catalogue=catalogue, entries=shown, earlier=earlier, later=later, build=build_now()
        )

    return await counted(request, work)


def _page(
    catalogue: Catalogue, after: str | None, before: str | None
) -> tuple[tuple[Entry, ...], str | None, str | None]:
    """The entries to show, and the ids for the links to earlier and to later entries, or `None`."""
    entries = catalogue.entries
    if before is not None:
        ahead = [at for at, entry in enumerate(entries) if entry.id < before]
        first = max(0, len(ahead) - PAGE)
    else:
        first = next((at for at, entry in enumerate(entries) if entry.id > (after or "")), len(entries))
    shown = entries[first : first + PAGE]
    earlier = entries[first].id if shown and first else None
    return shown, earlier, shown[-1].id if shown and first + PAGE < len(entries) else None


@calm
async def articles_json(request: Request) -> Response:
    """The articles' metadata as JSON."""
    content = await counted(request, lambda answerer: as_json(catalogue_of(answerer)))
    return _file(content, "application/json", "articles.json")


@calm
async def articles_csv(request: Request) -> Response:
    """The articles' metadata as CSV."""
    content = await counted(request, lambda answerer: as_csv(catalogue_of(answerer)))
    return _file(content, "text/csv", "articles.csv")


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)


routes = [
    Route("/library", library, methods=["GET"]),
    Route("/library/articles.json", articles_json, methods=["GET"]),
    Route("/library/articles.csv", articles_csv, methods=["GET"]),
]
