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
    """One thing an article says about itself: `value` was read from `words`, which were found in `place`."""

    value: str
    words: str
    place: str


class BlockJson(Contract):
    """A run of an article's text, `text[start:end]`. `reason` says why it was set aside; null if it is kept.

    `label` is the automatic number from a list or an outline, which is not in the text.
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
    """A whole article as read. `card` contains only what the article states."""

    schema_version: Literal[1]
    snapshot: str
    article: ArticleJson
    sha256: str
    card: dict[str, StatementJson]
    text: str
    blocks: list[BlockJson]


class ExcerptJson(Contract):
    """A part of an article as read: characters `start` to `end` of its `length`, and the blocks in that range."""

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
    """Some of the articles, by id; `next` is the value of `after` for the following ones, or null after the last."""

    schema_version: Literal[1]
    snapshot: str
    count: int
    articles: list[ArticleJson]
    next: str | None


def article_json(article: Article) -> ArticleJson:
    """What an article says about itself, as JSON."""
    return stated_article(article.id, article.origin, article.card)


def article_text_json(article: Article, sha256: str, snapshot: str) -> ArticleTextJson:
    """A whole article of `snapshot`, published with `sha256`, as JSON."""
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
    """Characters `start` to `end` of an article of `snapshot`, as JSON."""
    whole = article_text_json(article, sha256, snapshot)
    start = min(start, len(article.text))
    end = min(end, len(article.text))
    part = {
        "text": article.text[start:end],
        "blocks": [block for block in whole.blocks if block.start < end and start < block.end],
    }
    return ExcerptJson(**{**dict(whole), **part}, start=start, end=end, length=len(article.text))


def articles_json(articles: Sequence[Article], snapshot: str, count: int, *, more: bool) -> ArticlesJson:
    """Some of the `count` articles of `snapshot` as JSON; `more` says whether others follow."""
    return ArticlesJson(
        schema_version=SCHEMA_VERSION,
        snapshot=snapshot,
        count=count,
        articles=[article_json(article) for article in articles],
        next=articles[-1].id if more else None,
    )


def stated_article(article_id: str, origin: str, card: Card) -> ArticleJson:
    """An article's statements as they appear in every evidence and list."""
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
