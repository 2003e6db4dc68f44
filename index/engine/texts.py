"""The text store: articles, passages and sentences in one SQLite file, read by row."""

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.article import Article
from index.errors import AnswererClosedError, IndexDamagedError
from index.execution.deadline import check_deadline
from index.filtering.catalogue import Catalogue
from index.filtering.labels import labels_of
from index.passage import Passage, Sentence
from index.storage.article_row import article_of, row_of

_SCHEMA = """
-- The columns that filters need come before the text, because SQLite reads a long row from its beginning.
CREATE TABLE articles (id TEXT PRIMARY KEY, origin TEXT, collection TEXT, tags TEXT, card TEXT, text TEXT, blocks TEXT,
                       sha256 TEXT);
CREATE TABLE passages (row INTEGER PRIMARY KEY, article TEXT, start INTEGER, end INTEGER, text TEXT, heading TEXT);
CREATE TABLE sentences (row INTEGER PRIMARY KEY, passage INTEGER, start INTEGER, end INTEGER, paragraph INTEGER,
                        page INTEGER, doubtful INTEGER, form TEXT, label TEXT, searched TEXT, page_label TEXT);
CREATE INDEX sentences_of ON sentences (passage);
"""
_PASSAGES = """
SELECT row, article, start, end, text, heading FROM passages WHERE row IN (SELECT value FROM json_each(?)) ORDER BY row
"""
_SENTENCES_OF = """
SELECT passage, start, end, paragraph, page, doubtful, form, label, searched, page_label FROM sentences
WHERE passage IN (SELECT value FROM json_each(?)) ORDER BY row
"""
_ADD_ARTICLE = """
INSERT INTO articles (id, origin, collection, tags, text, card, blocks, sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_ARTICLE = "SELECT id, origin, collection, tags, text, card, blocks, sha256 FROM articles WHERE id = ?"
_ADD_PASSAGE = "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)"
_ADD_SENTENCE = "INSERT INTO sentences VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_FILED = "SELECT id, origin, collection, tags, card FROM articles ORDER BY rowid"
# The errors Python may raise on values that no build writes.
MISREAD = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)
_AT_ONCE = 1000
_KEPT_ARTICLES = 64
_KEPT_PASSAGES = 5_000


# The id of an article, and its origin, collection, tags and card.
Filed = tuple[str, ...]


def without_text(filed: Filed) -> Article:
    """An article without its text, with what filters need."""
    *own, card = filed
    return article_of(*own, "", card, "[]")


def catalogue_of(filed: Iterable[Filed]) -> Catalogue:
    """The filter values of articles, which are numbered in the order of their ids."""
    articles = [without_text(one) for one in sorted(filed)]
    titles = {article.id: article.card.title or article.origin for article in articles}
    return Catalogue(map(labels_of, articles), titles)


class TextWriter:
    """Writes a text store to a new file; passages and sentences are numbered from 0 in the order they are added."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        # The file is published by renaming its folder, so a journal would only cost time.
        self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        self.articles = self.passages = self.sentences = 0

    def add(self, article: Article, passages: Iterable[Passage]) -> None:
        """Write an article and its passages."""
        self._database.execute(_ADD_ARTICLE, (*row_of(article), article.sha256))
        self.articles += 1
        for passage in passages:
            heading = json.dumps(passage.heading)
            values = (self.passages, passage.article_id, passage.start, passage.end, passage.text, heading)
            self._database.execute(_ADD_PASSAGE, values)
            rows = enumerate(passage.sentences, start=self.sentences)
            self._database.executemany(_ADD_SENTENCE, (_sentence_row(row, self.passages, one) for row, one in rows))
            self.passages += 1
            self.sentences += len(passage.sentences)

    def close(self) -> None:
        """Finish the file."""
        self._database.commit()
        self.release()

    def release(self) -> None:
        """Close the file without finishing it."""
        self._database.close()


class TextStore:
    """Reads one text store. Safe for several threads. Methods raise `IndexDamagedError` and `AnswererClosedError`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._passages: dict[int, Passage] = {}
        self._articles: OrderedDict[str, tuple[Article, str]] = OrderedDict()
        if not path.is_file():
            raise IndexDamagedError(f"{path} is missing: expected the published text store. Run: verbatim build")
        self._database = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        # A connection is part of a reference cycle and would keep the file open until the next garbage collection.
        self._let_go = weakref.finalize(self, self._database.close)

    def article_ids(self) -> list[str]:
        """The ids of all articles, sorted."""
        return [row[0] for row in self._rows("SELECT id FROM articles ORDER BY id")]

    def filed(self) -> list[Filed]:
        """What filters need of each article, in the order of writing; no text is read."""
        return [(article, *more) for article, *more in self._rows(_FILED)]

    def catalogue(self) -> Catalogue:
        """The filter values of all articles; no text is read."""
        with self._readable():
            return catalogue_of(self.filed())

    def counts(self) -> tuple[int, int]:
        """How many passages and how many sentences there are."""
        passages, sentences = self._rows("SELECT (SELECT count(*) FROM passages), (SELECT count(*) FROM sentences)")[0]
        return int(passages), int(sentences)

    def article(self, article_id: str) -> tuple[Article, str]:
        """The article, and the sha256 with which it was published. Raises `KeyError` if there is no such article."""
        with self._lock:
            if article_id in self._articles:
                self._articles.move_to_end(article_id)
                return self._articles[article_id]
        rows = self._rows(_ARTICLE, [article_id])
        if not rows:
            raise KeyError(article_id)
        *fields, sha256 = rows[0]
        with self._readable():
            _check(str, *fields, sha256)
            found = (article_of(*fields), sha256)
        with self._lock:
            self._articles[article_id] = found
            if len(self._articles) > _KEPT_ARTICLES:
                self._articles.popitem(last=False)
        return found

    def known_article(self, article_id: str) -> Article | None:
        """The article, or `None` if there is no such article."""
        try:
            return self.article(article_id)[0]
        except KeyError:
            return None

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages in `rows`, in that order."""
        wanted = [int(row) for row in rows]
        held = self._passages
        if unread := [row for row in wanted if row not in held]:
            if len(held) + len(unread) > _KEPT_PASSAGES:
                # A new dictionary: another thread may still be reading the one before.
                held = self._passages = {row: held[row] for row in wanted if row in held}
            for first in range(0, len(unread), _AT_ONCE):
                check_deadline()
                held.update(self._read(unread[first : first + _AT_ONCE]))
        return [held[row] for row in wanted]

    def all_passages(self) -> Iterator[Passage]:
        """Every passage, in order; none is cached."""
        total = self.counts()[0]
        for first in range(0, total, _AT_ONCE):
            yield from self._read(range(first, min(total, first + _AT_ONCE))).values()

    def _read(self, rows: Sequence[int]) -> dict[int, Passage]:
        wanted = [json.dumps(list(rows))]
        sentences: dict[int, list[Sentence]] = {row: [] for row in rows}
        with self._readable():
            for passage, *place, doubtful, form, label, searched, printed in self._rows(_SENTENCES_OF, wanted):
                start, end, paragraph, page = place
                _check(int, start, end, paragraph, page or 0)
                _check(str, form, label, searched, printed)
                one = Sentence(start, end, paragraph, page, bool(doubtful), form, label, searched, printed)
                sentences[passage].append(one)
            found = {}
            for row, article, start, end, text, heading in self._rows(_PASSAGES, wanted):
                _check(int, start, end)
                _check(str, article, text)
                found[row] = Passage(article, start, end, text, tuple(json.loads(heading)), tuple(sentences[row]))
            if len(found) != len(sentences):
                raise KeyError(*(sentences.keys() - found.keys()))
        return found

    def close(self) -> None:
        """Close the file."""
        self._let_go()

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._readable(), self._lock:
            return self._database.execute(query, values).fetchall()

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Turns errors in its block into `IndexDamagedError`: the file may change after it was opened."""
        try:
            yield
        except (sqlite3.DatabaseError, *MISREAD) as error:
            if not self._let_go.alive:
                raise AnswererClosedError(
                    f"{self._path} was closed while it was being read: expected an open answerer. "
                    "Call open_answerer again."
                ) from error
            raise IndexDamagedError(
                f"{self._path} cannot be read ({error!r}): expected the published text store. Run: verbatim build"
            ) from error


def _check(kind: type, *values: object) -> None:
    """Raises `TypeError` if a value has another type: SQLite stores any type in any column."""
    if any(type(value) is not kind for value in values):
        raise TypeError(f"expected {kind.__name__}, found {values!r:.200}")


def _sentence_row(row: int, passage: int, one: Sentence) -> tuple[Any, ...]:
    place = (one.start, one.end, one.paragraph, one.page)
    return row, passage, *place, one.doubtful, one.form, one.label, one.searched, one.page_label
