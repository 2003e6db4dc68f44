"""Shelf: articles by name, kept on disk while a build works on them, so that no corpus has to fit into memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

from index.article import Article
from index.stored_article import FIELDS, article_of, row_of

_SCHEMA = f"CREATE TABLE articles (name TEXT PRIMARY KEY, {', '.join(FIELDS)})"
_PUT = f"INSERT OR REPLACE INTO articles VALUES (?, {', '.join('?' * len(FIELDS))})"  # noqa: S608 - no value in it
_ALL = f"SELECT name, {', '.join(FIELDS)} FROM articles ORDER BY rowid"  # noqa: S608 - likewise
_ONE = f"SELECT {', '.join(FIELDS)} FROM articles WHERE name = ?"  # noqa: S608 - likewise


class Shelf(Mapping[str, Article]):
    """A mapping of names to articles in the order in which they were put there."""

    def __init__(self) -> None:
        # A file of SQLite's own: nobody else sees it, few articles never reach the disk, and it goes with the shelf.
        self._database = sqlite3.connect("", check_same_thread=False)
        self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        self._count = 0

    def put(self, name: str, article: Article) -> None:
        """Put an article there under a name that is new."""
        self._database.execute(_PUT, (name, *row_of(article)))
        self._count += 1

    def __getitem__(self, name: str) -> Article:
        row = self._database.execute(_ONE, [name]).fetchone()
        if row is None:
            raise KeyError(name)
        return article_of(*row)

    def __iter__(self) -> Iterator[str]:
        yield from (name for (name,) in self._database.execute("SELECT name FROM articles ORDER BY rowid"))

    def __len__(self) -> int:
        return self._count
