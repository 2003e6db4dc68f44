"""A snapshot is asked in Milvus before it is published, and again when it is verified."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from index.build import build
from index.engine.milvus.publishing import _Telling, check
from index.engine.milvus.registry import SnapshotRegistry
from index.errors import IndexDamagedError
from index.execution.progress import NullWatcher
from index.settings import Settings
from tests.engine.milvus.lite import needs_milvus

pytestmark = needs_milvus


@pytest.fixture
def registry(settings: Settings, tmp_path: Path) -> SnapshotRegistry:
    """The small corpus, published in milvus-lite."""
    stored = settings.evolve(engine={"kind": "milvus", "uri": str(tmp_path / "milvus.db")})
    build(stored)
    return SnapshotRegistry(stored.engine)


def test_a_collection_whose_passages_are_not_found_is_named(registry: SnapshotRegistry) -> None:
    with registry.opening() as snapshot:
        engine, names = registry.engine(snapshot), registry.names(snapshot.id)
    check(engine)
    for searched in (names.passages, names.sentences):
        registry.database.delete(searched, below=1000)
    with pytest.raises(IndexDamagedError, match=names.passages):
        check(engine)


def test_a_load_reports_once_a_minute_that_it_continues(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("index.engine.milvus.publishing.time", SimpleNamespace(monotonic=lambda: now))
    reported: list[float] = []
    watcher = _Telling(NullWatcher(), lambda: reported.append(now))
    for now in (10.0, 61.0, 62.0, 121.0, 122.0):  # noqa: B007 - the clock reads it
        watcher.advance(1)
    assert reported == [61.0, 122.0]
