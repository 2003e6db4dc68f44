"""Readings are cached between builds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.corpus.reading.file import read_file
from index.corpus.reading.reading import Limits, Reading
from index.corpus.reading.reading_cache import ReadingCache
from index.corpus.reading.worker import Outcome
from index.corpus.reading.workers import read_files
from index.errors import UnreadableFileError
from index.storage.work_cache import WorkCache

NAME = "ice.html"
PAGE = "<html><head><title>Ice</title></head><body><p>Ice helps for {} minutes at a time.</p></body></html>"
OPENED = "index.corpus.reading.workers._Worker.do"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / NAME).write_text(PAGE.format(20), encoding="utf-8")
    return folder


@pytest.fixture
def work(tmp_path: Path) -> Iterator[WorkCache]:
    work = WorkCache(tmp_path / "work.sqlite")
    yield work
    work.release()


def read(folder: Path, work: WorkCache, limits: Limits | None = None) -> Outcome:
    return dict(read_files(folder, [NAME], limits or Limits(), work))[NAME]


def is_read_again(folder: Path, work: WorkCache, monkeypatch: pytest.MonkeyPatch, limits: Limits | None = None) -> bool:
    """Whether a worker reads the file."""
    asked: list[str] = []

    def refuse(_: object, job: bytes, seconds: int, doing: str) -> UnreadableFileError:
        *_, (_, name, _) = json.loads(job)
        asked.append(name)
        return UnreadableFileError("read again")

    monkeypatch.setattr(OPENED, refuse)
    read(folder, work, limits)
    return asked == [NAME]


def test_a_file_of_the_same_bytes_is_read_once(folder: Path, work: WorkCache, monkeypatch: pytest.MonkeyPatch) -> None:
    read(folder, work)
    assert not is_read_again(folder, work, monkeypatch)


def test_what_was_kept_of_a_file_is_what_it_was_read_to(folder: Path, work: WorkCache) -> None:
    assert read(folder, work) == read(folder, work) == read_file(folder, NAME, Limits())


def test_a_file_that_has_changed_is_read_again(folder: Path, work: WorkCache) -> None:
    read(folder, work)
    (folder / NAME).write_text(PAGE.format(15), encoding="utf-8")
    again = read(folder, work)
    assert isinstance(again, Reading)
    assert "15 minutes" in again.text


def test_under_other_limits_a_file_is_read_again(
    folder: Path, work: WorkCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(folder, work)
    assert is_read_again(folder, work, monkeypatch, Limits(pages=1))


def test_the_same_bytes_under_another_ending_are_read_again(folder: Path, work: WorkCache) -> None:
    read(folder, work)
    (folder / NAME).rename(folder / "ice.pdf")
    assert "its content is that of" in str(dict(read_files(folder, ["ice.pdf"], Limits(), work))["ice.pdf"])


def test_a_file_that_could_not_be_read_is_tried_again(
    folder: Path, work: WorkCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / NAME).write_bytes(b"")
    assert isinstance(read(folder, work), UnreadableFileError)
    assert is_read_again(folder, work, monkeypatch)


def test_a_link_that_now_leads_out_of_the_folder_is_not_answered_from_what_was_kept(
    folder: Path, work: WorkCache, tmp_path: Path
) -> None:
    read(folder, work)
    (folder / NAME).rename(tmp_path / NAME)
    (folder / NAME).symlink_to(tmp_path / NAME)
    assert "points outside the corpus folder" in str(read(folder, work))


@pytest.mark.parametrize("minutes", [15, 20])
def test_what_was_read_of_other_bytes_than_those_looked_at_is_not_kept(
    folder: Path, work: WorkCache, minutes: int
) -> None:
    looked_at = ReadingCache(folder, [NAME], Limits(), work)
    (folder / NAME).write_text(PAGE.format(15), encoding="utf-8")
    looked_at.put(NAME, read_file(folder, NAME, Limits()))
    (folder / NAME).write_text(PAGE.format(minutes), encoding="utf-8")
    assert NAME not in ReadingCache(folder, [NAME], Limits(), work)


def test_what_changes_in_the_file_of_kept_work_meanwhile_is_told(folder: Path, tmp_path: Path, work: WorkCache) -> None:
    read(folder, work)
    work.finish()
    again = WorkCache(tmp_path / "work.sqlite")
    kept = ReadingCache(folder, [NAME], Limits(), again)
    with sqlite3.connect(tmp_path / "work.sqlite") as database:
        database.execute("UPDATE work SET value = 'other'")
    assert "build again" in str(kept.find(NAME))
    again.release()
