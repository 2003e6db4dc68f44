"""Cleaning: decides which text of a file is the article, and why the rest is not. `clean` is the entry point.

Words and structure decide, never vectors. An article is split into units (sentences, lines, runs of links). The `rules`
judge each unit by its wording (`phrases`, `labels`), its neighbouring sentences (`neighbours`), the layout (`layout`)
and, on a web page that was flattened to lines, by where the article begins and ends (`frame`, `speakers`). Judged units
become blocks again, and a maintainer's `overrides` take precedence. Then kept blocks are searched for damaged sentences
(`doubt`), and all blocks for what the article states about itself (`statements`). Only `furniture` compares articles:
it finds the text that files of one site share. Nothing is deleted: text that is set aside keeps its offsets and has a
reason. In doubt, text is kept.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from index.article import Article, Block, Card
from index.corpus.cleaning.doubt import doubtful_spans
from index.corpus.cleaning.furniture import repeated_furniture
from index.corpus.cleaning.overrides import NO_OVERRIDES, Overrides, block_ids, overridden
from index.corpus.cleaning.rules import judged
from index.corpus.cleaning.wording.statements import self_statements

__all__ = ["NO_OVERRIDES", "Cleaned", "Overrides", "block_ids", "clean", "repeated_furniture"]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article's blocks with reasons and doubtful sentences, and its card, completed from its text.

    `lost_overrides` are the ids in the overrides that match no block.
    """

    blocks: tuple[Block, ...]
    card: Card
    lost_overrides: tuple[str, ...]


def clean(article: Article, furniture: Collection[str] = frozenset(), overrides: Overrides = NO_OVERRIDES) -> Cleaned:
    """Clean one article; pure and deterministic.

    A block whose sentences get different reasons is split into consecutive blocks; offsets stay exact, and only white
    space is lost between them. Titles, metadata and blocks that already have a reason are not changed. `furniture` are
    the article's texts that other files of its site repeat, from `repeated_furniture`.
    """
    by_rules = replace(article, blocks=judged(article, furniture))
    blocks, lost = overridden(by_rules, overrides)
    final = replace(article, blocks=blocks)
    return Cleaned(_with_doubts(final), article.card.over(self_statements(final)), lost)


def _with_doubts(article: Article) -> tuple[Block, ...]:
    """The article's blocks, with doubtful sentences marked."""
    doubtful = sorted(doubtful_spans(article))
    blocks = []
    for block in article.blocks:
        spans = tuple(span for span in doubtful if block.start <= span[0] and span[1] <= block.end)
        blocks.append(replace(block, doubtful=spans) if spans else block)
    return tuple(blocks)
