"""Answers to share: under a link of their own, and as files. What is shown is always the current snapshot's answer."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from index.citing import markdown_text, web_address
from web import texts
from web.plain import reading_words as words
from web.plain.citations import attachment
from web.plain.pages import page, rendered
from web.plain.problems import calm
from web.plain.shared import Shared, shared_of

_FILE = "verbatim-answer"


@calm
async def answer(request: Request) -> Response:
    """The answer that the link asks for, today."""
    shared = await shared_of(request)
    return page(request, "answer.html", shared=shared, words=words)


@calm
async def download_page(request: Request) -> Response:
    """The answer as one HTML file, which needs nothing else."""
    shared = await shared_of(request)
    text = rendered("download.html", shared=shared, words=words, home=_home(request))
    return attachment(text, f"{_FILE}.html", "text/html")


@calm
async def download_markdown(request: Request) -> Response:
    """The answer as Markdown."""
    shared = await shared_of(request)
    return attachment(markdown_of(shared, _home(request)), f"{_FILE}.md", "text/markdown")


def markdown_of(shared: Shared, home: str) -> str:
    """The answer as Markdown; `home` is where its links lead to."""
    lines = [f"# {markdown_text(shared.answer.question)}"]
    lines += [
        f"**{markdown_text(notice.text)}** {markdown_text(notice.source)}{_link(notice.url)}"
        for notice in shared.answer.notices
    ]
    if shared.answer.verdict == "unanswered":
        lines.append(f"**{markdown_text(texts.UNANSWERED_TITLE)}.**")
    lines += [markdown_text(note) for note in [*shared.changes, *shared.notes]]
    for cited in shared.cited:
        quote = f"**{markdown_text(cited.item.quoted)}**"
        passage = " ".join(part for part in (markdown_text(cited.before), quote, markdown_text(cited.after)) if part)
        lines.append(f"> {passage}")
        lines.append(
            f"\\[{cited.item.rank}\\] {markdown_text(cited.item.citation.text)} "
            f"{markdown_text(cited.strength)}. <{home}/{cited.read}>"
        )
    lines += ["---", f"{markdown_text(texts.DISCLAIMER)} <{home}/{shared.link}>"]
    return "\n\n".join(lines) + "\n"


def _link(url: str) -> str:
    return f" <{web_address(url)}>" if web_address(url) else ""


def _home(request: Request) -> str:
    """Where the links of a file lead to: the address that it was downloaded from."""
    parts = urlsplit(str(request.url))
    return f"{parts.scheme}://{parts.netloc}{request.scope.get('root_path', '')}"


routes = [
    Route("/answer", answer, methods=["GET"]),
    Route("/answer/download.html", download_page, methods=["GET"]),
    Route("/answer/download.md", download_markdown, methods=["GET"]),
]
