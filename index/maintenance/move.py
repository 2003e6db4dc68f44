"""A snapshot carried over, from files into Milvus or back. Nothing is embedded anew."""

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
from index.opening import open_answerer
from index.settings import Settings
from index.storage.locks import writing
from index.storage.manifest import Manifest
from index.storage.snapshot import open_snapshot
from index.work.progress import Watcher

Place = Literal["milvus", "local"]
# Places of an answer that are compared, and how near two scores are that are as good as the same.
_FIRST, _TIED = 10, 1e-4


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be moved: `stands` where it is published there already, `begun` where a part of it lies there."""

    manifest: Manifest
    stands: bool
    begun: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of so many `questions` the same verdicts; of their first ten `places` the same passages, ties aside."""

    questions: int
    verdicts: int
    places: int
    same: int


def plan(settings: Settings, to: Place) -> Plan:
    """What `move` would do. Raises `IndexUnavailableError`."""
    here, there = _from_and_to(settings, to)
    manifest = here.manifest()
    begun = isinstance(there, MilvusSnapshots) and manifest.id in there.shelf.stored()
    return Plan(manifest, there.current_id() == manifest.id, begun)


def move(settings: Settings, to: Place, watcher: Watcher) -> Manifest:
    """Publish there what is published here; what stands there whole is only made the published one.

    Where it was broken off on its way into Milvus, it goes on. Raises `IndexUnavailableError` and `IndexWriteError`.
    """
    here, there = _from_and_to(settings, to)
    with writing(settings.index, watcher):
        manifest = here.manifest()
        if (standing := there.standing(manifest.id)) is not None:
            return standing
        if isinstance(there, MilvusSnapshots):
            return publish_folder(there.shelf, open_snapshot(settings.index).folder, watcher)
        shelf = MilvusSnapshots(settings.engine, settings.index).shelf

        def write(folder: Path) -> Manifest:
            return export(shelf.database, shelf.names(manifest.id), folder, watcher)

        return there.publish(write, watcher)


def compare(settings: Settings, questions: Sequence[GoldenQuestion], watcher: Watcher) -> Agreement:
    """How far the two engines answer alike. Raises `IndexUnavailableError` and `ModelError`."""
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
    """At how many places two answers have the same passage, or another with the same score."""
    pairs = zip(one, other, strict=False)
    return sum(mine.passage == theirs.passage or abs(mine.score - theirs.score) < _TIED for mine, theirs in pairs)


def _from_and_to(
    settings: Settings, to: Place
) -> tuple[LocalSnapshots | MilvusSnapshots, LocalSnapshots | MilvusSnapshots]:
    local, milvus = LocalSnapshots(settings.index), MilvusSnapshots(settings.engine, settings.index)
    return (local, milvus) if to == "milvus" else (milvus, local)
