"""A file that differs from what was published is found in the background, logged, and refused from then on."""

from __future__ import annotations

import logging
from contextlib import closing
from pathlib import Path

import pytest

from index.build import build
from index.errors import IndexDamagedError
from index.opening import open_answerer
from index.settings import Settings
from index.storage.snapshot import open_snapshot
from index.storage.sums import Sums
from tests.maintenance.test_verify import COMPARED_BY
from tests.storage.test_snapshot import published


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The only file of a snapshot published in the test's folder."""
    return published(tmp_path) / "part" / "file"


def checked(index: Path) -> Sums:
    sums = Sums(open_snapshot(index, sums=False))
    sums.wait()
    return sums


def asked_once_checked(settings: Settings) -> None:
    """Ask the published snapshot after all checksums have been computed."""
    with closing(open_answerer(settings)) as answerer:
        assert answerer.sums is not None
        answerer.sums.wait()
        answerer.ask("ice")


def test_where_every_sum_fits_nothing_is_refused(file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    sums = checked(tmp_path)
    sums.refuse_damage()
    assert (sums.rebuilt, caplog.text) == (False, "")


def test_a_changed_file_is_logged_and_refused(file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file.write_bytes(b"other")
    with caplog.at_level(logging.ERROR):
        sums = checked(tmp_path)
    assert "file is missing or has changed" in caplog.text
    for _ in range(2):
        with pytest.raises(IndexDamagedError, match="Run: verbatim build"):
            sums.refuse_damage()
    assert not sums.rebuilt


def test_what_was_built_anew_in_its_place_is_worth_opening(file: Path, tmp_path: Path) -> None:
    file.unlink()
    sums = checked(tmp_path)
    published(tmp_path)
    assert sums.rebuilt


def test_files_of_a_snapshot_that_was_let_go_are_nobody_s_damage(file: Path, tmp_path: Path) -> None:
    snapshot = open_snapshot(tmp_path, sums=False)
    snapshot.hold.close()
    file.unlink()
    sums = Sums(snapshot)
    sums.wait()
    sums.refuse_damage()


def test_an_answerer_answers_nothing_more_from_damaged_files(settings: Settings) -> None:
    build(settings)
    folder = open_snapshot(settings.index).folder
    (folder / "words.txt").write_bytes((folder / "words.txt").read_bytes() + b"more\n")
    answerer = open_answerer(settings)
    assert answerer.sums is not None
    answerer.sums.wait()
    for refused in (
        lambda: answerer.ask("ice"),
        lambda: answerer.scored("ice", 5),
        lambda: answerer.check_article("ice"),
    ):
        with pytest.raises(IndexDamagedError, match=r"words\.txt is missing or has changed"):
            refused()


def test_a_snapshot_that_cannot_be_opened_is_damaged_and_not_an_error_of_a_library(settings: Settings) -> None:
    build(settings)
    for file in ("bounds.npy", "passages.faiss", "texts.sqlite"):
        path = open_snapshot(settings.index).folder / file
        whole = path.read_bytes()
        path.write_bytes(b"damaged")
        with pytest.raises(IndexDamagedError):
            open_answerer(settings)
        path.write_bytes(whole)


@pytest.mark.parametrize("name", COMPARED_BY)
def test_a_snapshot_whose_sentences_would_be_compared_by_other_bytes_is_refused(settings: Settings, name: str) -> None:
    build(settings)
    file = open_snapshot(settings.index).folder / name
    data = bytearray(file.read_bytes())
    # In the last row, so that the file can still be opened.
    data[-1] ^= 1
    file.write_bytes(data)
    with pytest.raises(IndexDamagedError, match="Run: verbatim build"):
        asked_once_checked(settings)


@pytest.mark.parametrize("name", COMPARED_BY)
def test_a_snapshot_that_lacks_what_sentences_are_compared_by_is_refused(settings: Settings, name: str) -> None:
    build(settings)
    (open_snapshot(settings.index).folder / name).unlink()
    with pytest.raises(IndexDamagedError, match="Run: verbatim build"):
        open_answerer(settings)
