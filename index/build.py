"""Journey 1: corpus → Articles → Blocks → Passages and Sentences → vectors → Snapshot."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import ModuleType

from index.article import Article, Skipped
from index.encoding.protocol import Encoder
from index.engine.snapshots import snapshots
from index.errors import IndexUnavailableError
from index.indexing.draft import Draft, draft, draft_of
from index.indexing.embed import Embedding
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
from index.work.progress import Clock, NullWatcher, Watcher


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `seconds` by step; `unchanged` when the snapshot stood already."""

    snapshot: str
    articles: int
    passages: int
    sentences: int
    embedded: int
    reused: int
    skipped: tuple[Skipped, ...]
    seconds: dict[str, float]
    unchanged: bool


def build(settings: Settings, watcher: Watcher | None = None, *, allow_empty: bool = False) -> BuildReport:
    """Read the corpus and publish its snapshot; does nothing where it is published already.

    An emptied folder takes its articles away where it is the one that held them, and any with `allow_empty`.
    Raises `CorpusError`, `ModelError` and `IndexWriteError`.
    """
    clock = Clock()
    # Read under the lock: a build that had to wait for another publishes the corpus as it is then.
    with _announced(settings, watcher) as told:
        with write_errors(settings.index):
            work = WorkCache(settings.index / WORK)
        try:
            drafted = draft(settings, clock, work, allow_empty=allow_empty)
            report = _publish(Embedding(drafted, settings, told), clock)
            with write_errors(settings.index):
                # Where nothing was split, nothing of an article that is gone is to stay all the same.
                drafted.need_work()
                work.finish()
                remember_places(settings.index, settings.corpus, drafted.files)
        finally:
            work.release()
        return report


def build_articles(
    articles: Collection[Article],
    settings: Settings,
    watcher: Watcher | None = None,
    encoder: Encoder | None = None,
) -> BuildReport:
    """Publish the snapshot of articles that are read and cleaned; does nothing where it is published already.

    They are gone through more than once, and need not all be in memory. `encoder` stands for the settings' model.
    """
    clock = Clock()
    with _announced(settings, watcher) as told:
        return _publish(Embedding(draft_of(articles, (), settings, clock), settings, told, encoder=encoder), clock)


def build_draft(of: Draft, settings: Settings, watcher: Watcher | None, cache: EmbeddingCache) -> BuildReport:
    """Publish a draft, its embeddings kept in `cache`."""
    with _announced(settings, watcher) as told:
        return _publish(Embedding(of, settings, told, cache), Clock())


@contextmanager
def _announced(settings: Settings, watcher: Watcher | None) -> Iterator[Watcher]:
    """The index folder held for writing, and a watcher that also tells whoever looks into it."""
    watcher = watcher or NullWatcher()
    with writing(settings.index, watcher), ProgressFile(settings.index, watcher) as told:
        yield told


def _publish(embedding: Embedding, clock: Clock) -> BuildReport:
    """Embed and publish a draft; does nothing where it is published already."""
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
    """The published snapshot, where its files are here and whole, and only what its collection says is another."""
    try:
        snapshot = open_snapshot(index)
    except IndexUnavailableError:
        return None
    return snapshot if replace(snapshot.manifest.inputs, collection=inputs.collection) == inputs else None


class _Callable(ModuleType):
    """This module, called like its function: once it is imported, `index.build` may name either of them."""

    def __call__(self, settings: Settings, watcher: Watcher | None = None, *, allow_empty: bool = False) -> BuildReport:
        return build(settings, watcher, allow_empty=allow_empty)


sys.modules[__name__].__class__ = _Callable
