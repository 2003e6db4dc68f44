"""A maintainer's word over the rules: blocks kept or set aside by their ids."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from index.article import Article
from index.reasons import MAINTAINER

_DIGITS = 12


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


def override(article: Article, keep: Collection[str], set_aside: Collection[str]) -> Article:
    """The cleaned article with these blocks kept and those set aside; ids of no block change nothing."""
    if not keep and not set_aside:
        return article
    blocks = []
    for identity, block in zip(block_ids(article), article.blocks, strict=True):
        if identity in keep:
            blocks.append(replace(block, reason=None))
        elif identity in set_aside:
            blocks.append(replace(block, reason=block.reason or MAINTAINER))
        else:
            blocks.append(block)
    return replace(article, blocks=tuple(blocks))
