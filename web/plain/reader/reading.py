"""The reader page: an article as it was read, with its quote marked, and its provenance card."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

import numpy as np
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from index.article import FIELDS, Article, Field, Statement
from index.ask import Answerer
from index.citing.formats import Quoted, web_address
from index.citing.text_fragment import text_fragment, with_fragment
from index.errors import QuestionError
from index.search.confidence import strength
from index.text.sentences import count_words
from web.links import ask_link
from web.plain.pages import filters_of, page
from web.plain.problems import Refused, calm
from web.plain.reader.marking import Marks, Section, sections
from web.plain.working import counted
from web.serving.service import service

LONGEST_QUESTION = 10_000


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that the reader shows of one article."""

    article: Article
    title: str
    sections: list[Section]
    marks: Marks
    statements: list[Statement]
    not_stated: list[Field]
    words: int
    passages: int
    set_aside: list[tuple[str, int]]
    doubtful: bool
    quoted: Quoted | None
    original: str | None


@calm
async def read(request: Request) -> Response:
    """The page with the article in the URL, scrolled to its quote."""
    question = request.query_params.get("q", "").strip()[:LONGEST_QUESTION]

    def work(answerer: Answerer) -> Reading:
        article, _ = service().article(answerer, request.path_params["article_id"])
        return _reading(answerer, article, span_of(request, article), _hits(answerer, article.id, question))

    found = await counted(request, work, question or None)
    marks = found.marks.anchors
    at = marks.index("quote") if "quote" in marks else -1
    return page(
        request,
        "read.html",
        reading=found,
        question=question,
        ask_link=ask_link(question, filters_of(request)),
        cite_link=_cite_link(found.quoted),
        anchors=marks,
        before=marks[at - 1] if at > 0 else "",
        after=marks[at + 1] if at + 1 < len(marks) else "",
    )


def span_of(request: Request, article: Article) -> tuple[int, int] | None:
    """The quote's offsets in the URL; `None` if there are none. Raises `Refused` if they are invalid."""
    start, end = request.query_params.get("start", ""), request.query_params.get("end", "")
    if not start and not end:
        return None
    # `int` would accept other digits too, and any length.
    if all(re.fullmatch(r"[0-9]{1,12}", number) for number in (start, end)):
        first, last = int(start), int(end)
        if first < last <= len(article.text) and article.text[first:last].strip():
            return first, last
    raise bad_span(start, end, article)


def bad_span(start: str, end: str, article: Article) -> Refused:
    """The error page for offsets that are missing or outside the article."""
    said = "problem.bad_span" if start or end else "problem.no_span"
    shown = [number[:20] or "–" for number in (start, end)]
    return Refused(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "problem.bad_link",
        said,
        start=shown[0],
        end=shown[1],
        length=len(article.text),
    )


def original_of(article: Article, span: tuple[int, int] | None) -> str | None:
    """The article's URL with a text fragment for the quote; `None` if it states no web address."""
    url = web_address(article.card.url)
    return with_fragment(url, text_fragment(article, *span) if span else None) if url else None


def _reading(
    answerer: Answerer, article: Article, span: tuple[int, int] | None, hits: list[tuple[int, int]]
) -> Reading:
    counted: Counter[str | None] = Counter()
    for block in article.blocks:
        counted[block.reason] += count_words(article.text[block.start : block.end])
    passages = answerer.engine.owners(np.arange(answerer.engine.count)).count(article.id)
    marks = Marks.of(span, hits)
    return Reading(
        article,
        title=article.card.title or article.origin,
        sections=sections(article, marks),
        marks=marks,
        statements=[one for field in FIELDS if (one := article.card.statement(field))],
        not_stated=[field for field in FIELDS if article.card.statement(field) is None],
        words=counted.pop(None, 0),
        passages=passages,
        set_aside=[(reason, words) for reason, words in counted.most_common() if reason],
        doubtful=any(block.doubtful for block in article.blocks),
        quoted=Quoted(article, *span) if span else None,
        original=original_of(article, span),
    )


def _hits(answerer: Answerer, article_id: str, question: str) -> list[tuple[int, int]]:
    """The offsets of quotes in the article that answer the question; weak matches are left out."""
    try:
        found = answerer.ask(question, article_id=article_id).evidence if question else ()
    except QuestionError:
        return []
    return [(item.quote.start, item.quote.end) for item in found if strength(item.confidence) != "weak"]


def _cite_link(quoted: Quoted | None) -> str:
    if quoted is None:
        return ""
    return f"cite/{quoted.article.id}?{urlencode({'start': quoted.start, 'end': quoted.end})}"


routes = [Route("/read/{article_id}", read, methods=["GET"])]
