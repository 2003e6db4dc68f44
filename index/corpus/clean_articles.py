"""Articles as read → articles as cleaned: from the cache, in a worker process if long, else in this process."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, replace

from index.corpus.article_store import ArticleStore
from index.corpus.cleaning import NO_OVERRIDES, Overrides, clean
from index.corpus.reading import Limits
from index.corpus.reading.worker import job_line
from index.corpus.reading.workers import results
from index.errors import UnreadableFileError
from index.storage.article_row import CLEANED, FIELDS, Row, article_of, row_of
from index.storage.work_cache import WorkCache

# Texts with more characters are cleaned and split in workers, which can be stopped.
_LONG = 50_000
# The arguments of `cleaned_line`, as JSON has them.
CleaningArguments = tuple[Row, list[str], dict[str, list[str]]]


class ArticleCleaning:
    """Cleans the articles of a corpus. `furniture` maps article ids to the texts that the article's site repeats."""

    def __init__(self, furniture: Mapping[str, Collection[str]], work: WorkCache) -> None:
        self._furniture, self._work = furniture, work
        self._cleaned: dict[str, str] = {}

    def clean_long(
        self, articles: ArticleStore, overrides: Mapping[str, Overrides], limits: Limits
    ) -> dict[str, UnreadableFileError]:
        """Clean the long `articles` in workers, within the time limit per file; returns those that failed, and why."""

        def given(name: str) -> tuple[Row, Overrides]:
            return articles.row(name), overrides.get(name, NO_OVERRIDES)

        # Only names are collected, because the long texts together may not fit into memory.
        long = [name for name, row in articles.rows() if is_long(row) and self._kept(*given(name)) is None]
        jobs = ((name, job_line(cleaned_line, *self._given(*given(name)))) for name in long)
        late = {}
        for name, result in results(jobs, len(long), limits, "cleaned"):
            if isinstance(result, UnreadableFileError):
                late[name] = result
            else:
                self._cleaned[name] = result.rstrip()
        return late

    def missing(
        self, articles: ArticleStore, overrides: Mapping[str, Overrides]
    ) -> Iterator[tuple[str, CleaningArguments]]:
        """Each article whose result is not cached: its file's name, and the arguments of `cleaned_line`."""
        for name, row in articles.rows():
            own = overrides.get(name, NO_OVERRIDES)
            if self._kept(row, own) is None:
                yield name, self._given(row, own)

    def keep(self, stored: str, row: Row, overrides: Overrides) -> None:
        """Cache the result of `cleaned_line` from elsewhere."""
        self._work.put(stored, *self._parts(row, overrides))

    def line(self, name: str, row: Row, overrides: Overrides = NO_OVERRIDES) -> str:
        """The result of cleaning the article of the file `name`, in the form of `cleaned_line`."""
        stored = self._kept(row, overrides)
        if stored is None:
            # A cache without a file has not stored the worker's result.
            stored = self._cleaned.pop(name, None) or cleaned_line(*self._given(row, overrides))
            self._work.put(stored, *self._parts(row, overrides))
        return stored

    def _kept(self, row: Row, overrides: Overrides) -> str | None:
        return self._work.get(*self._parts(row, overrides))

    def _parts(self, row: Row, overrides: Overrides) -> tuple[str, ...]:
        return "clean", *row, json.dumps(self._given(row, overrides)[1:])

    def _given(self, row: Row, overrides: Overrides) -> CleaningArguments:
        return (
            row,
            sorted(self._furniture.get(row[0], ())),
            {name: list(ids) for name, ids in asdict(overrides).items()},
        )


def is_long(row: Row) -> bool:
    """Whether an article is so long that starting a worker costs little in comparison."""
    return len(row[FIELDS.index("text")]) > _LONG


def cleaned_line(row: Row, furniture: Sequence[str], overrides: Mapping[str, Sequence[str]]) -> str:
    """Clean a row; returns JSON: card, blocks, number of kept characters, and overrides that match no block."""
    article = article_of(*row)
    given = Overrides(**{name: tuple(ids) for name, ids in overrides.items()})
    cleaned = clean(article, frozenset(furniture), given)
    finished = replace(article, blocks=cleaned.blocks, card=cleaned.card)
    return json.dumps([*row_of(finished)[CLEANED:], finished.kept_characters, cleaned.lost_overrides])
