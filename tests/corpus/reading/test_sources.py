"""`sources.toml` is edited without changing what the maintainer wrote."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from index.corpus.sources import SOURCES, Source, read_sources, write_source
from index.errors import CorpusError

STATED = """# Ours.

["ice.md"]  # the first
title = 'Cold'
keep = [
    "a",  # judged
]

# About heat.
["heat.txt"]
title = "Heat"
"""


@pytest.fixture
def stated(tmp_path: Path) -> Path:
    """The file, in a temporary folder."""
    (tmp_path / SOURCES).write_text(STATED, encoding="utf-8")
    return tmp_path / SOURCES


def test_a_new_table_comes_last_and_the_rest_stays_as_written(stated: Path) -> None:
    write_source(stated.parent, "bath.txt", url="https://articles.example/bath")
    assert stated.read_text(encoding="utf-8") == (STATED + '\n["bath.txt"]\nurl = "https://articles.example/bath"\n')


def test_a_new_field_comes_after_the_others_and_before_the_next_table_s_comment(stated: Path) -> None:
    write_source(stated.parent, "ice.md", url="https://articles.example/ice")
    assert stated.read_text(encoding="utf-8") == STATED.replace("\n]\n", '\n]\nurl = "https://articles.example/ice"\n')


def test_a_field_that_stands_is_changed_in_its_place(stated: Path) -> None:
    write_source(stated.parent, "heat.txt", title="Warmth")
    assert stated.read_text(encoding="utf-8") == STATED.replace('"Heat"', '"Warmth"')


def test_the_first_table_makes_the_file(tmp_path: Path) -> None:
    write_source(tmp_path, "ice.md", keep=("a", "b"))
    assert (tmp_path / SOURCES).read_text(encoding="utf-8") == '["ice.md"]\nkeep = ["a", "b"]\n'


@pytest.mark.parametrize(
    "written",
    [
        "# Only this",
        '["ice.md"]\ntitle = "Cold"',
        '["ice.md"]\r\ntitle = "Cold"\r\n\r\n# End.\r\n',
        '["ice.md"]\n# Nothing yet.\n\n["heat.txt"]\n',
        '"ice.md" = {title = "Cold"}\n',
        '"ice.md".title = "Cold"\n',
        '\ufeff["ice.md"]\ntitle = "Cold"\n',
    ],
)
@pytest.mark.parametrize("name", ["ice.md", "heat.txt", "new.txt"])
def test_however_the_file_is_written_only_what_is_stated_changes(tmp_path: Path, written: str, name: str) -> None:
    (tmp_path / SOURCES).write_bytes(written.encode())
    before = read_sources(tmp_path)
    write_source(tmp_path, name, url="u", keep=["a"])
    changed = before.get(name, Source()).model_copy(update={"url": "u", "keep": ("a",)})
    assert read_sources(tmp_path) == {**before, name: changed}
    assert (tmp_path / SOURCES).read_text(encoding="utf-8").count("#") == written.count("#")


WORDS = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(st.tuples(WORDS, WORDS, st.lists(WORDS)), max_size=6))
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, tables: list[tuple[str, str, list[str]]]
) -> None:
    folder = tmp_path_factory.mktemp("corpus")
    for name, title, keep in tables:
        write_source(folder, name, title=title, keep=keep)
    assert read_sources(folder) == {name: Source(title=title, keep=tuple(keep)) for name, title, keep in tables}


def test_a_file_that_is_not_valid_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / SOURCES).write_text("not toml [", encoding="utf-8")
    with pytest.raises(CorpusError, match="cannot be read"):
        write_source(tmp_path, "ice.md", title="Cold")
    assert (tmp_path / SOURCES).read_text(encoding="utf-8") == "not toml ["


def test_a_field_that_is_none_is_not_written(stated: Path) -> None:
    with pytest.raises(ValidationError):
        write_source(stated.parent, "ice.md", titel="Cold")
    assert stated.read_text(encoding="utf-8") == STATED


def test_the_file_keeps_its_mode_and_leaves_no_other_behind(stated: Path) -> None:
    stated.chmod(0o640)
    write_source(stated.parent, "ice.md", title="Cold")
    assert stated.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in stated.parent.iterdir()] == [SOURCES]


def test_a_write_that_fails_leaves_the_old_file(stated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="no space left"):
        write_source(stated.parent, "ice.md", title="Ice")
    assert stated.read_text(encoding="utf-8") == STATED
    assert [path.name for path in stated.parent.iterdir()] == [SOURCES]


def test_a_link_stays_a_link(stated: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("linked")
    (folder / SOURCES).symlink_to(stated)
    write_source(folder, "heat.txt", title="Warmth")
    assert (folder / SOURCES).is_symlink()
    assert read_sources(stated.parent)["heat.txt"].title == "Warmth"
