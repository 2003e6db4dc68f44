"""Stores feedback in one SQLite file in the index folder, without addresses, names or other personal data."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from index.errors import FeedbackError
from index.settings import Settings

FILE = "feedback.sqlite"
LONGEST_COMMENT = 2_000
LONGEST_QUESTION = 2_000
Opinion = Literal["up", "down", "not-an-answer"]
OPINIONS: tuple[Opinion, ...] = get_args(Opinion)
_WAIT_SECONDS = 5
_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    row INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT, question TEXT, article TEXT, start INTEGER, end INTEGER,
    quote_sha256 TEXT, snapshot TEXT, opinion TEXT, comment TEXT)
"""
_INSERT = """
INSERT INTO feedback (time, question, article, start, end, quote_sha256, snapshot, opinion, comment)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_ALL = """
SELECT time, question, article, start, end, quote_sha256, snapshot, opinion, comment FROM feedback ORDER BY row
"""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One opinion on one quote as the answer to one question: everything that is stored."""

    time: str
    question: str
    article_id: str
    start: int
    end: int
    quote_sha256: str
    snapshot: str
    opinion: Opinion
    comment: str = ""


def quote_sum(quote: str) -> str:
    """Hex sha256 of a quote, to tell later whether the article still has the same words there."""
    return hashlib.sha256(quote.encode("utf-8", "surrogatepass")).hexdigest()


def hour() -> str:
    """The time to store, rounded to the hour, so that it cannot be matched with other logs."""
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0).isoformat(timespec="minutes")


class FeedbackStore:
    """The opinions in one file; the oldest are dropped beyond `most`. Safe for several threads."""

    def __init__(self, path: Path, most: int) -> None:
        self._path = path
        self._most = most

    @classmethod
    def of(cls, settings: Settings) -> FeedbackStore:
        """The store in the index folder of `settings`."""
        return cls(settings.index / FILE, settings.page.feedback_rows)

    def add(self, item: Feedback) -> None:
        """Store one opinion. Raises `FeedbackError`."""
        if item.opinion not in OPINIONS or len(item.comment) > LONGEST_COMMENT or len(item.question) > LONGEST_QUESTION:
            raise FeedbackError(
                f"The opinion {item.opinion!r}, with a question of {len(item.question):,} characters and a comment of "
                f"{len(item.comment):,}, was not stored: expected one of {', '.join(OPINIONS)} and at most "
                f"{LONGEST_QUESTION:,} and {LONGEST_COMMENT:,} characters. Send less."
            )
        values = [_storable(value) if isinstance(value, str) else value for value in astuple(item)]
        with self._writing() as database:
            database.execute(_INSERT, values)
            database.execute("DELETE FROM feedback WHERE row <= (SELECT max(row) FROM feedback) - ?", [self._most])

    def all(self) -> list[Feedback]:
        """Every opinion, oldest first. Raises `FeedbackError`."""
        if not self._path.exists():
            return []
        try:
            with closing(self._open()) as database:
                rows = database.execute(_ALL).fetchall()
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from error
        return [Feedback(*row) for row in rows]

    def clear(self) -> int:
        """Delete every opinion, also from the disk; returns how many there were.

        Raises `FeedbackError`, also if a reader keeps the file open for so long that the words stay on the disk.
        """
        if not self._path.exists():
            return 0
        with self._writing() as database:
            gone = database.execute("DELETE FROM feedback").rowcount
        try:
            with closing(self._open()) as database:
                # Deleted rows stay in the file and in its log until both are rewritten.
                database.execute("VACUUM")
                # If SQLite cannot empty the log, it says so in a row, not with an error.
                busy = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        if busy:
            raise FeedbackError(
                f"The {gone} opinions in {str(self._path)!r} are deleted, but their words are still in the log file "
                "next to it, because another program has the file open. Stop that program and run: "
                "verbatim feedback clear"
            )
        return gone

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Other users of this machine must not read what people asked.
            self._path.touch(mode=0o600)
            with closing(self._open()) as database, database:
                database.execute("PRAGMA journal_mode = WAL")
                database.execute(_SCHEMA)
                yield database
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from error

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=_WAIT_SECONDS)

    def _unusable(self, error: Exception) -> FeedbackError:
        return FeedbackError(
            f"The feedback in {str(self._path)!r} cannot be used ({error}): expected a file written by the service, "
            "and free disk space. Move it away and try again."
        )


def _storable(text: str) -> str:
    """`text` without lone surrogates, which SQLite does not accept."""
    return text.encode("utf-8", "replace").decode()
