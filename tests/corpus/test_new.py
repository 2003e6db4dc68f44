"""`verbatim new` creates a folder for a new collection."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from index.build import build
from index.corpus.collection import COLLECTION, NEUTRAL, Collection, read_collection
from index.corpus.golden import QUESTIONS
from index.corpus.new import new
from index.corpus.sources import SOURCES, Source, read_sources
from index.errors import CorpusError
from index.settings import load_settings
from tests.cli.running import verbatim


def test_the_files_say_nothing_until_somebody_fills_them_in(tmp_path: Path) -> None:
    assert [path.name for path in new(tmp_path / "garden")] == [COLLECTION, SOURCES, QUESTIONS]
    assert read_collection(tmp_path / "garden") == NEUTRAL
    assert read_sources(tmp_path / "garden") == {}
    assert (tmp_path / "garden" / QUESTIONS).read_bytes() == b""


def test_every_field_stands_there_as_a_comment_that_can_be_taken_as_it_is(tmp_path: Path) -> None:
    new(tmp_path)
    lines = (tmp_path / COLLECTION).read_text(encoding="utf-8").splitlines()
    taken = "\n".join(line.removeprefix("# ") for line in lines if " = " in line)
    assert set(tomllib.loads(taken)) == set(Collection.model_fields)
    Collection.model_validate(tomllib.loads(taken))
    lines = (tmp_path / SOURCES).read_text(encoding="utf-8").splitlines()
    taken = "\n".join(line.removeprefix("# ") for line in lines if line.startswith('# ["') or " = " in line)
    [(_, table)] = tomllib.loads(taken).items()
    Source.model_validate(table)


@pytest.mark.parametrize("name", [COLLECTION, SOURCES, QUESTIONS])
def test_nothing_is_written_over_what_is_there(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(CorpusError, match=f"already has {name}"):
        new(tmp_path)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [(name, "mine")]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CorpusError, match="cannot be written"):
        new(tmp_path / "file")


def test_the_command_says_the_next_three_which_work(tmp_path: Path) -> None:
    folder = tmp_path / "our garden"
    done = verbatim({}, "new", str(folder))
    assert done.returncode == 0
    commands = [line.split()[:2] for line in done.stdout.splitlines() if line.startswith("  ")]
    assert commands == [["verbatim", "add"], ["verbatim", "build"], ["verbatim", "serve"]]
    assert done.stdout.count(f"--corpus '{folder}'") == 3
    (folder / "sowing.md").write_text("# Sowing\n\n## When is it sown?\n\nIt is sown in May.\n", encoding="utf-8")
    settings = load_settings(corpus=folder, index=tmp_path / "index", model={"name": "hash"})
    assert (build(settings).articles, build(settings).skipped) == (1, ())
    assert verbatim({}, "new", str(folder)).returncode == 2
