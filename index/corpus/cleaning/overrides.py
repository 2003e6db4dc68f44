"""A maintainer's word over the rules: blocks kept or set aside by their ids."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace

from index.article import Article, Block
from index.reasons import MAINTAINER

_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Overrides:
    """The ids of blocks that a maintainer keeps, and of those that one sets aside."""

    keep: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.keep, *self.set_aside)


NO_OVERRIDES = Overrides()


def block_ids(article: Article) -> tuple[str, ...]:
    """An id for each block: a hash of the article's id, the block's text and which occurrence of that text it is.

    So an id stands for as long as the block's own text does, whatever is edited elsewhere.
    """
    seen: Counter[str] = Counter()
    ids = []
    for block in article.blocks:
        text = article.text[block.start : block.end]
        seen[text] += 1
        said = f"{article.id}\0{text}\0{seen[text]}".encode("utf-8", "surrogatepass")
        ids.append(hashlib.sha256(said).hexdigest()[:_DIGITS])
    return tuple(ids)


def overridden(article: Article, overrides: Overrides) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks of the article that the rules have judged, with the maintainer's word; and ids of no block."""
    if not overrides.ids:
        return article.blocks, ()
    ids = block_ids(article)
    blocks = []
    for identity, block in zip(ids, article.blocks, strict=True):
        if identity in overrides.keep:
            blocks.append(replace(block, reason=None))
        elif identity in overrides.set_aside:
            blocks.append(replace(block, reason=block.reason or MAINTAINER))
        else:
            blocks.append(block)
    known = frozenset(ids)
    return tuple(blocks), tuple(identity for identity in overrides.ids if identity not in known)
