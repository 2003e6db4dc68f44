"""Proof: a quote leaves only when the article that it names has these very words at that very place."""

from __future__ import annotations

import logging

from index.article import Article
from index.passage import Passage

_log = logging.getLogger(__name__)


def is_intact(article: Article, published_sha256: str) -> bool:
    """Whether the text of `article` is the one that was published; a text that is not is logged."""
    intact = article.sha256 == published_sha256
    if not intact:
        _log.error("withheld: the text of article %s is not the one that was published", article.id)
    return intact


def is_proven(passage: Passage, article: Article) -> bool:
    """Whether `article` holds `passage`, and in it every sentence, where they say; a passage that is not is logged."""
    proven = article.text[passage.start : passage.end] == passage.text and all(
        passage.start <= sentence.start <= sentence.end <= passage.end for sentence in passage.sentences
    )
    if not proven:
        _log.error("withheld: article %s does not hold characters %d-%d", article.id, passage.start, passage.end)
    return proven
