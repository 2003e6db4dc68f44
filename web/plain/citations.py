"""A quote's citation in all formats for people and reference managers, to copy or download."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from index.ask import Answerer
from index.citing import formats
from index.citing.formats import Quoted
from web.plain.pages import HEADERS, page, spoken
from web.plain.problems import Refused, calm
from web.plain.reader.reading import bad_span, span_of
from web.plain.working import counted
from web.serving.service import service


@dataclass(frozen=True, slots=True)
class Form:
    """A citation format: its name, writer and media type. Without a name, the page uses a translated one."""

    name: str
    write: Callable[[Quoted], str]
    media_type: str


FORMS = {
    "txt": Form("", formats.plain, "text/plain"),
    "md": Form("Markdown", formats.markdown, "text/markdown"),
    "bib": Form("BibTeX", formats.bibtex, "application/x-bibtex"),
    "ris": Form("RIS", formats.ris, "application/x-research-info-systems"),
    "json": Form("CSL-JSON", formats.csl_json, "application/vnd.citationstyles.csl+json"),
}


@calm
async def cite(request: Request) -> Response:
    """The page with one citation in all formats."""
    quoted = await _quoted(request)
    span = urlencode({"start": quoted.start, "end": quoted.end})
    plain = spoken(request)("cite.plain_text")
    forms = [(ending, form.name or plain, form.write(quoted)) for ending, form in FORMS.items()]
    return page(request, "cite.html", quoted=quoted, span=span, forms=forms)


@calm
async def download(request: Request) -> Response:
    """One citation in one format, as a file."""
    form = FORMS.get(request.path_params["form"])
    if form is None:
        raise Refused(HTTPStatus.NOT_FOUND, "problem.no_form", "problem.no_form_said", endings=list(FORMS))
    quoted = await _quoted(request)
    name = f"{quoted.article.id}-{quoted.start}.{request.path_params['form']}"
    return attachment(form.write(quoted), name, form.media_type)


def attachment(text: str, name: str, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """`text` as a file download called `name`, which must be ASCII without quotation marks."""
    sent = {**HEADERS, **(headers or {}), "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.encode("utf-8", "replace"), headers=sent, media_type=f"{media_type}; charset=utf-8")


async def _quoted(request: Request) -> Quoted:
    def work(answerer: Answerer) -> Quoted:
        article, _ = service().article(answerer, request.path_params["article_id"])
        span = span_of(request, article)
        if span is None:
            raise bad_span("", "", article)
        return Quoted(article, *span)

    return await counted(request, work)


routes = [
    Route("/cite/{article_id}.{form}", download, methods=["GET"]),
    Route("/cite/{article_id}", cite, methods=["GET"]),
]
