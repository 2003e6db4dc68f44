"""A shared answer: its numbered citations, and what has become of the quotes in its link."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus

from markupsafe import Markup
from starlette.requests import Request

from index.answer import Answer, Evidence, Notice
from index.ask import Answerer
from index.citing.formats import web_address
from index.citing.quote_hash import HASH_LENGTH, QuoteHashes, hashes_of
from index.filtering.filters import Filters
from index.search.confidence import strength
from web import saying
from web.links import answer_query, cite_link, map_link, permalink, read_link, typed_link
from web.markup import language_of, passage
from web.plain.pages import filters_of, spoken
from web.plain.problems import Refused
from web.plain.reader.reading import LONGEST_QUESTION, original_of
from web.plain.working import PerSnapshot, counted
from web.serving.service import service
from web.words.words import Words

_HASHES = re.compile(rf"[0-9a-f]{{{HASH_LENGTH}}}(?:\.[0-9a-f]{{{HASH_LENGTH}}}){{0,99}}")
_SNAPSHOT = re.compile(r"[0-9a-f]{1,64}")


@dataclass(frozen=True, slots=True)
class Cited:
    """One evidence as a numbered citation."""

    item: Evidence
    passage: Markup
    before: str
    after: str
    title: str
    language: str
    where: str
    strength: str
    also_in: str
    sells: str
    read: str
    cite: str
    original: str | None


@dataclass(frozen=True, slots=True)
class Shared:
    """An answer, and what has become of the quotes in the link that asked for it."""

    answer: Answer
    cited: list[Cited]
    notes: list[str]
    changes: list[str]
    found: str
    link: str
    query: str
    as_typed: str
    map: str

    @staticmethod
    def safe(url: str) -> bool:
        """Whether the page may link to `url`: only to http and https."""
        return web_address(url) is not None

    telephone = staticmethod(saying.telephone)

    @property
    def weaker(self) -> list[Cited]:
        """The weak matches at the end, which are collapsed."""
        return self.cited[len(saying.parted(self.answer.evidence)[0]) :]

    @property
    def sources(self) -> list[Notice]:
        """One notice per distinct source."""
        return list({notice.source: notice for notice in self.answer.notices}.values())


async def shared_of(request: Request) -> Shared:
    """The answer to the link of `request`. Raises `Refused`, and the errors of asking."""
    question = request.query_params.get("q", "").strip()[:LONGEST_QUESTION]
    as_typed = request.query_params.get("typed") == "1"
    if not question:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "problem.bad_link", "problem.no_question")
    say = spoken(request)

    filters = filters_of(request)

    def work(answerer: Answerer) -> Shared:
        found = service().counted(answerer.ask(question, filters=filters, as_typed=as_typed))
        return Shared(
            found,
            cited=[_cited(say, answerer, item, question, filters) for item in found.evidence],
            notes=[*_narrowed(say, answerer, filters), *saying.notes(say, found)],
            changes=_changes(say, request, answerer, found),
            found=saying.found(say, found) if found.evidence else "",
            link=permalink(found, as_typed=as_typed),
            query=answer_query(found, as_typed=as_typed),
            as_typed=typed_link(question, filters),
            map=map_link(question),
        )

    return await counted(request, work, question)


def _narrowed(say: Words, answerer: Answerer, filters: Filters) -> list[str]:
    return [saying.narrowed(say, filters, answerer.engine.labels.titles)] if filters else []


def _cited(say: Words, answerer: Answerer, item: Evidence, question: str, filters: Filters) -> Cited:
    article, _ = answerer.engine.article(item.passage.article_id)
    text, first, last = item.passage.text, item.quote.start - item.passage.start, item.quote.end - item.passage.start
    heading = saying.own_heading(item)
    where = (item.card.publisher, *saying.dates(say, item), heading, saying.spot(say, item))
    others = {t.article_id for t in item.also_in} - {article.id}
    titles = [_title(answerer, other) for other in sorted(others)]
    return Cited(
        item,
        passage=Markup(passage(item)),  # noqa: S704  # nosec B704 - `passage` escapes it
        before=text[:first],
        after=text[last:],
        title=item.card.title or item.origin,
        language=language_of(item.card),
        where=" · ".join(part for part in where if part),
        strength=say(f"strength.{strength(item.confidence)}"),
        also_in=saying.also_in(say, titles) if item.also_in else "",
        sells=saying.shortened(item.card.value("sells") or ""),
        read=read_link(item, question, filters),
        cite=cite_link(item),
        original=original_of(article, (item.quote.start, item.quote.end)),
    )


def _title(answerer: Answerer, article_id: str) -> str:
    article, _ = answerer.engine.article(article_id)
    return article.card.title or article.origin


def _changes(say: Words, request: Request, answerer: Answerer, found: Answer) -> list[str]:
    """Messages on what has changed since the link was made: the snapshot, and the quotes that it names."""
    named, snapshot = request.query_params.get("quotes", ""), request.query_params.get("snapshot", "")
    is_newer = snapshot != found.snapshot and _SNAPSHOT.fullmatch(snapshot)
    said = [say("shared.newer", snapshot=snapshot)] if is_newer else []
    if not _HASHES.fullmatch(named):
        return said
    linked = named.split(".")
    missed = [name for name in linked if name not in hashes_of(found)]
    known = _quotes_of(answerer).known(missed) if missed else set()
    gone = [at for at, name in enumerate(linked, start=1) if name in missed and name not in known]
    moved = [at for at, name in enumerate(linked, start=1) if name in known]
    for became, numbers in (("gone", gone), ("moved", moved)):
        if numbers:
            form = "one" if len(numbers) == 1 else "more"
            said.append(say(f"shared.{became}_{form}", numbers=numbers, linked=len(linked)))
    return [*said, say("shared.unchanged")] if is_newer and not missed else said


_quotes_of = PerSnapshot(lambda answerer: QuoteHashes(answerer.engine))
