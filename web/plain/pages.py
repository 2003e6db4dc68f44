"""Renders templates to pages with a strict content security policy: only our own files, no inline scripts."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from index.filtering.filters import Filters
from web.links import FILTER, To, in_language
from web.look.frame import collection, footer, header, language_of_collection, name_of
from web.look.typefaces import preloaded
from web.markup import language_of, sendable
from web.saying import stated
from web.words.choosing import ARTICLES, HEADER, PARAMETER, asked_for, words_for
from web.words.words import LANGUAGES, Words, words_in

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-cache",
}


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """The response with `template` rendered in the visitor's language, with header and footer."""
    say, to, of = spoken(request), linking(request), collection()
    frame = {
        "header": header(say, to, of, _here(request)),
        "footer": footer(say, of, _languages(request, say)),
        "preloaded": preloaded(),
        "accent": (of.accent or "").removeprefix("#"),
    }
    language = asked_for(request.query_params.get(PARAMETER))
    text = rendered(template, say, base=base_of(request), to=to, asked_for=language, **frame, **values)
    return HTMLResponse(text, status, {**HEADERS, **headers_of(say)})


def rendered(template: str, say: Words, **values: Any) -> str:
    """`template` rendered with `values`, as HTML that can be encoded."""
    of = collection()
    known = {
        "site_name": name_of(say, of),
        "disclaimer": of.disclaimer,
        "disclaimer_language": language_of_collection(of),
    }
    return sendable(_environment().get_template(template).render(say=say, **known, **values))


def headers_of(say: Words) -> dict[str, str]:
    """The response headers that state the language, and that it depends on the request."""
    return {"Content-Language": say.language, "Vary": HEADER}


def spoken(request: Request) -> Words:
    """The pages' texts in the visitor's language."""
    return words_for(request.query_params.get(PARAMETER), request.headers.get(HEADER))


def filters_of(request: Request) -> Filters:
    """The filters in a page's URL. Raises `UnknownFilterError`."""
    return Filters.of(request.query_params.getlist(FILTER))


def linking(request: Request) -> To:
    """A function that converts links for this page: relative, so that they work behind proxies, and in its language."""
    base, language = base_of(request), asked_for(request.query_params.get(PARAMETER))
    return lambda link: in_language(f"{base}/{link}", language)


def base_of(request: Request) -> str:
    """The relative path from this page to the base path: `.`, `..` and so on."""
    return "/".join([".."] * _here(request).count("/")) or "."


def _here(request: Request) -> str:
    """The path of this page below the base path, such as `library/map`."""
    path = str(request.scope.get("path", "/")).removeprefix(str(request.scope.get("root_path", "")))
    return path.removeprefix("/")


def _languages(request: Request, say: Words) -> list[tuple[str, str, str]]:
    """The page's other languages: tag, name and link; none if the page is not the result of a GET request."""
    if request.scope.get("method") != "GET":
        return []
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != PARAMETER]
    links = ((name, urlencode([*kept, (PARAMETER, name)], errors="replace")) for name in LANGUAGES)
    return [(name, words_in(name)("language.name"), f"?{link}") for name, link in links if name != say.language]


@cache
def _environment() -> Environment:
    # An undefined name in a template is a bug and must not render as empty text.
    made = Environment(
        loader=PackageLoader("web.plain", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    # Templates set the language of an article's text with these, for screen readers.
    made.globals |= {"language_of": language_of, "unstated": ARTICLES, "parameter": PARAMETER, "stated": stated}
    return made
