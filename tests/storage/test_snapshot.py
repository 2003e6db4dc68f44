"""Snapshots appear whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from index.errors import IndexDamagedError, IndexMissingError, IndexOutdatedError, IndexWriteError
from index.storage.locks import writing
from index.storage.manifest import read_manifest, snapshot_id
from index.storage.snapshot import current_id, open_snapshot, point_to, publish


def write_one(folder: Path) -> dict[str, Any]:
    (folder / "part").mkdir()
    (folder / "part" / "file").write_bytes(b"words")
    return {"model": {}, "texts": 0}


def published(index: Path, name: str = "one") -> Path:
    return publish(index, name, write_one).folder


def test_what_was_written_is_published_with_its_sums(tmp_path: Path) -> None:
    published(tmp_path)
    snapshot = open_snapshot(tmp_path)
    assert (snapshot.id, list(snapshot.manifest["files"])) == ("one", ["part/file"])


def test_without_a_build_there_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="Run: verbatim build"):
        open_snapshot(tmp_path)


def test_a_build_that_fails_leaves_the_old_snapshot_and_nothing_else(tmp_path: Path) -> None:
    published(tmp_path)

    def fail(folder: Path) -> dict[str, Any]:
        write_one(folder)
        raise OSError(28, "No space left on device")

    with pytest.raises(IndexWriteError, match="No space"):
        publish(tmp_path, "two", fail)
    assert open_snapshot(tmp_path).id == "one"
    assert [folder.name for folder in (tmp_path / "snapshots").iterdir()] == ["one"]


@pytest.mark.parametrize("position", [0, 2, 4])
def test_a_flipped_byte_is_found_at_opening(tmp_path: Path, position: int) -> None:
    file = published(tmp_path) / "part" / "file"
    data = bytearray(file.read_bytes())
    data[position] ^= 1
    file.write_bytes(data)
    with pytest.raises(IndexDamagedError, match=r"part/file is missing or has changed.*Run: verbatim build"):
        open_snapshot(tmp_path)


def test_a_missing_file_is_found_at_opening(tmp_path: Path) -> None:
    (published(tmp_path) / "part" / "file").unlink()
    with pytest.raises(IndexDamagedError, match="missing or has changed"):
        open_snapshot(tmp_path)


MANIFESTS = [
    "",
    "[]",
    "{}",
    "not json",
    '{"format": 1, "files": []}',
    '{"format": 1, "model": {}, "texts": 1, "files": {}}',
]


@pytest.mark.parametrize("manifest", MANIFESTS)
def test_a_damaged_manifest_is_found_at_opening(tmp_path: Path, manifest: str) -> None:
    (published(tmp_path) / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(IndexDamagedError, match=r"no readable manifest\.json"):
        open_snapshot(tmp_path)


def test_a_pointer_that_is_no_text_is_damage(tmp_path: Path) -> None:
    published(tmp_path)
    (tmp_path / "current").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(IndexDamagedError, match="expected a snapshot's id"):
        open_snapshot(tmp_path)


def test_a_pointer_to_nowhere_is_damage(tmp_path: Path) -> None:
    published(tmp_path)
    (tmp_path / "current").write_text("two\n", encoding="utf-8")
    with pytest.raises(IndexDamagedError, match=r"There is no snapshot folder .*two.*Run: verbatim build"):
        open_snapshot(tmp_path)


@pytest.mark.parametrize("pointer", ["", "../one", "a b", "x" * 65])
def test_a_pointer_that_is_no_id_is_damage(tmp_path: Path, pointer: str) -> None:
    published(tmp_path)
    (tmp_path / "current").write_text(pointer, encoding="utf-8")
    with pytest.raises(IndexDamagedError, match="expected a snapshot's id"):
        open_snapshot(tmp_path)


def test_a_byte_of_the_manifest_that_changed_is_found(tmp_path: Path) -> None:
    path = published(tmp_path) / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b'"texts": 0', b'"texts": 1'))
    with pytest.raises(IndexDamagedError, match="expected its own sum to fit"):
        open_snapshot(tmp_path)


def test_a_snapshot_that_is_read_is_not_pruned(tmp_path: Path) -> None:
    published(tmp_path, "one")
    reader = open_snapshot(tmp_path)
    for name in ("two", "three", "four"):
        published(tmp_path, name)
    assert (reader.folder / "part" / "file").read_bytes() == b"words"
    assert sorted(folder.name for folder in (tmp_path / "snapshots").iterdir()) == ["four", "one", "three"]


def test_a_snapshot_that_was_let_go_is_pruned_by_the_next_build(tmp_path: Path) -> None:
    published(tmp_path, "one")
    reader = open_snapshot(tmp_path)
    for name in ("two", "three"):
        published(tmp_path, name)
    del reader
    published(tmp_path, "four")
    assert sorted(folder.name for folder in (tmp_path / "snapshots").iterdir()) == ["four", "three"]


def test_a_reader_whose_snapshot_is_pruned_while_it_opens_gets_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = published(tmp_path, "one")
    looked: list[str | None] = []

    def look_and_lose_time(folder: Path) -> str | None:
        found = current_id(folder)
        if not looked:
            looked.append(found)
            published(tmp_path, "two")
            shutil.rmtree(old)
        return found

    monkeypatch.setattr("index.storage.snapshot.current_id", look_and_lose_time)
    assert (open_snapshot(tmp_path).id, looked) == ("two", ["one"])


def test_a_damaged_snapshot_that_is_replaced_while_it_opens_is_opened_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (published(tmp_path) / "part" / "file").write_bytes(b"other")
    reads: list[Path] = []

    def read_and_lose_time(folder: Path) -> dict[str, Any]:
        if not reads:
            reads.append(folder)
            published(tmp_path)
            raise IndexDamagedError("what stood there before")
        return read_manifest(folder)

    monkeypatch.setattr("index.storage.snapshot.read_manifest", read_and_lose_time)
    assert open_snapshot(tmp_path).id == "one"


def test_another_format_is_outdated(tmp_path: Path) -> None:
    path = published(tmp_path) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), "format": 0}), encoding="utf-8")
    with pytest.raises(IndexOutdatedError, match="is of format 0"):
        open_snapshot(tmp_path)


def test_a_damaged_snapshot_of_the_same_id_is_replaced(tmp_path: Path) -> None:
    (published(tmp_path) / "part" / "file").write_bytes(b"other")
    published(tmp_path)
    assert open_snapshot(tmp_path).id == "one"


def test_old_snapshots_are_pruned_but_the_one_before_is_kept(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        published(tmp_path, name)
    assert sorted(folder.name for folder in (tmp_path / "snapshots").iterdir()) == ["three", "two"]


def test_a_snapshot_that_was_pointed_to_again_counts_as_new(tmp_path: Path) -> None:
    for name in ("one", "two"):
        os.utime(published(tmp_path, name), (1, 1))
    point_to(tmp_path, "one")
    published(tmp_path, "three")
    assert sorted(folder.name for folder in (tmp_path / "snapshots").iterdir()) == ["one", "three"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(IndexWriteError, match=r"cannot be written.*Name another with --index DIR"),
        writing(tmp_path / "file" / "index"),
    ):
        pass


def test_leftovers_of_a_killed_build_are_removed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "snapshots" / ".unfinished-1").mkdir(parents=True)
    published(tmp_path)
    assert [folder.name for folder in (tmp_path / "snapshots").iterdir()] == ["one"]


def test_the_id_tells_apart_what_it_is_built_from() -> None:
    assert snapshot_id({"a": 1}) == snapshot_id({"a": 1}) != snapshot_id({"a": 2})


def test_no_pointer_means_no_id(tmp_path: Path) -> None:
    assert current_id(tmp_path) is None


def test_a_writer_makes_the_folder(tmp_path: Path) -> None:
    with writing(tmp_path / "new"):
        assert (tmp_path / "new" / "lock").exists()
