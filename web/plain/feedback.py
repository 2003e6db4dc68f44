"""The feedback form for an evidence, if the setting `page.feedback` is on. The page says what is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from index.answer import Evidence
from index.article import Article
from index.ask import Answerer
from index.feedback.store import (
    LONGEST_COMMENT,
    LONGEST_QUESTION,
    OPINIONS,
    Feedback,
    FeedbackStore,
    Opinion,
    hour,
    quote_sum,
)
from web.plain.forms import check_ours, form, not_stored
from web.plain.pages import HEADERS, linking, page
from web.plain.problems import Refused, calm
from web.plain.working import count, counted, in_turn
from web.serving.service import service

# Lets browsers send the form's Origin to this service, but nothing to other hosts.
FORM_REFERRER = "same-origin"
# How many characters of a quote's hash a link contains.
_SUM = 16
_LONGEST_QUOTE = 10_000


@dataclass(frozen=True, slots=True)
class About:
    """The question and the quote that feedback is about, from the parameters of a link or form."""

    question: str
    article_id: str
    start: int
    end: int
    sum: str

    @classmethod
    def of(cls, given: Mapping[str, str]) -> About | None:
        """The subject from the parameters of a link or form; `None` if they are invalid."""
        question, places = given.get("q", "").strip()[:LONGEST_QUESTION], (given.get("start"), given.get("end"))
        if not question or any(not (place or "x").isdecimal() or len(place or "") > 12 for place in places):
            return None
        start, end = (int(place or 0) for place in places)
        return cls(question, given.get("article", "")[:200], start, end, given.get("sum", ""))

    def quote(self, article: Article) -> str | None:
        """The text of the quote; `None` if the article has other text there."""
        if not 0 < self.end - self.start <= _LONGEST_QUOTE:
            return None
        found = article.text[self.start : self.end]
        return found if quote_sum(found)[:_SUM] == self.sum else None


def feedback_link(evidence: Evidence, question: str, opinion: Opinion | None = None) -> str | None:
    """The link, relative to the page, to the form about `evidence`; `None` if feedback is off."""
    if not service().settings.page.feedback:
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
    """The feedback form for one evidence."""
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

    made = await counted(request, work)
    made.headers["Referrer-Policy"] = FORM_REFERRER
    return made


@calm
async def take(request: Request) -> Response:
    """Store feedback sent by our own form, and redirect to the page that says thanks."""
    _check_taken()
    check_ours(request)
    count(request)
    given = await form(request)
    about, opinion = About.of(given), given.get("opinion", "")
    comment = given.get("comment", "").strip().replace("\r\n", "\n")
    if about is None or opinion not in OPINIONS:
        raise not_stored(HTTPStatus.UNPROCESSABLE_ENTITY, "form")
    if len(comment) > LONGEST_COMMENT:
        raise not_stored(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "large")

    def work(answerer: Answerer) -> Response:
        _, quote = _quoted(answerer, about)
        if quote is None:
            raise not_stored(HTTPStatus.NOT_FOUND, "changed")
        place = about.article_id, about.start, about.end, quote_sum(quote)
        FeedbackStore.of(service().settings).add(
            Feedback(hour(), about.question, *place, answerer.snapshot, opinion, comment)
        )
        thanks = linking(request)(f"feedback/thanks?{urlencode({'q': about.question}, errors='replace')}")
        return RedirectResponse(thanks, HTTPStatus.SEE_OTHER, HEADERS)

    return await in_turn(work)


@calm
async def thanks(request: Request) -> Response:
    """The page that says that feedback is stored, with a link back to the question."""
    _check_taken()
    return page(request, "thanks.html", question=request.query_params.get("q", "")[:LONGEST_QUESTION])


def _quoted(answerer: Answerer, about: About | None) -> tuple[Article | None, str | None]:
    """The article and the quoted text; `None` for whatever is missing or has changed."""
    if about is None or about.article_id not in answerer.engine.article_ids():
        return None, None
    article, _ = service().article(answerer, about.article_id)
    return article, about.quote(article)


def _check_taken() -> None:
    """Raises `Refused` if feedback is off."""
    if not service().settings.page.feedback:
        raise Refused(HTTPStatus.NOT_FOUND, "problem.not_found", "problem.feedback_off")


routes = [
    Route("/feedback", show, methods=["GET"]),
    Route("/feedback", take, methods=["POST"]),
    Route("/feedback/thanks", thanks, methods=["GET"]),
]
