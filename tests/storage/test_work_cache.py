"""Cached work on unchanged articles."""

from __future__ import annotations

import ast
import sqlite3
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from index.article import Article
from index.build import build
from index.corpus.cleaning import Overrides, clean
from index.indexing.splitting import split
from index.settings import Settings
from index.storage import work_cache
from index.storage.work_cache import FILE, WorkCache

NAME = "kept.sqlite"


def kept(path: Path, value: str, *parts: str) -> None:
    work = WorkCache(path)
    work.put(value, *parts)
    work.finish()


def test_what_was_put_is_got_by_the_same_parts_and_no_others(tmp_path: Path) -> None:
    kept(tmp_path / NAME, "value", "a", "bc")
    work = WorkCache(tmp_path / NAME)
    assert [work.get("a", "bc"), work.get("ab", "c"), work.get("a")] == ["value", None, None]
    work.release()


def test_what_a_build_did_not_ask_for_leaves_nothing_in_the_file(tmp_path: Path) -> None:
    kept(tmp_path / NAME, "a sentence that is gone", "old")
    kept(tmp_path / NAME, "another", "new")
    assert b"a sentence that is gone" not in (tmp_path / NAME).read_bytes()


def test_what_was_not_finished_is_not_kept(tmp_path: Path) -> None:
    work = WorkCache(tmp_path / NAME)
    work.put("value", "a")
    work.release()
    assert WorkCache(tmp_path / NAME).get("a") is None


def test_a_cache_that_is_only_read_finds_what_was_kept_and_keeps_nothing(tmp_path: Path) -> None:
    kept(tmp_path / "work.sqlite", "words", "read", "a.txt")
    before = (tmp_path / "work.sqlite").read_bytes()
    work = WorkCache(tmp_path / "work.sqlite", read_only=True)
    work.put("others", "read", "b.txt")
    assert (work.get("read", "a.txt"), work.get("read", "b.txt")) == ("words", None)
    work.release()
    assert (tmp_path / "work.sqlite").read_bytes() == before


def test_a_cache_that_is_only_read_makes_no_file(tmp_path: Path) -> None:
    assert WorkCache(tmp_path / "work.sqlite", read_only=True).get("read", "a.txt") is None
    assert list(tmp_path.iterdir()) == []


def test_a_finished_cache_has_let_its_file_go(tmp_path: Path) -> None:
    work = WorkCache(tmp_path / NAME)
    work.put("value", "a")
    work.finish()
    assert work.get("a") is None


def test_every_library_that_reads_cleans_or_splits_is_part_of_a_key() -> None:
    package = Path(work_cache.__file__).parents[1]
    modules = [path for room in ("corpus/reading", "corpus/cleaning") for path in (package / room).rglob("*.py")]
    modules += [package / "text" / "sentences.py", package / "text" / "terms.py"]
    found = {name for path in modules for name in imported(path)}
    assert {"lxml", "sentencex"} <= found
    distributions = packages_distributions()
    used = {one for name in found - sys.stdlib_module_names - {"index"} for one in distributions[name]}
    # These two only read `sources.toml`, whose content is part of the key.
    assert used - {"pydantic", "tomlkit"} <= set(work_cache._LIBRARIES)


def imported(path: Path) -> set[str]:
    """The packages that a module imports, at any level."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.split(".")[0] for name in plain | named}


def test_other_code_finds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path / NAME, "value", "a")
    monkeypatch.setattr(work_cache, "program", lambda: "another")
    assert WorkCache(tmp_path / NAME).get("a") is None


def test_a_value_that_changed_on_disk_is_not_believed(tmp_path: Path) -> None:
    kept(tmp_path / NAME, "value", "a")
    with sqlite3.connect(tmp_path / NAME) as database:
        database.execute("UPDATE work SET value = 'other'")
    assert WorkCache(tmp_path / NAME).get("a") is None


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    kept(tmp_path / NAME, "value", "a")
    work = WorkCache(tmp_path / NAME)
    with sqlite3.connect(tmp_path / NAME, timeout=0) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        work.put("more", "b")
    assert work.get("b") is None
    work.release()


@pytest.mark.parametrize("content", [b"no database, not even nearly" * 100, b""])
def test_a_damaged_file_costs_time_and_nothing_else(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    kept(tmp_path / NAME, "value", "a")
    assert WorkCache(tmp_path / NAME).get("a") == "value"


def test_a_build_cleans_and_splits_again_only_what_changed(
    settings: Settings, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(settings)
    cleaned: list[str] = []
    cut: list[str] = []

    def cleaning(article: Article, furniture: frozenset[str], overrides: Overrides) -> object:
        cleaned.append(article.id)
        return clean(article, furniture, overrides)

    def splitting(article: Article, words: int) -> object:
        cut.append(article.id)
        return split(article, words)

    monkeypatch.setattr("index.corpus.clean_articles.clean", cleaning)
    monkeypatch.setattr("index.indexing.splitting.split", splitting)
    (corpus / "walk.txt").write_text("Walking\n\nIt loosens a stiff back.", encoding="utf-8")
    build(settings)
    assert (cleaned, cut) == (["walk"], ["walk"])


def test_a_build_from_kept_work_is_the_build_from_nothing(settings: Settings, corpus: Path) -> None:
    build(settings)
    (corpus / "walk.txt").write_text("Walking\n\nIt loosens a stiff back.", encoding="utf-8")
    again = build(settings)
    (settings.index / FILE).unlink()
    fresh = build(settings.evolve(index=settings.index / "fresh"))
    assert (again.snapshot, again.passages, again.sentences) == (fresh.snapshot, fresh.passages, fresh.sentences)
    stored = [
        (settings.index / part / "snapshots" / again.snapshot / "texts.sqlite").read_bytes() for part in ("", "fresh")
    ]
    assert stored[0] == stored[1]


def test_of_an_article_that_is_gone_nothing_is_kept_where_an_older_snapshot_stands_again(
    settings: Settings, corpus: Path
) -> None:
    build(settings)
    page = "<html><body><p>Swimming on the back eases it within a day.</p></body></html>"
    (corpus / "swim.html").write_text(page, encoding="utf-8")
    build(settings)
    assert b"Swimming on the back" in (settings.index / FILE).read_bytes()
    (corpus / "swim.html").unlink()
    assert build(settings).unchanged
    assert b"Swimming on the back" not in (settings.index / FILE).read_bytes()


def test_a_build_that_publishes_nothing_leaves_the_work_for_the_next_one(
    settings: Settings,
) -> None:
    build(settings)
    before = keys(settings.index / FILE)
    assert build(settings).unchanged
    assert keys(settings.index / FILE) == before


def test_what_is_needed_stays_without_being_asked_for(tmp_path: Path) -> None:
    work = WorkCache(tmp_path / NAME)
    for parts in (("cut", "a"), ("cut", "b")):
        work.put("value", *parts)
    work.finish()
    again = WorkCache(tmp_path / NAME)
    again.need("cut", "a")
    again.finish()
    last = WorkCache(tmp_path / NAME)
    assert [last.get("cut", "a"), last.get("cut", "b")] == ["value", None]
    last.release()


def keys(path: Path) -> set[bytes]:
    with sqlite3.connect(path) as database:
        return {key for (key,) in database.execute("SELECT key FROM work")}
