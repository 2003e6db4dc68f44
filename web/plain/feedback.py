"""Feedback: a form under each evidence, where the setting allows it. What is stored is said on the page."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from index.article import Article
from index.ask import Answerer
from index.evidence import Evidence
from index.feedback import (
    LONGEST_COMMENT,
    LONGEST_QUESTION,
    OPINIONS,
    Feedback,
    FeedbackStore,
    Opinion,
    hour,
    quote_sum,
)
from web.plain import library_words as words
from web.plain.pages import HEADERS, base_of, page
from web.plain.working import counted_out, problem, worked
from web.service import service

_FORM = "application/x-www-form-urlencoded"
_FIELDS = 20
# As much of a quote's sum as a link carries.
_SUM = 16
_LONGEST_QUOTE = 10_000


@dataclass(frozen=True, slots=True)
class About:
    """What an opinion is about: a question and a quote, as the link says."""

    question: str
    article_id: str
    start: int
    end: int
    sum: str

    @classmethod
    def of(cls, given: Mapping[str, str]) -> About | None:
        """What a link or a form says, or `None` where it is none of ours."""
        question, places = given.get("q", "").strip()[:LONGEST_QUESTION], (given.get("start"), given.get("end"))
        if not question or any(not (place or "x").isdecimal() or len(place or "") > 12 for place in places):
            return None
        start, end = (int(place or 0) for place in places)
        return cls(question, given.get("article", "")[:200], start, end, given.get("sum", ""))

    def quote(self, article: Article) -> str | None:
        """The quote's words, or `None` where the article has others there."""
        if not 0 < self.end - self.start <= _LONGEST_QUOTE:
            return None
        found = article.text[self.start : self.end]
        return found if quote_sum(found)[:_SUM] == self.sum else None


def feedback_link(evidence: Evidence, question: str, opinion: Opinion | None = None) -> str | None:
    """The address, seen from the page, of the form about `evidence`; `None` where no feedback is taken."""
    if not service().settings.feedback:
        return None
    link = {
        "q": question[:LONGEST_QUESTION].encode(errors="replace"),
        "article": evidence.passage.article_id,
        "start": evidence.quote.start,
        "end": evidence.quote.end,
        "sum": quote_sum(evidence.quoted)[:_SUM],
    }
    return "feedback?" + urlencode({**link, **({"opinion": opinion} if opinion else {})})


async def show(request: Request) -> Response:
    """The form about one evidence."""
    if not service().settings.feedback:
        return _off(request)
    about = About.of(request.query_params)
    opinion = request.query_params.get("opinion")

    def work(answerer: Answerer) -> Response:
        article, quote = _quoted(answerer, about)
        if about is None or article is None or quote is None:
            return problem(request, HTTPStatus.NOT_FOUND, words.NOT_FOUND, words.FEEDBACK_CHANGED)
        title = article.card.title or article.origin
        return page(
            request, "feedback.html", words=words, about=about, quote=quote, title=title, opinion=opinion,
            longest=LONGEST_COMMENT,
        )  # fmt: skip

    return await worked(request, work)


async def take(request: Request) -> Response:
    """Store an opinion that our own form sent, and lead to a page that says so."""
    if not service().settings.feedback:
        return _off(request)
    if refused := _foreign(request) or counted_out(request):
        return refused
    given = await _form(request)
    if isinstance(given, Response):
        return given
    about, opinion = About.of(given), given.get("opinion", "")
    comment = given.get("comment", "").strip().replace("\r\n", "\n")
    if about is None or opinion not in OPINIONS:
        return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, words.NOT_SENT, words.FEEDBACK_FORM)
    if len(comment) > LONGEST_COMMENT:
        return problem(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, words.NOT_SENT, words.FEEDBACK_LARGE)

    def work(answerer: Answerer) -> Response:
        _, quote = _quoted(answerer, about)
        if quote is None:
            return problem(request, HTTPStatus.NOT_FOUND, words.NOT_SENT, words.FEEDBACK_CHANGED)
        place = about.article_id, about.start, about.end, quote_sum(quote)
        FeedbackStore.of(service().settings).add(
            Feedback(hour(), about.question, *place, answerer.snapshot, opinion, comment)
        )
        thanks = f"{base_of(request)}/feedback/thanks?{urlencode({'q': about.question}, errors='replace')}"
        return RedirectResponse(thanks, HTTPStatus.SEE_OTHER, HEADERS)

    return await worked(request, work)


async def thanks(request: Request) -> Response:
    """Says that it is stored, and leads back."""
    if not service().settings.feedback:
        return _off(request)
    return page(request, "thanks.html", words=words, question=request.query_params.get("q", "")[:LONGEST_QUESTION])


def _quoted(answerer: Answerer, about: About | None) -> tuple[Article | None, str | None]:
    """The article and the quote that are spoken of, as far as they are there and are what they were."""
    if about is None or about.article_id not in answerer.engine.article_ids():
        return None, None
    article, _ = service().article(answerer, about.article_id)
    return article, about.quote(article)


def _off(request: Request) -> Response:
    return problem(request, HTTPStatus.NOT_FOUND, words.NOT_FOUND, words.FEEDBACK_OFF)


def _foreign(request: Request) -> Response | None:
    """A refusal for what another site's page sends, and for what does not say whose page it was.

    Under our policy of no referrer a browser's Origin is "null" even for our own form: Sec-Fetch-Site then decides.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin", "")
    try:
        ours = urlsplit(origin).netloc == request.headers.get("host") and origin != "null"
    except ValueError:
        ours = False
    if (site == "same-origin" and (ours or origin in {"", "null"})) or (site is None and ours):
        return None
    return problem(request, HTTPStatus.FORBIDDEN, words.NOT_SENT, words.FEEDBACK_FOREIGN)


async def _form(request: Request) -> dict[str, str] | Response:
    """The fields of a form, each once; or a refusal of what is none, too large or too slow."""
    settings = service().settings
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        return problem(request, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, words.NOT_SENT, words.FEEDBACK_FORM)
    try:
        body = await asyncio.wait_for(_body(request, settings.request_kilobytes * 1024), settings.request_seconds)
        if body is None:
            return problem(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, words.NOT_SENT, words.FEEDBACK_LARGE)
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="replace", max_num_fields=_FIELDS)
    except (TimeoutError, ValueError, ClientDisconnect):
        return problem(request, HTTPStatus.BAD_REQUEST, words.NOT_SENT, words.FEEDBACK_FORM)
    return {name: values[0] for name, values in fields.items()}


async def _body(request: Request, most: int) -> bytes | None:
    """The body, or `None` as soon as it is longer than `most`."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most:
            return None
    return body


routes = [
    Route("/feedback", show, methods=["GET"]),
    Route("/feedback", take, methods=["POST"]),
    Route("/feedback/thanks", thanks, methods=["GET"]),
]
