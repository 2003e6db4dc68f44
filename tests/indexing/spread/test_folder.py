"""The folder of parts is the same on a disk and behind an address."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.indexing.spread.folder import PartFolder
from index.indexing.spread.part import DamagedPartError, Part

TODO = Part("name", "clean", "{}", [("ice.md", b"Ice.")], "program")
DONE = Part("name", "clean", "", [("ice.md", b"[]")])


@pytest.fixture(params=["folder", "address"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "parts") if request.param == "folder" else f"file://{tmp_path}/parts"


def test_what_is_described_is_found(place: str) -> None:
    PartFolder(place).describe(TODO)
    assert PartFolder(place).described("clean", "name") == TODO


def test_results_are_found_and_counted(place: str) -> None:
    folder = PartFolder(place)
    folder.finish(DONE)
    assert (folder.results("clean", "name"), folder.computed()) == (DONE, {"name": 1})


def test_results_that_are_not_there_are_none(place: str) -> None:
    assert PartFolder(place).results("clean", "name") is None


def test_damaged_results_are_removed(place: str, tmp_path: Path) -> None:
    PartFolder(place).finish(DONE)
    file = tmp_path / "parts" / "clean" / "done" / "name"
    file.write_bytes(file.read_bytes()[:-9])
    assert (PartFolder(place).results("clean", "name"), file.exists()) == (None, False)


def test_a_part_under_another_name_is_damaged(place: str, tmp_path: Path) -> None:
    PartFolder(place).describe(TODO)
    file = tmp_path / "parts" / "clean" / "todo" / "name"
    file.rename(file.with_name("other"))
    with pytest.raises(DamagedPartError, match="the part name"):
        PartFolder(place).described("clean", "other")


def test_a_part_that_is_dropped_is_gone_and_still_counted(place: str) -> None:
    folder = PartFolder(place)
    folder.describe(TODO)
    folder.finish(DONE)
    folder.drop("clean", "name")
    assert (folder.results("clean", "name"), folder.computed()) == (None, {"name": 1})


def test_what_others_have_in_the_folder_stays(place: str, tmp_path: Path) -> None:
    folder = PartFolder(place)
    folder.finish(DONE)
    (tmp_path / "parts" / "notes.txt").write_text("Mine.", encoding="utf-8")
    folder.clear()
    assert [path.name for path in (tmp_path / "parts").iterdir()] == ["notes.txt"]
