"""An article as a database row of texts."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from index.article import Article, Block, Card, Statement

FIELDS = ("id", "origin", "collection", "tags", "text", "card", "blocks")
Row = tuple[str, str, str, str, str, str, str]
# The fields from here on are the result of cleaning.
CLEANED = FIELDS.index("card")


def row_of(article: Article) -> Row:
    """The article's row, in the order of `FIELDS`."""
    card = json.dumps([asdict(statement) for statement in article.card.statements])
    blocks = json.dumps([[getattr(block, name) for name in Block.__slots__] for block in article.blocks])
    tags = json.dumps(article.tags)
    return article.id, article.origin, article.collection, tags, article.text, card, blocks


def article_of(*row: str) -> Article:
    """The article of a row. Fields that `row_of` did not write raise one of Python's own errors."""
    article_id, origin, collection, tags, text, card, blocks = row
    statements = tuple(Statement(**statement) for statement in json.loads(card))
    found = tuple(block_of(values) for values in json.loads(blocks))
    return Article(article_id, origin, text, Card(statements), found, collection, tuple(json.loads(tags)))


def row_digest(row: Row) -> str:
    """Hex sha256 of everything that is stored of an article: text, card, blocks and their reasons."""
    return hashlib.sha256(json.dumps(row).encode()).hexdigest()


def text_sha256(row: Row) -> str:
    """The article's `sha256`, from its row."""
    return hashlib.sha256(row[FIELDS.index("text")].encode("utf-8", "surrogatepass")).hexdigest()


def block_of(values: list[Any]) -> Block:
    """A block from the values of its slots, as JSON returns them."""
    stored = dict(zip(Block.__slots__, values, strict=True))
    header = stored["header"] and (stored["header"][0], stored["header"][1])
    return Block(**{**stored, "doubtful": tuple((start, end) for start, end in stored["doubtful"]), "header": header})
