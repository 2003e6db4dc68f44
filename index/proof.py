"""Proof: a quote leaves only when the article that it names has these very words at that very place."""

from __future__ import annotations

import logging

from index.article import Article
from index.passage import Passage

_log = logging.getLogger(__name__)


def proven(passage: Passage, article: Article, published_sha256: str) -> bool:
    """Whether `article` is the one that was published and holds `passage`, and in it every sentence, where they say."""
    holds = (
        article.sha256 == published_sha256
        and article.text[passage.start : passage.end] == passage.text
        and all(passage.start <= sentence.start <= sentence.end <= passage.end for sentence in passage.sentences)
    )
    if not holds:
        _log.error(
            "withheld: article %s does not hold characters %d-%d as published", article.id, passage.start, passage.end
        )
    return holds
