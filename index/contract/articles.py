"""Articles: what they state, their texts, their blocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from index.article import Article, Block, Card
from index.contract.base import SCHEMA_VERSION, Contract


class ArticleJson(Contract):
    """What the article says about itself; null is "not stated"."""

    id: str
    origin: str
    title: str | None
    author: str | None
    publisher: str | None
    url: str | None
    published: str | None


class StatementJson(Contract):
    """One thing an article says about itself: `value` was read from `words`, which stand in `place`."""

    value: str
    words: str
    place: str


class BlockJson(Contract):
    """A run of an article's text, `text[start:end]`. `reason` says why it was set aside; null: it is answered from.

    `label` is the number that a list or an outline gives it automatically; it is not in the text.
    """

    start: int
    end: int
    kind: str
    level: int
    paragraph: int
    page: int | None
    reason: str | None
    label: str


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


def article_json(article: Article) -> ArticleJson:
    """The contract's form of what an article says about itself."""
    return stated_article(article.id, article.origin, article.card)


def article_text_json(article: Article, sha256: str, snapshot: str) -> ArticleTextJson:
    """The contract's form of a whole article of `snapshot`, published under `sha256`."""
    return ArticleTextJson(
        schema_version=SCHEMA_VERSION,
        snapshot=snapshot,
        article=article_json(article),
        sha256=sha256,
        card={s.field: StatementJson(value=s.value, words=s.words, place=s.place) for s in article.card.statements},
        text=article.text,
        blocks=[_block_json(block) for block in article.blocks],
    )


def excerpt_json(article: Article, sha256: str, snapshot: str, start: int, end: int) -> ExcerptJson:
    """The contract's form of a part of an article of `snapshot`."""
    whole = article_text_json(article, sha256, snapshot)
    start = min(start, len(article.text))
    end = min(end, len(article.text))
    part = {
        "text": article.text[start:end],
        "blocks": [block for block in whole.blocks if block.start < end and start < block.end],
    }
    return ExcerptJson(**{**dict(whole), **part}, start=start, end=end, length=len(article.text))


def articles_json(articles: Sequence[Article], snapshot: str, count: int, *, more: bool) -> ArticlesJson:
    """The contract's form of some of the `count` articles of `snapshot`; whether there are `more`."""
    return ArticlesJson(
        schema_version=SCHEMA_VERSION,
        snapshot=snapshot,
        count=count,
        articles=[article_json(article) for article in articles],
        next=articles[-1].id if more else None,
    )


def stated_article(article_id: str, origin: str, card: Card) -> ArticleJson:
    """What an article states, as every evidence and every list has it."""
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
        label=block.label,
    )
