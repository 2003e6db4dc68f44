"""The first half of a build: corpus → Articles, read and cleaned, ready to be split or looked at."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from index.article import Article, Skipped
from index.corpus.article_store import ArticleStore
from index.corpus.cleaning import Overrides, clean, repeated_furniture
from index.corpus.reading import Limits, read_corpus
from index.corpus.sources import Source
from index.storage.article_row import article_of, row_of
from index.storage.work_cache import WorkCache


@dataclass(frozen=True, slots=True)
class Prepared:
    """The articles by the names of their files, what was skipped, and overrides that fit no block any more."""

    articles: ArticleStore
    skipped: tuple[Skipped, ...]
    lost_overrides: dict[str, tuple[str, ...]]


def prepare(folder: Path, limits: Limits | None = None, work: WorkCache | None = None) -> Prepared:
    """Read and clean every article of `folder`; `work` spares reading and cleaning those again that it knows.

    Raises `CorpusError`.
    """
    work = work or WorkCache()
    corpus = read_corpus(folder, limits, work)
    furniture = repeated_furniture(corpus.articles.with_url)
    articles, lost = ArticleStore(), {}
    for name, row in corpus.articles.rows():
        source = corpus.sources.get(name, Source())
        own = furniture.get(row[0], frozenset())
        parts = ("clean", *row, json.dumps([sorted(own), source.keep, source.set_aside]))
        stored = work.get(*parts)
        if stored is None:
            stored = _cleaned(article_of(*row), own, Overrides(source.keep, source.set_aside))
            work.put(stored, *parts)
        card, blocks, characters, lost[name] = json.loads(stored)
        articles.put_row(name, (*row[:3], card, blocks), characters)
    return Prepared(articles, corpus.skipped, {name: tuple(ids) for name, ids in lost.items() if ids})


def _cleaned(article: Article, furniture: frozenset[str], overrides: Overrides) -> str:
    """What cleaning finds out: card and blocks, how many characters are kept, and overrides that fit no block."""
    cleaned = clean(article, furniture, overrides)
    finished = replace(article, blocks=cleaned.blocks, card=cleaned.card)
    return json.dumps([*row_of(finished)[3:], finished.kept_characters, cleaned.lost_overrides])
