"""The JSON answer: one contract for command line, API and tests. Described for people in docs/json-answer.md."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from index.article import Article, Block
from index.card import Card
from index.evidence import Answer, Evidence, Level, Verdict

SCHEMA_VERSION: Literal[1] = 1
# Characters of a question that comes from elsewhere.
LONGEST_QUESTION = 10_000


class Contract(BaseModel):
    """Closed and immutable: a key that is not listed is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ArticleJson(Contract):
    """What the article says about itself; null is "not stated"."""

    id: str
    origin: str
    title: str | None
    author: str | None
    publisher: str | None
    url: str | None
    published: str | None


class LocationJson(Contract):
    """Where in the article the quote stands."""

    heading: list[str]
    paragraph: int
    page: int | None


class TwinJson(Contract):
    """Another place where the same sentence stands."""

    article: str
    quote_start: int
    quote_end: int


class EvidenceJson(Contract):
    """One passage as an answer. Offsets count characters of the article's text as read."""

    rank: int
    quote: str
    quote_start: int
    quote_end: int
    passage: str
    start: int
    end: int
    score: float
    confidence: float
    doubtful: bool
    article: ArticleJson
    location: LocationJson
    citation: str
    link: str | None
    also_in: list[TwinJson]


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
    confidence: float
    missing: list[str]
    notices: list[NoticeJson]
    withheld: int
    evidence: list[EvidenceJson]
    by_article: list[EvidenceJson]
    snapshot: str
    took_ms: float


class FailedJson(Contract):
    """A question of a batch that cannot be answered as asked."""

    id: Any
    error: str


class NamedAnswerJson(AnswerJson):
    """An answer of a batch, under its question's own id."""

    id: Any


class BatchJson(Contract):
    """The answers to a batch, in its order."""

    schema_version: Literal[1]
    answers: list[NamedAnswerJson | FailedJson]


class StatementJson(Contract):
    """One thing an article says about itself: `value` was read from `words`, which stand in `place`."""

    value: str
    words: str
    place: str


class BlockJson(Contract):
    """A run of an article's text, `text[start:end]`. `reason` says why it was set aside; null: it is answered from."""

    start: int
    end: int
    kind: str
    level: int
    paragraph: int
    page: int | None
    reason: str | None


class ArticleTextJson(Contract):
    """A whole article as read. `card` has only what it states."""

    schema_version: Literal[1]
    snapshot: str
    article: ArticleJson
    sha256: str
    card: dict[str, StatementJson]
    text: str
    blocks: list[BlockJson]


class ExcerptJson(Contract):
    """A part of an article as read, `text` from `start` to `end` of its `length`; blocks that stand in it."""

    schema_version: Literal[1]
    snapshot: str
    article: ArticleJson
    sha256: str
    card: dict[str, StatementJson]
    start: int
    end: int
    length: int
    text: str
    blocks: list[BlockJson]


class ArticlesJson(Contract):
    """Some of the articles, by id; `next` is the `after` that brings the following ones, null: these are the last."""

    schema_version: Literal[1]
    snapshot: str
    count: int
    articles: list[ArticleJson]
    next: str | None


class HealthJson(Contract):
    """Whether questions can be answered, and from which snapshot."""

    status: Literal["ready"]
    snapshot: str
    passages: int


class LiveJson(Contract):
    """The process answers."""

    status: Literal["live"]


class ProblemJson(Contract):
    """What is wrong, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str


def wire(value: Any) -> bytes:
    """`value` as JSON in UTF-8. A half character, which UTF-8 has not, is written as JSON's own escape for it."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace")


def answer_json(answer: Answer) -> dict[str, Any]:
    """The contract's form of `answer`."""
    model = AnswerJson(
        schema_version=SCHEMA_VERSION,
        question=answer.question,
        corrected=answer.corrected,
        verdict=answer.verdict,
        confidence=round(answer.confidence, 4),
        missing=list(answer.missing),
        notices=[NoticeJson(id=n.id, level=n.level, text=n.text, source=n.source, url=n.url) for n in answer.notices],
        withheld=answer.withheld,
        evidence=[evidence_json(item) for item in answer.evidence],
        by_article=[evidence_json(item) for item in answer.by_article],
        snapshot=answer.snapshot,
        took_ms=round(answer.took_ms, 2),
    )
    return model.model_dump()


def evidence_json(item: Evidence) -> EvidenceJson:
    """The contract's form of one evidence."""
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
        article=_stated(item.passage.article_id, item.origin, card),
        location=LocationJson(heading=list(citation.heading), paragraph=citation.paragraph, page=citation.page),
        citation=citation.text,
        link=citation.link,
        also_in=[
            TwinJson(article=t.article_id, quote_start=t.quote_start, quote_end=t.quote_end) for t in item.also_in
        ],
    )


def article_json(article: Article) -> ArticleJson:
    """The contract's form of what an article says about itself."""
    return _stated(article.id, article.origin, article.card)


def article_text_json(article: Article, sha256: str, snapshot: str) -> dict[str, Any]:
    """The contract's form of a whole article of `snapshot`, published under `sha256`."""
    return ArticleTextJson(
        schema_version=SCHEMA_VERSION,
        snapshot=snapshot,
        article=article_json(article),
        sha256=sha256,
        card={s.field: StatementJson(value=s.value, words=s.words, place=s.place) for s in article.card.statements},
        text=article.text,
        blocks=[_block_json(block) for block in article.blocks],
    ).model_dump()


def excerpt_json(article: Article, sha256: str, snapshot: str, start: int, end: int) -> dict[str, Any]:
    """The contract's form of a part of an article of `snapshot`."""
    whole = article_text_json(article, sha256, snapshot)
    start = min(start, len(article.text))
    end = min(end, len(article.text))
    return ExcerptJson(
        **{
            **whole,
            "text": article.text[start:end],
            "blocks": [block for block in whole["blocks"] if block["start"] < end and start < block["end"]],
        },
        start=start,
        end=end,
        length=len(article.text),
    ).model_dump()


def articles_json(articles: Sequence[Article], snapshot: str, count: int, *, more: bool) -> dict[str, Any]:
    """The contract's form of some of the `count` articles of `snapshot`; whether there are `more`."""
    return ArticlesJson(
        schema_version=SCHEMA_VERSION,
        snapshot=snapshot,
        count=count,
        articles=[article_json(article) for article in articles],
        next=articles[-1].id if more else None,
    ).model_dump()


def _stated(article_id: str, origin: str, card: Card) -> ArticleJson:
    return ArticleJson(
        id=article_id,
        origin=origin,
        title=card.title,
        author=card.author,
        publisher=card.publisher,
        url=card.url,
        published=card.published,
    )


def _block_json(block: Block) -> BlockJson:
    return BlockJson(
        start=block.start,
        end=block.end,
        kind=block.kind,
        level=block.level,
        paragraph=block.paragraph,
        page=block.page,
        reason=block.reason,
    )
