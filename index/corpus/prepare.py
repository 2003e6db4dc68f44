"""The first half of a build: corpus → Articles, read and cleaned."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.article import Article, Skipped, language_code
from index.corpus.article_store import ArticleStore
from index.corpus.clean_articles import ArticleCleaning
from index.corpus.cleaning import NO_OVERRIDES, Overrides, repeated_furniture
from index.corpus.collection import read_collection
from index.corpus.decisions import moved, overrides_of
from index.corpus.delegate import Delegate
from index.corpus.folder import Corpus, read_corpus, shown
from index.corpus.reading import Limits
from index.corpus.reading.workers import read_away
from index.corpus.sources import SOURCES
from index.storage.article_row import CLEANED, Row, article_of
from index.storage.work_cache import WorkCache


@dataclass(frozen=True, slots=True)
class Prepared:
    """The articles by file name, the skipped files, and the overrides whose blocks no longer exist.

    `undecided` are the articles in which a block that the maintainer had set aside can no longer be found.
    """

    articles: ArticleStore
    skipped: tuple[Skipped, ...]
    lost_overrides: dict[str, tuple[str, ...]]
    undecided: tuple[Skipped, ...] = ()


def prepare(
    folder: Path,
    limits: Limits | None = None,
    work: WorkCache | None = None,
    *,
    may_be_empty: bool = False,
    delegate: Delegate | None = None,
) -> Prepared:
    """Read and clean every article in `folder`, or let `delegate` do it; `work` caches the results.

    An article that states no language, and whose language cannot be detected, gets that of the collection. Raises
    `CorpusError`.
    """
    limits, work = limits or Limits(), work or WorkCache()
    language = language_code(read_collection(folder).language or "") or "en"
    away = read_away if delegate is None else delegate.read
    corpus = read_corpus(folder, limits, work, may_be_empty=may_be_empty, language=language, away=away)
    cleaning = ArticleCleaning(repeated_furniture(corpus.articles.with_url), work)
    overrides, carried = _overrides(corpus, lambda name, row: _article(row, cleaning.line(name, row)))
    if delegate is not None:
        delegate.clean(cleaning, corpus.articles, overrides, limits)
    late = cleaning.clean_long(corpus.articles, overrides, limits)
    articles, lost = ArticleStore(), {}
    for name, row in corpus.articles.rows():
        if name in late:
            continue
        card, blocks, characters, lost[name] = json.loads(cleaning.line(name, row, overrides.get(name, NO_OVERRIDES)))
        articles.put_row(name, (*row[:CLEANED], card, blocks), characters)
    lost_ids = {name: tuple(ids) for name, ids in lost.items() if ids}
    stopped = (Skipped(shown(name), str(error)) for name, error in late.items())
    skipped = (*(carried.get(skip.file, skip) for skip in corpus.skipped), *stopped)
    return Prepared(articles, skipped, lost_ids, _undecided(lost_ids, overrides))


def _overrides(
    corpus: Corpus, judged: Callable[[str, Row], Article]
) -> tuple[dict[str, Overrides], dict[str, Skipped]]:
    """The maintainer's decisions by file, and messages on tables whose decisions now apply to a renamed file."""
    found = {name: overrides_of(source, name) for name, source in corpus.sources.items()}
    free = [name for name in corpus.articles if name not in corpus.sources] if corpus.orphans else []
    carried = {}
    for name, (table, source) in moved(
        corpus.orphans, free, lambda name: judged(name, corpus.articles.row(name))
    ).items():
        found[name] = overrides_of(source, table)
        cause = (
            f"named in {SOURCES}, but there is no such file; its decisions are applied to {name!r}, which has the same "
            "blocks"
        )
        carried[table] = Skipped(table, cause)
    return {name: each for name, each in found.items() if each.ids}, carried


def _undecided(lost: dict[str, tuple[str, ...]], overrides: dict[str, Overrides]) -> tuple[Skipped, ...]:
    gone = {name: [each for each in ids if each in overrides[name].set_aside] for name, ids in lost.items()}
    return tuple(
        Skipped(
            name,
            f"{SOURCES} sets aside its blocks {', '.join(ids)}, which no longer exist: expected ids shown by "
            "verbatim clean --diff. Set the blocks aside again, or run: verbatim build --accept-lost",
        )
        for name, ids in gone.items()
        if ids
    )


def _article(row: Row, stored: str) -> Article:
    card, blocks, _, _ = json.loads(stored)
    return article_of(*row[:CLEANED], card, blocks)
