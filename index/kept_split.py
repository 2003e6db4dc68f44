"""An article's passages as they were split before, where nothing has changed since."""

from __future__ import annotations

import json

from index.article import Article
from index.kept_work import KeptWork
from index.passage import Passage, Sentence
from index.splitting import split
from index.stored_article import Row, article_of, row_digest


def kept_split(row: Row, passage_words: int, work: KeptWork) -> tuple[Article, list[Passage]]:
    """The article of a row, and its passages of at most so many words."""
    article = article_of(*row)
    parts = split_parts(row_digest(row), passage_words)
    stored = work.get(*parts)
    if stored is not None:
        return article, [_passage(article, *values) for values in json.loads(stored)]
    passages = split(article, passage_words)
    work.put(json.dumps([_stored(passage) for passage in passages]), *parts)
    return article, passages


def split_parts(digest: str, passage_words: int) -> tuple[str, ...]:
    """What the passages of a row with that digest are kept by."""
    return "split", digest, str(passage_words)


def _stored(passage: Passage) -> list[object]:
    sentences = [[getattr(sentence, name) for name in Sentence.__slots__] for sentence in passage.sentences]
    return [passage.start, passage.end, passage.heading, sentences]


def _passage(article: Article, start: int, end: int, heading: list[str], sentences: list[list[object]]) -> Passage:
    made = tuple(Sentence(*values) for values in sentences)  # type: ignore[arg-type]  # as `_stored` wrote them
    return Passage(article.id, start, end, article.text[start:end], tuple(heading), made)
