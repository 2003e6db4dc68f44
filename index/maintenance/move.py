"""Moves a snapshot from files into Milvus or back, without embedding anything again."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.answer import Evidence
from index.corpus.golden import GoldenQuestion
from index.engine.milvus.publishing import publish_folder
from index.engine.milvus.snapshots import MilvusSnapshots
from index.engine.milvus.stored.export import export
from index.engine.snapshots import LocalSnapshots
from index.execution.progress import Watcher
from index.opening import open_answerer
from index.settings import Settings
from index.storage.locks import writing
from index.storage.manifest import Manifest
from index.storage.snapshot import open_snapshot

Place = Literal["milvus", "local"]
# How many places of an answer are compared, and the difference below which scores count as tied.
_FIRST, _TIED = 10, 1e-4


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be moved. `stands` means that it is already published there, `begun` that a part of it is there."""

    manifest: Manifest
    stands: bool
    begun: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many of `questions` have the same verdict, and how many of `places` the same passage (or a tied score)."""

    questions: int
    verdicts: int
    places: int
    same: int


def plan(settings: Settings, to: Place) -> Plan:
    """What `move` would do. Raises `IndexUnavailableError`."""
    here, there = _from_and_to(settings, to)
    manifest = here.manifest()
    begun = isinstance(there, MilvusSnapshots) and manifest.id in there.registry.stored()
    return Plan(manifest, there.current_id() == manifest.id, begun)


def move(settings: Settings, to: Place, watcher: Watcher) -> Manifest:
    """Publish the current snapshot in the storage `to`. If it is already there and intact, only make it current.

    An interrupted move into Milvus is resumed. Raises `IndexUnavailableError` and `IndexWriteError`.
    """
    here, there = _from_and_to(settings, to)
    with writing(settings.index, watcher):
        manifest = here.manifest()
        if (standing := there.standing(manifest.id)) is not None:
            return standing
        if isinstance(there, MilvusSnapshots):
            return publish_folder(there.registry, open_snapshot(settings.index).folder, watcher)
        registry = MilvusSnapshots(settings.engine, settings.index).registry

        def write(folder: Path) -> Manifest:
            return export(registry.database, registry.names(manifest.id), folder, watcher)

        return there.publish(write, watcher)


def compare(settings: Settings, questions: Sequence[GoldenQuestion], watcher: Watcher) -> Agreement:
    """How far the answers of the two engines agree. Raises `IndexUnavailableError` and `ModelError`."""
    verdicts = places = same = 0
    watcher.begin("asking", len(questions))
    with closing(open_answerer(settings.evolve(engine={"kind": "local"}))) as local:
        in_milvus = settings.evolve(engine={"kind": "milvus"})
        with closing(open_answerer(in_milvus, lambda _: local.encoder, local.reranker)) as milvus:
            for question in questions:
                one, other = (answerer.ask(question.question, _FIRST) for answerer in (local, milvus))
                verdicts += one.verdict == other.verdict
                places += max(len(one.evidence), len(other.evidence))
                same += agreeing(one.evidence, other.evidence)
                watcher.advance(1)
    return Agreement(len(questions), verdicts, places, same)


def agreeing(one: Sequence[Evidence], other: Sequence[Evidence]) -> int:
    """At how many places two answers have the same passage, or different ones with tied scores."""
    pairs = zip(one, other, strict=False)
    return sum(mine.passage == theirs.passage or abs(mine.score - theirs.score) < _TIED for mine, theirs in pairs)


def _from_and_to(
    settings: Settings, to: Place
) -> tuple[LocalSnapshots | MilvusSnapshots, LocalSnapshots | MilvusSnapshots]:
    local, milvus = LocalSnapshots(settings.index), MilvusSnapshots(settings.engine, settings.index)
    return (local, milvus) if to == "milvus" else (milvus, local)
