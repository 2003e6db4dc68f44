"""Cleaning: which of an article's text is the article, and why the rest is not. `clean` is the one way in.

Words and structure decide, never vectors. An article is cut into units (sentences, lines, runs of links). The `rules`
judge each unit by its wording (`phrases`, `labels`), by the sentences beside it (`neighbours`), by the layout
(`layout`) and, on a web page that was flattened to lines, by where the article begins and ends (`frame`, `speakers`).
Judged units become blocks again. A maintainer's `overrides` have the last word. Kept blocks are then read for damaged
sentences (`doubt`), and all blocks for what the article says of itself (`statements`). Only `furniture` looks beyond
the article: it finds what the files of one site have in common. Nothing is deleted: what is set aside keeps its offsets
and says why. Where the rules are in doubt, text stays.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from index.article import Article, Block, Card
from index.corpus.cleaning.doubt import doubtful_spans
from index.corpus.cleaning.furniture import repeated_furniture
from index.corpus.cleaning.overrides import NO_OVERRIDES, Overrides, block_ids, overridden
from index.corpus.cleaning.rules import judged
from index.corpus.cleaning.statements import self_statements

__all__ = ["NO_OVERRIDES", "Cleaned", "Overrides", "block_ids", "clean", "repeated_furniture"]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article's blocks with their reasons and doubtful sentences, its card with what its text says of itself.

    `lost_overrides` are ids of a maintainer's overrides that are no block's.
    """

    blocks: tuple[Block, ...]
    card: Card
    lost_overrides: tuple[str, ...]


def clean(article: Article, furniture: Collection[str] = frozenset(), overrides: Overrides = NO_OVERRIDES) -> Cleaned:
    """The article cleaned: pure and deterministic.

    A block whose sentences fare differently is split into consecutive blocks; offsets stay exact, and only white space
    may fall between them. Titles, metadata and blocks that have a reason stay as they are. `furniture` are the texts of
    blocks that other files of the article's site have too, from `repeated_furniture`.
    """
    by_rules = replace(article, blocks=judged(article, furniture))
    blocks, lost = overridden(by_rules, overrides)
    final = replace(article, blocks=blocks)
    return Cleaned(_with_doubts(final), article.card.over(self_statements(final)), lost)


def _with_doubts(article: Article) -> tuple[Block, ...]:
    """The article's blocks with their doubtful sentences."""
    doubtful = sorted(doubtful_spans(article))
    blocks = []
    for block in article.blocks:
        spans = tuple(span for span in doubtful if block.start <= span[0] and span[1] <= block.end)
        blocks.append(replace(block, doubtful=spans) if spans else block)
    return tuple(blocks)
