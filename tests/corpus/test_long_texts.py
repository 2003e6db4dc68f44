"""Workers clean and split long texts with limits on time and memory; only the text that exceeds them fails."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from index.build import build
from index.corpus.clean_articles import is_long
from index.corpus.prepare import prepare
from index.corpus.reading.reading import Limits
from index.corpus.reading.worker import MOST_BYTES, job_line
from index.corpus.reading.workers import results
from index.errors import UnreadableFileError
from index.settings import load_settings
from index.storage.article_row import row_of
from index.storage.work_cache import WorkCache

LONG = "\n\n".join(f"The {number}th gate of the canal is oiled by its own keeper in May." for number in range(2_000))


def slow_line(seconds: float) -> str:
    """A job that takes this long."""
    time.sleep(seconds)
    return json.dumps(seconds)


def greedy_line(megabytes: int) -> str:
    """A job that takes this much memory."""
    return json.dumps(len(b"x" * (megabytes * 1_000_000)))


def failing_line() -> str:
    """A job that fails."""
    raise ValueError("no such gate")


def told(*jobs: bytes, seconds: int = 30) -> list[str]:
    return [
        str(result).strip() for _, result in results(enumerate(jobs), len(jobs), Limits(seconds=seconds), "cleaned")
    ]


def test_results_come_in_the_order_of_their_jobs() -> None:
    jobs = [job_line(slow_line, seconds) for seconds in (0.3, 0.0, 0.1, 0.0, 0.0, 0.0, 0.0)]
    assert told(*jobs) == ["0.3", "0.0", "0.1", "0.0", "0.0", "0.0", "0.0"]


def test_a_job_that_takes_too_long_is_stopped_and_says_so() -> None:
    late = "it was not cleaned within 0 seconds, the limit set by reading.file_seconds"
    assert told(job_line(slow_line, 60), seconds=0) == [late]


def test_a_job_that_takes_too_much_memory_says_so() -> None:
    assert told(job_line(greedy_line, 2_000), job_line(greedy_line, 1)) == [
        f"reading it takes more memory than the {MOST_BYTES:,} bytes that a file may take",
        "1000000",
    ]


def test_a_job_that_fails_says_why() -> None:
    assert told(job_line(failing_line)) == [
        "it is left out because of a fault in Verbatim (ValueError: no such gate): report this together with the file; "
        "everything else is built without it"
    ]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "long.txt").write_text(LONG, encoding="utf-8")
    (folder / "short.txt").write_text("The lock is oiled in June. Its keeper is paid by the town.", encoding="utf-8")
    return folder


def test_a_long_text_is_cleaned_as_a_short_one(corpus: Path) -> None:
    assert is_long(row_of(prepare(corpus).articles["long.txt"]))
    assert all(block.kept for block in prepare(corpus).articles["long.txt"].blocks)


def test_a_long_text_that_is_not_cleaned_in_time_is_skipped(corpus: Path) -> None:
    prepared = prepare(corpus, Limits(seconds=0))
    assert list(prepared.articles) == ["short.txt"]
    assert [(skip.file, skip.cause.split(",")[0]) for skip in prepared.skipped] == [
        ("long.txt", "it was not cleaned within 0 seconds")
    ]


def test_a_long_text_that_was_cleaned_before_is_not_cleaned_again(corpus: Path, tmp_path: Path) -> None:
    work = WorkCache(tmp_path / "work.sqlite")
    prepare(corpus, Limits(), work)
    assert list(prepare(corpus, Limits(seconds=0), work).articles) == ["long.txt", "short.txt"]
    work.release()


def test_a_long_text_that_is_not_split_in_time_is_skipped(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = UnreadableFileError("it was not split within 0 seconds")
    monkeypatch.setattr("index.indexing.draft.results", lambda jobs, *_: ((name, late) for name, _ in jobs))
    report = build(load_settings(corpus=corpus, index=tmp_path / "index", model={"name": "hash"}))
    assert (report.articles, [(skip.file, skip.cause) for skip in report.skipped]) == (
        1,
        [("long.txt", "it was not split within 0 seconds")],
    )


def test_a_long_text_is_split_as_a_short_one(corpus: Path, tmp_path: Path) -> None:
    report = build(load_settings(corpus=corpus, index=tmp_path / "index", model={"name": "hash"}))
    assert (report.articles, report.sentences) == (2, 2_002)
