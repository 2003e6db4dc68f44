"""verify and gc with snapshots in Milvus."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from index.build import build
from index.engine.milvus.registry import STILL_ASKED, SnapshotRegistry
from index.engine.milvus.schema import CONTENT, DENSE, LABELS, SPARSE, TEXTS
from index.errors import IndexMissingError
from index.execution.progress import NullWatcher
from index.maintenance.milvus import collect_stored, verify_stored
from index.settings import Settings
from tests.cli.running import verbatim
from tests.engine.milvus.lite import needs_milvus

pytestmark = needs_milvus


@pytest.fixture
def milvus(settings: Settings, tmp_path: Path) -> Settings:
    """The small corpus, published in milvus-lite."""
    milvus = settings.evolve(engine={"kind": "milvus", "uri": str(tmp_path / "milvus.db")})
    build(milvus)
    return milvus


@pytest.fixture
def registry(milvus: Settings) -> SnapshotRegistry:
    """The data in Milvus."""
    return SnapshotRegistry(milvus.engine)


def published(registry: SnapshotRegistry) -> str:
    name = registry.record.current()
    assert name
    return name


def findings(registry: SnapshotRegistry) -> str:
    return " ".join(verify_stored(registry, NullWatcher()).findings)


def test_a_whole_snapshot_is_verified_to_its_last_quote(registry: SnapshotRegistry) -> None:
    found = verify_stored(registry, NullWatcher())
    assert (found.findings, found.articles, found.quotes) == ((), 2, 9)


def test_a_row_that_is_gone_is_found(registry: SnapshotRegistry) -> None:
    names = registry.names(published(registry))
    registry.database.delete(names.sentences, below=1)
    assert f"{names.sentences} has no row 0" in findings(registry)


def test_a_vector_that_is_another_is_found(registry: SnapshotRegistry) -> None:
    names = registry.names(published(registry))
    row = dict(registry.database.get(names.passages, [0], [DENSE, SPARSE, LABELS])[0])
    registry.database.delete(names.passages, below=1)
    registry.database.insert(names.passages, [{**row, DENSE: [1.0, *[0.0] * (len(row[DENSE]) - 1)]}])
    assert "the vector of row 0 is not the one that was written" in findings(registry)


def test_a_part_that_is_another_is_found(registry: SnapshotRegistry) -> None:
    content = registry.names(published(registry)).content
    parts = registry.database.get(content, range(4), [CONTENT, DENSE])
    registry.database.delete(content, below=4)
    registry.database.insert(
        content, [{**row, CONTENT: parts[3 if number == 1 else number][CONTENT]} for number, row in parts.items()]
    )
    assert "has changed" in findings(registry)


def test_without_a_snapshot_there_is_nothing_to_verify(settings: Settings, tmp_path: Path) -> None:
    empty = SnapshotRegistry(settings.evolve(engine={"kind": "milvus", "uri": str(tmp_path / "none.db")}).engine)
    with pytest.raises(IndexMissingError, match="Run: verbatim build"):
        verify_stored(empty, NullWatcher())


def test_what_was_replaced_a_moment_ago_is_kept_and_later_dropped(milvus: Settings, registry: SnapshotRegistry) -> None:
    before = published(registry)
    (milvus.corpus / "heat.txt").unlink()
    build(milvus)
    assert collect_stored(registry) == {}
    assert registry.removable(keep=1, now=time.time() + 2 * STILL_ASKED) == [before]
    registry.drop(before)
    assert list(registry.stored()) == [published(registry)]


def test_what_a_failed_load_left_is_dropped(registry: SnapshotRegistry) -> None:
    name = published(registry)
    registry.database.create(registry.names("0123456789abcdef").content, TEXTS)
    assert collect_stored(registry, dry_run=True) == collect_stored(registry) == {"0123456789abcdef": 1}
    assert list(registry.stored()) == [name]


def test_what_is_being_written_is_kept(registry: SnapshotRegistry) -> None:
    registry.database.create(registry.names("0123456789abcdef").content, TEXTS)
    registry.record.leave("0123456789abcdef", "writing")
    assert collect_stored(registry) == {}


def test_collections_of_another_prefix_are_left_alone(registry: SnapshotRegistry, milvus: Settings) -> None:
    other = SnapshotRegistry(milvus.evolve(engine={"prefix": "verbatim2"}).engine)
    other.database.create(other.names("0123456789abcdef").content, TEXTS)
    other.database.create("verbatim_of_somebody_else", TEXTS)
    assert collect_stored(registry) == {}


def test_the_commands_say_what_they_found_and_removed(settings: Settings, tmp_path: Path) -> None:
    given = {"CORPUS": str(settings.corpus), "INDEX": str(settings.index), "MODEL__NAME": "hash"}
    given |= {"ENGINE__KIND": "milvus", "ENGINE__URI": str(tmp_path / "milvus.db")}
    environment = {**os.environ, **{f"VERBATIM_{name}": value for name, value in given.items()}}
    assert verbatim(environment, "build").returncode == 0
    assert verbatim(environment, "verify").stdout.startswith("verified: ")
    assert verbatim(environment, "gc").stdout == "removed 0 snapshots in all\n"
