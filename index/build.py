"""The build pipeline: corpus → Articles → Blocks → Passages and Sentences → vectors → Snapshot."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from index.article import Article, Skipped
from index.encoding.protocol import Encoder
from index.engine.snapshots import snapshots
from index.errors import IndexUnavailableError
from index.execution.progress import Clock, NullWatcher, Watcher
from index.indexing.draft import Draft, draft, draft_of
from index.indexing.embed import Embedding
from index.indexing.spread.crew import Workers
from index.indexing.spread.exchange import PartCounts
from index.indexing.spread.folder import FOLDER as PARTS
from index.indexing.spread.folder import PartFolder
from index.settings import Settings
from index.storage.embeddings.cache import EmbeddingCache
from index.storage.linked import linked
from index.storage.locks import write_errors, writing
from index.storage.manifest import Inputs
from index.storage.places import remember_places
from index.storage.running import ProgressFile
from index.storage.snapshot import Snapshot, open_snapshot
from index.storage.work_cache import FILE as WORK
from index.storage.work_cache import WorkCache

if TYPE_CHECKING:
    from index.indexing.spread.spreading import Spreading


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `seconds` are by step; `unchanged` means that the snapshot was already published.

    `parts` counts what its workers did, if it had any.
    """

    snapshot: str
    articles: int
    passages: int
    sentences: int
    embedded: int
    reused: int
    skipped: tuple[Skipped, ...]
    seconds: dict[str, float]
    unchanged: bool
    parts: PartCounts | None = None


def build(
    settings: Settings,
    watcher: Watcher | None = None,
    *,
    allow_empty: bool = False,
    workers: Workers | None = None,
) -> BuildReport:
    """Read the corpus and publish its snapshot; does nothing if it is already published.

    An emptied corpus folder deletes the published articles, but only if it is the same folder as before or
    `allow_empty` is set. `workers` do most of the work, with the same result. Raises `CorpusError`, `ModelError` and
    `IndexWriteError`; with workers also `MissingExtraError` and `WorkersError`.
    """
    clock = Clock()
    # The corpus is read under the lock, so that a build that had to wait publishes its latest state.
    with _announced(settings, watcher) as told:
        with write_errors(settings.index):
            work = WorkCache(settings.index / WORK)
        try:
            with _delegate(settings, workers, work, told) as delegate:
                drafted = draft(settings, clock, work, allow_empty=allow_empty, delegate=delegate)
                report = _publish(Embedding(drafted, settings, told, delegate=delegate), clock)
                with write_errors(settings.index):
                    # Keep the splits that this build did not need to read; everything else unused is dropped.
                    drafted.need_work()
                    work.finish()
                    remember_places(settings.index, settings.corpus, drafted.files)
                if delegate is not None:
                    report = replace(report, parts=delegate.finish())
        finally:
            work.release()
        return report


@contextmanager
def _delegate(
    settings: Settings, workers: Workers | None, work: WorkCache, watcher: Watcher
) -> Iterator[Spreading | None]:
    """The workers of a build; without any, what an interrupted build with workers has left is removed in the end."""
    if workers is None:
        yield None
        if (left := settings.index / PARTS).exists():
            with write_errors(settings.index):
                PartFolder(str(left)).clear()
        return
    # Imported here, because a build without workers does not need it.
    from index.indexing.spread.spreading import Spreading

    with Spreading(settings, workers, work, watcher) as spreading:
        yield spreading


def build_articles(
    articles: Collection[Article],
    settings: Settings,
    watcher: Watcher | None = None,
    encoder: Encoder | None = None,
) -> BuildReport:
    """Publish the snapshot of articles that are already read and cleaned; does nothing if it is already published.

    `articles` are iterated more than once and need not all be in memory. `encoder` replaces the settings' model.
    Raises `ModelError` and `IndexWriteError`.
    """
    clock = Clock()
    with _announced(settings, watcher) as told:
        return _publish(Embedding(draft_of(articles, (), settings, clock), settings, told, encoder=encoder), clock)


def build_draft(of: Draft, settings: Settings, watcher: Watcher | None, cache: EmbeddingCache) -> BuildReport:
    """Publish a draft, with its embeddings cached in `cache`."""
    with _announced(settings, watcher) as told:
        return _publish(Embedding(of, settings, told, cache), Clock())


@contextmanager
def _announced(settings: Settings, watcher: Watcher | None) -> Iterator[Watcher]:
    """Hold the write lock of the index folder; yields a watcher that also writes the progress file."""
    watcher = watcher or NullWatcher()
    with writing(settings.index, watcher), ProgressFile(settings.index, watcher) as told:
        yield told


def _publish(embedding: Embedding, clock: Clock) -> BuildReport:
    """Embed and publish a draft; does nothing if it is already published."""
    inputs, settings = embedding.draft.inputs, embedding.settings
    source = snapshots(settings)
    manifest = source.standing(inputs.id)
    unchanged = manifest is not None
    if manifest is None:
        with clock("embed and write"):
            twin = _twin(settings.index, inputs)
            write = embedding.write if twin is None else partial(linked, twin, inputs)
            manifest = source.publish(write, embedding.watcher)
        with write_errors(settings.index):
            embedding.cache.trim(settings.model.cache_megabytes)
    counts = manifest.counts
    return BuildReport(
        manifest.id,
        counts.articles,
        counts.passages,
        counts.sentences,
        embedded=embedding.fresh,
        reused=manifest.texts - embedding.fresh,
        skipped=inputs.skipped,
        seconds=clock.seconds,
        unchanged=unchanged,
    )


def _twin(index: Path, inputs: Inputs) -> Snapshot | None:
    """The published snapshot if it is undamaged and differs only in `collection.toml`; else `None`."""
    try:
        snapshot = open_snapshot(index)
    except IndexUnavailableError:
        return None
    return snapshot if replace(snapshot.manifest.inputs, collection=inputs.collection) == inputs else None


class _Callable(ModuleType):
    """Makes this module callable like its function, because `index.build` may refer to either once it is imported."""

    def __call__(
        self,
        settings: Settings,
        watcher: Watcher | None = None,
        *,
        allow_empty: bool = False,
        workers: Workers | None = None,
    ) -> BuildReport:
        return build(settings, watcher, allow_empty=allow_empty, workers=workers)


sys.modules[__name__].__class__ = _Callable
