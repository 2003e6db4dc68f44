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
from web.plain.pages import HEADERS, linking, page
from web.plain.problems import Refused, calm
from web.plain.working import count
from web.service import service

# Lets the browser say whose page a form came from; to other hosts it still says nothing.
FORM_REFERRER = "same-origin"
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


@calm
async def show(request: Request) -> Response:
    """The form about one evidence."""
    _check_taken()
    about = About.of(request.query_params)
    opinion = request.query_params.get("opinion")

    def work(answerer: Answerer) -> Response:
        article, quote = _quoted(answerer, about)
        if about is None or article is None or quote is None:
            raise Refused(HTTPStatus.NOT_FOUND, "problem.not_found", "problem.feedback_changed")
        return page(
            request,
            "feedback.html",
            about=about,
            quote=quote,
            article=article,
            opinion=opinion,
            opinions=OPINIONS,
            longest=LONGEST_COMMENT,
            referrer=FORM_REFERRER,
        )

    made = await service().work(work)
    made.headers["Referrer-Policy"] = FORM_REFERRER
    return made


@calm
async def take(request: Request) -> Response:
    """Store an opinion that our own form sent, and lead to a page that says so."""
    _check_taken()
    _check_ours(request)
    count(request)
    given = await _form(request)
    about, opinion = About.of(given), given.get("opinion", "")
    comment = given.get("comment", "").strip().replace("\r\n", "\n")
    if about is None or opinion not in OPINIONS:
        raise _not_stored(HTTPStatus.UNPROCESSABLE_ENTITY, "form")
    if len(comment) > LONGEST_COMMENT:
        raise _not_stored(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "large")

    def work(answerer: Answerer) -> Response:
        _, quote = _quoted(answerer, about)
        if quote is None:
            raise _not_stored(HTTPStatus.NOT_FOUND, "changed")
        place = about.article_id, about.start, about.end, quote_sum(quote)
        FeedbackStore.of(service().settings).add(
            Feedback(hour(), about.question, *place, answerer.snapshot, opinion, comment)
        )
        thanks = linking(request)(f"feedback/thanks?{urlencode({'q': about.question}, errors='replace')}")
        return RedirectResponse(thanks, HTTPStatus.SEE_OTHER, HEADERS)

    return await service().work(work)


@calm
async def thanks(request: Request) -> Response:
    """Says that it is stored, and leads back."""
    _check_taken()
    return page(request, "thanks.html", question=request.query_params.get("q", "")[:LONGEST_QUESTION])


def _quoted(answerer: Answerer, about: About | None) -> tuple[Article | None, str | None]:
    """The article and the quote that are spoken of, as far as they are there and are what they were."""
    if about is None or about.article_id not in answerer.engine.article_ids():
        return None, None
    article, _ = service().article(answerer, about.article_id)
    return article, about.quote(article)


def _check_taken() -> None:
    """Raises `Refused` where no feedback is taken."""
    if not service().settings.feedback:
        raise Refused(HTTPStatus.NOT_FOUND, "problem.not_found", "problem.feedback_off")


def _not_stored(status: HTTPStatus, why: str) -> Refused:
    return Refused(status, "problem.not_stored", f"problem.feedback_{why}")


def _check_ours(request: Request) -> None:
    """Raises `Refused` for what another site's page sends, and for what does not say whose page it was.

    Sec-Fetch-Site says it, which browsers send over https and to the machine itself. Over plain http they send only
    an Origin: that of our own form is the host that was asked, for its policy lets the browser say so; that of a page
    without referrers is "null", which anybody's may be.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin", "")
    try:
        ours = urlsplit(origin).netloc == request.headers.get("host") and origin != "null"
    except ValueError:
        ours = False
    if (site == "same-origin" and (ours or origin in {"", "null"})) or (site is None and ours):
        return
    raise _not_stored(HTTPStatus.FORBIDDEN, "foreign")


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form, each once. Raises `Refused` for what is none, too large or too slow."""
    settings = service().settings
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        raise _not_stored(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "form")
    try:
        body = await asyncio.wait_for(_body(request, settings.request_kilobytes * 1024), settings.request_seconds)
        if body is None:
            raise _not_stored(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "large")
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="replace", max_num_fields=_FIELDS)
    except (TimeoutError, ValueError, ClientDisconnect):
        raise _not_stored(HTTPStatus.BAD_REQUEST, "form") from None
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
