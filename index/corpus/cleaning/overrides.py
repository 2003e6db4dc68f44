"""A maintainer's decisions, which override the rules: ids of blocks to keep or set aside."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace

from index.article import Article, Block
from index.reasons import MAINTAINER

_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Overrides:
    """The ids of blocks that a maintainer keeps or sets aside.

    `known_as` are ids that the article may have had when the decisions were made; its present id always counts.
    """

    keep: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    known_as: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all decisions."""
        return (*self.keep, *self.set_aside)


NO_OVERRIDES = Overrides()


def block_ids(article: Article, known_as: str | None = None) -> tuple[str, ...]:
    """An id for each block: a hash of the article's id, the block's text and the number of its occurrence.

    So an id stays valid while the block's text does, whatever is edited elsewhere. `known_as` replaces the article's
    id, to compute the ids that its blocks had under an earlier one.
    """
    seen: Counter[str] = Counter()
    ids = []
    for block in article.blocks:
        text = article.text[block.start : block.end]
        seen[text] += 1
        said = f"{known_as or article.id}\0{text}\0{seen[text]}".encode("utf-8", "surrogatepass")
        ids.append(hashlib.sha256(said).hexdigest()[:_DIGITS])
    return tuple(ids)


def overridden(article: Article, overrides: Overrides) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The article's blocks with the decisions applied, and the ids in the decisions that match no block."""
    if not overrides.ids:
        return article.blocks, ()
    names = dict.fromkeys([article.id, *overrides.known_as])
    ids = [frozenset(each) for each in zip(*(block_ids(article, name) for name in names), strict=True)]
    blocks = []
    for own, block in zip(ids, article.blocks, strict=True):
        if not own.isdisjoint(overrides.keep):
            blocks.append(replace(block, reason=None))
        elif not own.isdisjoint(overrides.set_aside):
            blocks.append(replace(block, reason=block.reason or MAINTAINER))
        else:
            blocks.append(block)
    known = frozenset[str]().union(*ids)
    return tuple(blocks), tuple(identity for identity in overrides.ids if identity not in known)
