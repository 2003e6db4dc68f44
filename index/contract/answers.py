"""Questions and their answers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from index.answer import Answer, Evidence, Level, Match, Verdict
from index.citation import Citation
from index.contract.articles import ArticleJson, stated_article
from index.contract.base import SCHEMA_VERSION, Contract

# The largest number of characters in a question over HTTP or MCP.
LONGEST_QUESTION = 10_000

Probability = Annotated[float, Field(ge=0, le=1)]


class LocationJson(Contract):
    """Where in the article the quote is; `label` is the automatic number of its list item or clause, if any.

    `page` counts a file's pages from 1; `page_label` is the printed page number if that differs.
    """

    heading: list[str]
    paragraph: int
    page: int | None
    label: str
    page_label: str


class TwinJson(Contract):
    """Another place where the same sentence appears."""

    article: str
    quote_start: int
    quote_end: int


class MatchJson(Contract):
    """A word of the question and the most similar word of the quote; `similarity` is the cosine of the two.

    `start` and `end` count characters of `corrected`, or else of the question with its white space collapsed.
    """

    word: str
    start: int
    end: int
    quote_start: int
    quote_end: int
    similarity: float


class PartJson(Contract):
    """One of several questions asked at once, or one side of a contrast; `rank` is that of its best evidence."""

    question: str
    verdict: Verdict
    confidence: Probability
    rank: int | None


class EvidenceJson(Contract):
    """One passage as an answer. Offsets count characters of the article's text as read.

    `table_header` contains the table's header rows if a table row is quoted.
    """

    rank: int
    quote: str
    quote_start: int
    quote_end: int
    passage: str
    start: int
    end: int
    score: float
    confidence: Probability
    doubtful: bool
    table_header: str | None
    article: ArticleJson
    location: LocationJson
    citation: str
    link: str | None
    also_in: list[TwinJson]
    matches: list[MatchJson]


class NoticeJson(Contract):
    """A maintainer's approved message, shown above the evidence."""

    id: str
    level: Level
    text: str
    source: str
    url: str


class AnswerJson(Contract):
    """The whole answer."""

    schema_version: Literal[1]
    question: str
    corrected: str | None
    verdict: Verdict
    confidence: Probability
    missing: list[str]
    notices: list[NoticeJson]
    withheld: int
    empty: bool
    filters: list[str]
    evidence: list[EvidenceJson]
    by_article: list[EvidenceJson]
    parts: list[PartJson]
    snapshot: str
    took_ms: float


class FailedJson(Contract):
    """A question of a batch that could not be answered, with the error."""

    id: Any
    error: str


class NamedAnswerJson(AnswerJson):
    """An answer in a batch, with the id of its question."""

    id: Any


class BatchJson(Contract):
    """The answers to a batch, in the order of its questions."""

    schema_version: Literal[1]
    answers: list[NamedAnswerJson | FailedJson]


def answer_json(answer: Answer) -> AnswerJson:
    """`answer` as JSON."""
    return AnswerJson(
        schema_version=SCHEMA_VERSION,
        question=answer.question,
        corrected=answer.corrected,
        verdict=answer.verdict,
        confidence=round(answer.confidence, 4),
        missing=list(answer.missing),
        notices=[NoticeJson(id=n.id, level=n.level, text=n.text, source=n.source, url=n.url) for n in answer.notices],
        withheld=answer.withheld,
        empty=answer.empty,
        filters=list(answer.filters.written),
        evidence=[evidence_json(item) for item in answer.evidence],
        by_article=[evidence_json(item) for item in answer.by_article],
        parts=[
            PartJson(question=p.question, verdict=p.verdict, confidence=round(p.confidence, 4), rank=p.rank)
            for p in answer.parts
        ],
        snapshot=answer.snapshot,
        took_ms=round(answer.took_ms, 2),
    )


def named_answer_json(batch_id: Any, answer: Answer) -> NamedAnswerJson:
    """`answer` as JSON, with the id of its question."""
    return NamedAnswerJson(id=batch_id, **dict(answer_json(answer)))


def evidence_json(item: Evidence) -> EvidenceJson:
    """One evidence as JSON."""
    card, citation = item.card, item.citation
    return EvidenceJson(
        rank=item.rank,
        quote=item.quoted,
        quote_start=item.quote.start,
        quote_end=item.quote.end,
        passage=item.passage.text,
        start=item.passage.start,
        end=item.passage.end,
        score=round(item.score, 4),
        confidence=round(item.confidence, 4),
        doubtful=item.quote.doubtful,
        article=stated_article(item.passage.article_id, item.origin, card),
        location=location_json(citation),
        table_header=item.table_header,
        citation=citation.text,
        link=citation.link,
        also_in=[
            TwinJson(article=t.article_id, quote_start=t.quote_start, quote_end=t.quote_end) for t in item.also_in
        ],
        matches=[_match_json(match) for match in item.matches],
    )


def location_json(citation: Citation) -> LocationJson:
    """A quote's location as JSON."""
    return LocationJson(
        heading=list(citation.heading),
        paragraph=citation.paragraph,
        page=citation.page,
        label=citation.label,
        page_label=citation.page_label,
    )


def _match_json(match: Match) -> MatchJson:
    return MatchJson(
        word=match.word,
        start=match.start,
        end=match.end,
        quote_start=match.quote_start,
        quote_end=match.quote_end,
        similarity=round(match.similarity, 3),
    )
