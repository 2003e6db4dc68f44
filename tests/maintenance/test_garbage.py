"""Garbage collection removes only what is unused."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build
from index.maintenance.garbage import collect
from index.maintenance.verify import verify
from index.opening import open_answerer
from index.settings import Settings
from index.storage.embeddings.cache import EmbeddingCache
from index.storage.snapshot import open_snapshot


@pytest.fixture
def twice(settings: Settings, corpus: Path) -> str:
    """Build, delete an article and build again; returns the id of the first snapshot."""
    first = build(settings).snapshot
    (corpus / "heat.txt").unlink()
    build(settings)
    return first


def test_old_snapshots_and_leftovers_go_and_the_published_one_stays(settings: Settings, twice: str) -> None:
    (settings.index / "snapshots" / ".unfinished").mkdir()
    removed = dict(collect(settings.index).folders)
    assert removed.keys() == {twice, ".unfinished"}
    assert removed[twice] > 0
    assert verify(settings.index).findings == ()
    assert [path.name for path in (settings.index / "snapshots").iterdir()] == [open_snapshot(settings.index).id]


def test_embeddings_of_text_that_is_gone_go(settings: Settings, twice: str) -> None:
    garbage = collect(settings.index)
    assert garbage.embeddings > 0
    assert collect(settings.index).embeddings == 0
    build_again = build(settings)
    assert (build_again.unchanged, build_again.embedded) == (True, 0)


def test_embeddings_that_are_used_stay(settings: Settings, corpus: Path) -> None:
    build(settings)
    collect(settings.index)
    snapshot = open_snapshot(settings.index)
    (snapshot.folder / "words.txt").unlink()
    assert build(settings).embedded == 0


def test_a_dry_run_says_the_same_and_removes_nothing(settings: Settings, twice: str) -> None:
    said = collect(settings.index, dry_run=True)
    assert verify(settings.index, twice).findings == ()
    assert said == collect(settings.index)


def test_a_snapshot_that_is_read_stays(settings: Settings, corpus: Path) -> None:
    build(settings)
    reader = open_answerer(settings)
    (corpus / "heat.txt").unlink()
    build(settings)
    assert collect(settings.index).in_use == (reader.snapshot,)
    assert reader.ask("Is a bath good?").evidence[0].passage.article_id == "heat"
    reader.close()
    assert collect(settings.index).folders[0][0] == reader.snapshot


def test_a_damaged_snapshot_uses_no_embeddings(settings: Settings) -> None:
    snapshot = open_snapshot(settings.index, build(settings).snapshot)
    (snapshot.folder / "manifest.json").write_bytes(b"")
    assert collect(settings.index).embeddings > 0


def test_where_no_embeddings_are_kept_none_are_removed(settings: Settings) -> None:
    build(settings)
    (settings.index / "embeddings.sqlite").unlink()
    assert collect(settings.index).embeddings == 0
    assert EmbeddingCache(settings.index).size == 0
