"""The first half of a build: corpus → Articles, read and cleaned, ready to be split or looked at."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.article import Skipped
from index.corpus.article_store import ArticleStore
from index.corpus.cleaning import Overrides, clean, repeated_furniture
from index.corpus.reading import Corpus, Limits, read_corpus, shown
from index.corpus.reading.worker import job_line
from index.corpus.reading.workers import results
from index.corpus.sources import Source
from index.errors import UnreadableFileError
from index.storage.article_row import FIELDS, Row, article_of, row_of
from index.storage.work_cache import WorkCache

# Longer texts, in characters, are cleaned and split by workers that can be stopped.
_LONG = 50_000


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
    limits, work = limits or Limits(), work or WorkCache()
    corpus = read_corpus(folder, limits, work)
    cleaning = _Cleaning(corpus, work)
    articles, lost, skipped = ArticleStore(), {}, list(corpus.skipped)
    late = cleaning.far_away(limits)
    for name, row in corpus.articles.rows():
        if name in late:
            skipped.append(Skipped(shown(name), str(late[name])))
            continue
        card, blocks, characters, lost[name] = json.loads(cleaning.done(name, row))
        articles.put_row(name, (*row[:3], card, blocks), characters)
    return Prepared(articles, tuple(skipped), {name: tuple(ids) for name, ids in lost.items() if ids})


class _Cleaning:
    """The cleaning of a corpus, article by article, where it is not kept from before."""

    def __init__(self, corpus: Corpus, work: WorkCache) -> None:
        self._corpus, self._work = corpus, work
        self._furniture = repeated_furniture(corpus.articles.with_url)
        self._cleaned: dict[str, str] = {}

    def far_away(self, limits: Limits) -> dict[str, UnreadableFileError]:
        """Have workers clean the long articles, within the time of a file; those that they could not, and why."""
        rows = self._corpus.articles.rows()
        long = [name for name, row in rows if is_long(row) and self._kept(name, row) is None]
        jobs = ((name, job_line(cleaned_line, *self._given(name, self._corpus.articles.row(name)))) for name in long)
        late = {}
        for name, result in results(jobs, len(long), limits, "cleaned"):
            if isinstance(result, UnreadableFileError):
                late[name] = result
            else:
                self._cleaned[name] = result.rstrip()
        return late

    def done(self, name: str, row: Row) -> str:
        """What cleaning an article finds out, as `cleaned_line` tells it."""
        stored = self._kept(name, row)
        if stored is None:
            stored = self._cleaned.pop(name, None) or cleaned_line(*self._given(name, row))
            self._work.put(stored, *self._parts(name, row))
        return stored

    def _kept(self, name: str, row: Row) -> str | None:
        return self._work.get(*self._parts(name, row))

    def _parts(self, name: str, row: Row) -> tuple[str, ...]:
        return "clean", *row, json.dumps(self._given(name, row)[1:])

    def _given(self, name: str, row: Row) -> tuple[Row, list[str], list[str], list[str]]:
        source = self._corpus.sources.get(name, Source())
        return row, sorted(self._furniture.get(row[0], ())), list(source.keep), list(source.set_aside)


def is_long(row: Row) -> bool:
    """Whether an article is so long that a worker's start is not felt beside the work on it."""
    return len(row[FIELDS.index("text")]) > _LONG


def cleaned_line(row: Row, furniture: Sequence[str], keep: Sequence[str], set_aside: Sequence[str]) -> str:
    """What cleaning finds out: card and blocks, how many characters are kept, and overrides that fit no block."""
    article = article_of(*row)
    cleaned = clean(article, frozenset(furniture), Overrides(tuple(keep), tuple(set_aside)))
    finished = replace(article, blocks=cleaned.blocks, card=cleaned.card)
    return json.dumps([*row_of(finished)[3:], finished.kept_characters, cleaned.lost_overrides])
