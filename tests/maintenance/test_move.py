"""A snapshot is moved into Milvus and back unchanged."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.build import build
from index.corpus.golden import GoldenQuestion
from index.engine.milvus.described import fields_of
from index.engine.milvus.registry import SnapshotRegistry
from index.engine.milvus.schema import TEXTS
from index.errors import IndexDamagedError
from index.execution.progress import NullWatcher
from index.maintenance.move import Agreement, compare, move, plan
from index.maintenance.size import measured, needs
from index.maintenance.verify import verify
from index.opening import open_answerer
from index.settings import Settings
from index.storage.manifest import file_sums
from index.storage.snapshot import FOLDER, current_id, open_snapshot
from tests.cli.running import verbatim
from tests.engine.milvus.lite import needs_milvus

pytestmark = needs_milvus
QUESTIONS = [
    GoldenQuestion(text, text, "plain", ()) for text in ("how long to hold the ice pack", "a warm bath", "zebra")
]


class Stopping(NullWatcher):
    """Interrupts the move after a number of passages, like Ctrl-C."""

    def __init__(self, passages: int) -> None:
        self.left = passages

    def advance(self, done: int) -> None:
        """Count the passages."""
        self.left -= done
        if self.left < 0:
            raise KeyboardInterrupt


@pytest.fixture(params=["exact", "approximate"])
def settings(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Settings:
    """The small corpus, published in files, and an empty milvus-lite."""
    settings = settings.evolve(engine={"uri": str(tmp_path / "milvus.db"), "mode": request.param})
    build(settings)
    return settings


def test_what_comes_back_is_byte_for_byte_what_went(settings: Settings) -> None:
    gone = open_snapshot(settings.index)
    move(settings, "milvus", NullWatcher())
    sums = file_sums(gone.folder)
    elsewhere = settings.evolve(index=settings.index.with_name("elsewhere"))
    move(elsewhere, "local", NullWatcher())
    assert current_id(elsewhere.index) == gone.id
    assert file_sums(elsewhere.index / FOLDER / gone.id) == sums
    assert verify(elsewhere.index).findings == ()


def test_both_answer_alike(settings: Settings) -> None:
    move(settings, "milvus", NullWatcher())
    found = compare(settings, QUESTIONS, NullWatcher())
    assert found == Agreement(3, 3, found.places, found.places)
    assert found.places > 3


def test_nothing_is_embedded_anew(settings: Settings) -> None:
    for kept in (settings.index / "embeddings.sqlite", settings.index / "work.sqlite"):
        kept.unlink()
    move(settings, "milvus", NullWatcher())
    assert not (settings.index / "embeddings.sqlite").exists()


def test_a_move_that_was_broken_off_goes_on(settings: Settings) -> None:
    registry = SnapshotRegistry(settings.engine)
    with pytest.raises(KeyboardInterrupt):
        move(settings, "milvus", Stopping(1))
    assert registry.record.current() is None
    assert plan(settings, "milvus").begun
    move(settings, "milvus", NullWatcher())
    assert open_answerer(settings.evolve(engine={"kind": "milvus"})).ask("ice pack").evidence
    assert registry.record.current() == current_id(settings.index)


def test_a_collection_that_was_made_and_got_no_index_is_no_hindrance(settings: Settings) -> None:
    from pymilvus import MilvusClient

    with pytest.raises(KeyboardInterrupt):
        move(settings, "milvus", Stopping(0))
    registry, name = SnapshotRegistry(settings.engine), str(current_id(settings.index))
    names, client = registry.names(name), MilvusClient(settings.engine.uri)
    registry.database.drop(names.content)
    client.create_collection(names.content, schema=fields_of(client, TEXTS))
    client.close()
    move(settings, "milvus", NullWatcher())
    assert registry.record.current() == name


def test_damaged_files_are_not_moved(settings: Settings) -> None:
    (open_snapshot(settings.index).folder / "words.txt").write_text("", encoding="utf-8")
    with pytest.raises(IndexDamagedError, match=r"words\.txt"):
        move(settings, "milvus", NullWatcher())
    assert SnapshotRegistry(settings.engine).record.current() is None


def test_the_size_of_as_many_passages_is_about_that_of_the_files(settings: Settings) -> None:
    manifest, of = measured(settings)
    folder = open_snapshot(settings.index).folder
    rows = manifest.counts.passages
    of_passages = ("texts.sqlite", "tokens.npy", "token-spans.npy", "sentence-terms.npy", "passage-words.npy")
    written = sum((folder / name).stat().st_size for name in of_passages)
    estimated = (of.token_bytes + of.sentence_terms * 4 + of.words * 4 + of.text) * rows
    assert estimated == pytest.approx(written, rel=0.1)
    assert [need.where for need in needs(of, 10_000_000)] == ["local", "milvus", "milvus, each service host"]


def test_in_milvus_passages_are_measured_alike(settings: Settings) -> None:
    move(settings, "milvus", NullWatcher())
    (_, local), (_, milvus) = (measured(settings.evolve(engine={"kind": kind})) for kind in ("local", "milvus"))
    assert (local.sentences, local.tokens, local.terms) == (milvus.sentences, milvus.tokens, milvus.terms)


def test_the_commands_say_what_they_did(settings: Settings) -> None:
    given = {"CORPUS": str(settings.corpus), "INDEX": str(settings.index), "MODEL__NAME": "hash"}
    environment = {**os.environ, **{f"VERBATIM_{name}": value for name, value in given.items()}}
    environment["VERBATIM_ENGINE__URI"] = settings.engine.uri
    (settings.corpus / "questions.jsonl").write_text(
        '{"id": "q", "question": "Is a warm bath good?", "kind": "plain", "evidence": []}\n', encoding="utf-8"
    )
    assert "it is not there" in verbatim(environment, "move", "--to", "milvus", "--dry-run").stdout
    done = verbatim(environment, "move", "--to", "milvus").stdout
    assert "1 verdicts are the same" in done
    assert "(100.0%)" in done
    assert "VERBATIM_ENGINE__KIND=milvus" in done
    assert "it is published there" in verbatim(environment, "move", "--to", "milvus", "--dry-run").stdout
    assert "milvus, each service host" in verbatim(environment, "size", "--passages", "10000000").stdout
