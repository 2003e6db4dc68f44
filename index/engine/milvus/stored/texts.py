"""Articles and passages as a snapshot in Milvus keeps them: JSON."""

from __future__ import annotations

import json

from index.article import Article
from index.engine.milvus.stored.rows import Unpacked
from index.engine.texts import Filed
from index.passage import Passage, Sentence
from index.storage.article_row import article_of


def article_in(packed: bytes) -> tuple[Article, str]:
    """An article, and the sha256 that was published with it. Anything else ends in one of Python's own errors."""
    *row, sha256 = json.loads(packed)
    return article_of(*row), str(sha256)


def passage_in(words: Unpacked) -> Passage:
    """The passage among what was packed of its words. Anything else ends in one of Python's own errors."""
    stored = json.loads(words[-1].tobytes())
    sentences = tuple(Sentence(**one) for one in stored["sentences"])
    return Passage(**{**stored, "heading": tuple(stored["heading"]), "sentences": sentences})


def filed_in(packed: bytes) -> list[Filed]:
    """What filters need of all articles."""
    return [tuple(one) for one in json.loads(packed)]
