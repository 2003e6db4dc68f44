"""Templates to pages, under one strict policy: no script but our own file, nothing from elsewhere."""

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
    """The page that `template` makes of `values`, in the language of who asks for it."""
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
    """What `template` makes of `values`: HTML that can be sent."""
    of = collection()
    known = {
        "site_name": name_of(say, of),
        "disclaimer": of.disclaimer,
        "disclaimer_language": language_of_collection(of),
    }
    return sendable(_environment().get_template(template).render(say=say, **known, **values))


def headers_of(say: Words) -> dict[str, str]:
    """What is said of a response in one language, of which the same address has others."""
    return {"Content-Language": say.language, "Vary": HEADER}


def spoken(request: Request) -> Words:
    """The words of who asks."""
    return words_for(request.query_params.get(PARAMETER), request.headers.get(HEADER))


def filters_of(request: Request) -> Filters:
    """What a page's address narrows its question to. Raises `UnknownFilterError`."""
    return Filters.of(request.query_params.getlist(FILTER))


def linking(request: Request) -> To:
    """Makes every link of a page: it holds wherever a proxy puts the service, and hands on the language asked for."""
    base, language = base_of(request), asked_for(request.query_params.get(PARAMETER))
    return lambda link: in_language(f"{base}/{link}", language)


def base_of(request: Request) -> str:
    """What leads from this page to the base path: `.` or `..`."""
    return "/".join([".."] * _here(request).count("/")) or "."


def _here(request: Request) -> str:
    """Which page this is: `library/map`."""
    path = str(request.scope.get("path", "/")).removeprefix(str(request.scope.get("root_path", "")))
    return path.removeprefix("/")


def _languages(request: Request, say: Words) -> list[tuple[str, str, str]]:
    """The other languages of a page that a link can lead to: each with its name and the link."""
    if request.scope.get("method") != "GET":
        return []
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != PARAMETER]
    links = ((name, urlencode([*kept, (PARAMETER, name)], errors="replace")) for name in LANGUAGES)
    return [(name, words_in(name)("language.name"), f"?{link}") for name, link in links if name != say.language]


@cache
def _environment() -> Environment:
    # An undefined name in a template is a mistake of ours, and must not pass for empty text.
    made = Environment(
        loader=PackageLoader("web.plain", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    # What the templates mark an article's words with, so that they are read aloud in their language.
    made.globals |= {"language_of": language_of, "unstated": ARTICLES, "parameter": PARAMETER, "stated": stated}
    return made
