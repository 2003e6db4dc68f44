"""Snapshots are published completely or not at all."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from index.article import Skipped
from index.errors import IndexDamagedError, IndexMissingError, IndexOutdatedError, IndexWriteError
from index.models.identity import ModelIdentity
from index.storage.locks import writing
from index.storage.manifest import (
    ArticleSums,
    Counts,
    Inputs,
    Manifest,
    Shape,
    read_manifest,
    sealed,
    write_manifest,
    written_sums,
)
from index.storage.snapshot import current_id, open_snapshot, point_to, publish, published_at

INPUTS = Inputs({}, Shape(110, "exact"), ModelIdentity("hash", "", "float32", "", ""), (), {}, {})


def write_one(folder: Path, name: str = "one") -> Manifest:
    (folder / "part").mkdir()
    (folder / "part" / "file").write_bytes(b"words")
    return Manifest(name, INPUTS, Counts(0, 0, 0), 0, 3, "2026-01-01T00:00:00+00:00", written_sums(folder))


def published(index: Path, name: str = "one") -> Path:
    return publish(index, partial(write_one, name=name)).folder


def test_what_was_written_is_published_with_its_sums(tmp_path: Path) -> None:
    published(tmp_path)
    snapshot = open_snapshot(tmp_path)
    assert (snapshot.id, list(snapshot.manifest.files)) == ("one", ["part/file"])


def test_without_a_build_there_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="Run: verbatim build"):
        open_snapshot(tmp_path)


def test_a_build_that_fails_leaves_the_old_snapshot_and_nothing_else(tmp_path: Path) -> None:
    published(tmp_path)

    def fail(folder: Path) -> Manifest:
        write_one(folder)
        raise OSError(28, "No space left on device")

    with pytest.raises(IndexWriteError, match="No space"):
        publish(tmp_path, fail)
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


def test_who_asks_for_no_sums_opens_a_snapshot_whose_manifest_is_whole(tmp_path: Path) -> None:
    (published(tmp_path) / "part" / "file").write_bytes(b"other")
    assert open_snapshot(tmp_path, sums=False).id == "one"
    (tmp_path / "snapshots" / "one" / "manifest.json").write_text("{}")
    with pytest.raises(IndexDamagedError, match=r"not a readable manifest\.json"):
        open_snapshot(tmp_path, sums=False)


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
    with pytest.raises(IndexDamagedError, match=r"not a readable manifest\.json"):
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
    with pytest.raises(IndexDamagedError, match="expected its checksum to match"):
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

    def read_and_lose_time(folder: Path) -> Manifest:
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
    with pytest.raises(IndexOutdatedError, match="has format 0"):
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


OTHER_INPUTS: list[dict[str, object]] = [
    {"articles": {"ice": ArticleSums("0", "1")}},
    {"settings": Shape(50, "exact")},
    {"settings": Shape(110, "approximate")},
    {"model": replace(INPUTS.model, query_prompt="query: ")},
    {"skipped": (Skipped("a.txt", "it is empty"),)},
    {"notices": {"notice": []}},
]


@pytest.mark.parametrize("other", OTHER_INPUTS)
def test_other_inputs_give_another_id(other: dict[str, Any]) -> None:
    assert replace(INPUTS, **other).id != INPUTS.id == replace(INPUTS).id


def test_an_id_stays_what_it_was_when_this_program_changes() -> None:
    # If the id changed, every index would be rebuilt, and links would name a different snapshot.
    assert INPUTS.id == "d66a26a441df1f8c"


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    inputs = replace(INPUTS, articles={"ice": ArticleSums("0", "1")}, skipped=(Skipped("\udcff.txt", "it is empty"),))
    manifest = Manifest("one", inputs, Counts(1, 2, 3), 4, 5, "now", {"part/file": "6"})
    write_manifest(tmp_path, manifest)
    assert read_manifest(tmp_path) == manifest


def test_the_parts_of_a_manifest_stand_in_their_order(tmp_path: Path) -> None:
    stored = json.loads((published(tmp_path) / "manifest.json").read_text(encoding="utf-8"))
    names = "format id articles settings model skipped notices collection counts texts dimension created files sum"
    assert list(stored) == names.split()


OTHER_PARTS: dict[str, tuple[str, object]] = {
    "no whole model": ("model", {"name": "hash"}),
    "an unknown setting": ("settings", {"passage_words": 110, "search": "exact", "more": 1}),
    "an unknown search": ("settings", {"passage_words": 110, "search": "some"}),
    "articles as a list": ("articles", []),
    "a number as a sum": ("articles", {"ice": {"sha256": 1, "digest": ""}}),
    "a text as a number": ("texts", "4"),
    "a truth as a number": ("dimension", True),
    "notices as a list": ("notices", []),
    "a count too few": ("counts", {"articles": 1, "passages": 2}),
    "a number as a file's sum": ("files", {"part/file": 6}),
    "an unknown part": ("more", {}),
}


@pytest.mark.parametrize("what", OTHER_PARTS)
def test_a_manifest_of_other_parts_is_damaged_though_its_sum_fits(tmp_path: Path, what: str) -> None:
    name, value = OTHER_PARTS[what]
    path = published(tmp_path) / "manifest.json"
    stored = {key: part for key, part in json.loads(path.read_text(encoding="utf-8")).items() if key != "sum"}
    path.write_bytes(sealed({**stored, name: value}))
    with pytest.raises(IndexDamagedError, match=r"not a readable manifest\.json .*expected the published one"):
        open_snapshot(tmp_path)


@pytest.mark.parametrize(
    "part", ["id", "articles", "settings", "model", "skipped", "notices", "counts", "texts", "created"]
)
def test_a_manifest_without_a_part_is_damaged_though_its_sum_fits(tmp_path: Path, part: str) -> None:
    path = published(tmp_path) / "manifest.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    path.write_bytes(sealed({key: value for key, value in stored.items() if key not in ("sum", part)}))
    with pytest.raises(IndexDamagedError, match=r"not a readable manifest\.json .*expected the published one"):
        open_snapshot(tmp_path)


def test_no_pointer_means_no_id_and_no_time(tmp_path: Path) -> None:
    assert (current_id(tmp_path), published_at(tmp_path)) == (None, 0)


def test_a_writer_makes_the_folder(tmp_path: Path) -> None:
    with writing(tmp_path / "new"):
        assert (tmp_path / "new" / "lock").exists()
