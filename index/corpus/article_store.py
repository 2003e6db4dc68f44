"""Stores the articles of a running build on disk, so that a corpus need not fit into memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from index.article import Article
from index.storage.article_row import Row, article_of, row_of

# The columns after the name are those of a row.
_SCHEMA = """
CREATE TABLE articles (name TEXT PRIMARY KEY, id, origin, collection, tags, text, card, blocks, characters INTEGER)
"""
_PUT = "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ALL = "SELECT name, id, origin, collection, tags, text, card, blocks FROM articles ORDER BY rowid"
_ONE = "SELECT id, origin, collection, tags, text, card, blocks FROM articles WHERE name = ?"
# A card is stored as the JSON of its statements.
_WITH_URL = """
SELECT id, origin, collection, tags, text, card, blocks FROM articles
WHERE card LIKE '%"field": "url"%' ORDER BY rowid
"""


class ArticleStore(Mapping[str, Article]):
    """A mapping from file names to articles, in insertion order. `row` returns an article as it is stored."""

    def __init__(self) -> None:
        # SQLite's own temporary file: private, in memory while it is small, and deleted with the connection.
        self._database = sqlite3.connect("", check_same_thread=False)
        self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)

    def put(self, name: str, article: Article) -> None:
        """Store an article under a name."""
        self.put_row(name, row_of(article), article.kept_characters)

    def put_row(self, name: str, row: Row, characters: int) -> None:
        """Store an article as a row; `characters` is the length of its kept blocks."""
        self._database.execute(_PUT, (name, *row, characters))

    def rows(self) -> Iterator[tuple[str, Row]]:
        """The name and row of every article."""
        for name, *row in self._database.execute(_ALL):
            yield name, tuple(row)

    def row(self, name: str) -> Row:
        """The row of the article `name`. Raises `KeyError`."""
        row = self._database.execute(_ONE, [name]).fetchone()
        if row is None:
            raise KeyError(name)
        return tuple(row)

    def remove(self, name: str) -> None:
        """Remove the article `name`, if it is there."""
        self._database.execute("DELETE FROM articles WHERE name = ?", [name])

    @property
    def characters(self) -> int:
        """The number of characters in the kept blocks of all articles."""
        return int(self._database.execute("SELECT coalesce(sum(characters), 0) FROM articles").fetchone()[0])

    @property
    def with_url(self) -> Iterable[Article]:
        """The articles whose cards state a URL; can be iterated more than once."""
        return _Selected(self._database, _WITH_URL)

    def __getitem__(self, name: str) -> Article:
        return article_of(*self.row(name))

    def __iter__(self) -> Iterator[str]:
        yield from (name for (name,) in self._database.execute("SELECT name FROM articles ORDER BY rowid"))

    def __len__(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM articles").fetchone()[0])


@dataclass(frozen=True, slots=True)
class _Selected(Iterable[Article]):
    """The articles that a query selects."""

    database: sqlite3.Connection
    query: str

    def __iter__(self) -> Iterator[Article]:
        yield from (article_of(*row) for row in self.database.execute(self.query))
