"""Shared answers: under permanent links, and as files. They always show the answer of the current snapshot."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from index.citing.formats import markdown_text, web_address
from web.look.frame import collection
from web.plain.citations import attachment
from web.plain.pages import headers_of, page, rendered, spoken
from web.plain.problems import calm
from web.plain.shared import Shared, shared_of
from web.words.words import Words

_FILE = "verbatim-answer"


@calm
async def answer(request: Request) -> Response:
    """The current answer to the question in the link."""
    shared = await shared_of(request)
    return page(request, "answer.html", shared=shared)


@calm
async def download_page(request: Request) -> Response:
    """The answer as a single, self-contained HTML file."""
    shared = await shared_of(request)
    say = spoken(request)
    text = rendered("download.html", say, shared=shared, home=_home(request))
    return attachment(text, f"{_FILE}.html", "text/html", headers_of(say))


@calm
async def download_markdown(request: Request) -> Response:
    """The answer as Markdown."""
    shared = await shared_of(request)
    say = spoken(request)
    return attachment(markdown_of(say, shared, _home(request)), f"{_FILE}.md", "text/markdown", headers_of(say))


def markdown_of(say: Words, shared: Shared, home: str) -> str:
    """The answer as Markdown; `home` is the URL that its links are based on."""
    lines = [f"# {markdown_text(shared.answer.question)}"]
    lines += [
        f"**{markdown_text(notice.text)}** {markdown_text(notice.source)}{_link(notice.url)}"
        for notice in shared.answer.notices
    ]
    if shared.answer.verdict == "unanswered":
        lines.append(f"**{markdown_text(say('answer.unanswered'))}.**")
    nothing = [] if shared.cited else [say("answer.nothing_near")]
    lines += [markdown_text(note) for note in [*shared.changes, *shared.notes, *nothing]]
    for cited in shared.cited:
        quote = f"**{markdown_text(cited.item.quoted)}**"
        passage = " ".join(part for part in (markdown_text(cited.before), quote, markdown_text(cited.after)) if part)
        lines.append(f"> {passage}")
        lines.append(
            f"\\[{cited.item.rank}\\] {markdown_text(cited.item.citation.text)} "
            f"{markdown_text(cited.strength)}. <{home}/{cited.read}>"
        )
    about = say("answer.snapshot", id=shared.answer.snapshot)
    said = [say("site.disclaimer"), *filter(None, [collection().disclaimer]), f"{about}."]
    lines += ["---", f"{markdown_text(' '.join(said))} <{home}/{shared.link}>"]
    return "\n\n".join(lines) + "\n"


def _link(url: str) -> str:
    return f" <{web_address(url)}>" if web_address(url) else ""


def _home(request: Request) -> str:
    """The base URL for the links in a downloaded file: the address of this service."""
    parts = urlsplit(str(request.url))
    return f"{parts.scheme}://{parts.netloc}{request.scope.get('root_path', '')}"


routes = [
    Route("/answer", answer, methods=["GET"]),
    Route("/answer/download.html", download_page, methods=["GET"]),
    Route("/answer/download.md", download_markdown, methods=["GET"]),
]
