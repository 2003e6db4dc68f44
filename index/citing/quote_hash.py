"""Quote hashes: a permanent link contains those of its quotes, which shows if one of them has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np

from index.answer import Answer, Evidence
from index.engine.protocol import Engine

HASH_LENGTH = 12
_AT_ONCE = 1000


def quote_hash(article_id: str, quote: str) -> str:
    """The hash of a quote: equal for the same words of the same article."""
    named = f"{article_id}\n{quote}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(named).hexdigest()[:HASH_LENGTH]


def hash_of(item: Evidence) -> str:
    """The hash of an evidence's quote."""
    return quote_hash(item.passage.article_id, item.quoted)


def hashes_of(answer: Answer) -> list[str]:
    """The hashes of an answer's quotes, in order."""
    return [hash_of(item) for item in answer.evidence]


class QuoteHashes:
    """The hashes of all possible quotes from the articles of one snapshot."""

    def __init__(self, engine: Engine) -> None:
        found = [
            int(quote_hash(passage.article_id, passage.quote(sentence)), 16)
            for first in range(0, engine.count, _AT_ONCE)
            for passage in engine.passages(np.arange(first, min(first + _AT_ONCE, engine.count)))
            for sentence in passage.sentences
        ]
        self._hashes = np.unique(np.array(found, dtype=np.uint64))

    def known(self, hashes: Iterable[str]) -> set[str]:
        """Those of `hashes` whose quote is still in an article."""
        asked = list(hashes)
        numbers = np.array([int(name, 16) for name in asked], dtype=np.uint64)
        held = np.isin(numbers, self._hashes)
        return {name for name, is_held in zip(asked, held, strict=True) if is_held}
