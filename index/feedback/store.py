"""What people say of evidence, in one SQLite file of the index folder. No address, no name, nothing that tells who."""

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
    """One opinion on one quote as the answer to one question. Everything that is stored of it."""

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
    """Hex digest of a quote: says later whether the article still has these words there."""
    return hashlib.sha256(quote.encode("utf-8", "surrogatepass")).hexdigest()


def hour() -> str:
    """The time as it is stored: to the hour, for a finer one could be held against other logs."""
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0).isoformat(timespec="minutes")


class FeedbackStore:
    """The opinions in one file; the oldest go when there are more than `most`. Safe to be used by several threads."""

    def __init__(self, path: Path, most: int) -> None:
        self._path = path
        self._most = most

    @classmethod
    def of(cls, settings: Settings) -> FeedbackStore:
        """The store that `settings` name."""
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
        """Every opinion, the oldest first. Raises `FeedbackError`."""
        if not self._path.exists():
            return []
        try:
            with closing(self._open()) as database:
                rows = database.execute(_ALL).fetchall()
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from error
        return [Feedback(*row) for row in rows]

    def clear(self) -> int:
        """Remove every opinion, from the disk too; how many they were.

        Raises `FeedbackError`, also where somebody reads them for so long that they stay on the disk.
        """
        if not self._path.exists():
            return 0
        with self._writing() as database:
            gone = database.execute("DELETE FROM feedback").rowcount
        try:
            with closing(self._open()) as database:
                # What was deleted is still in the file, and in the log beside it, until both are written anew.
                database.execute("VACUUM")
                # SQLite reports a log that it could not empty as a row, not as an error.
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
            # Nobody else on this machine needs to know what people asked.
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
    """`text` without half characters, which SQLite does not take."""
    return text.encode("utf-8", "replace").decode()
