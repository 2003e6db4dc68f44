"""Reads articles and passages from their JSON in Milvus. Invalid data raises Python's own errors."""

from __future__ import annotations

import json

from index.article import Article
from index.engine.milvus.stored.rows import Unpacked
from index.engine.texts import Filed
from index.passage import Passage, Sentence
from index.storage.article_row import article_of


def article_in(packed: bytes) -> tuple[Article, str]:
    """The packed article, and the sha256 with which it was published."""
    *row, sha256 = json.loads(packed)
    return article_of(*row), str(sha256)


def passage_in(words: Unpacked) -> Passage:
    """The passage in the unpacked `words`."""
    stored = json.loads(words[-1].tobytes())
    sentences = tuple(Sentence(**one) for one in stored["sentences"])
    return Passage(**{**stored, "heading": tuple(stored["heading"]), "sentences": sentences})


def filed_in(packed: bytes) -> list[Filed]:
    """The packed filter data of all articles."""
    return [tuple(one) for one in json.loads(packed)]
