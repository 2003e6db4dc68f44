"""Journey 1: corpus → Articles → Blocks → Passages and Sentences → vectors → Snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.article import Article, Skipped
from index.draft import Draft, draft, draft_of
from index.embeddings import EmbeddingCache
from index.encoder import load_encoder
from index.engine import Vectors, passage_contexts
from index.errors import IndexUnavailableError
from index.local_engine import LocalEngine
from index.locks import write_errors, writing
from index.notice_likeness import NoticeLikeness
from index.notice_rules import NoticeRules
from index.progress import Clock, Nobody, Watcher
from index.running import Announced
from index.settings import Settings
from index.snapshot import Snapshot, open_snapshot, point_to, publish
from index.vocabulary import Vocabulary


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


def build(settings: Settings, watcher: Watcher | None = None) -> BuildReport:
    """Read the corpus and publish its snapshot; does nothing where it is published already.

    Raises `CorpusError`, `ModelError` and `IndexWriteError`.
    """
    clock = Clock()
    # Read under the lock: a build that had to wait for another publishes the corpus as it is then.
    with _announced(settings, watcher) as told:
        return _publish(draft(settings, clock), settings, told, clock)


def build_articles(
    articles: Sequence[Article], skipped: Sequence[Skipped], settings: Settings, watcher: Watcher | None = None
) -> BuildReport:
    """Publish the snapshot of articles that are read and cleaned; does nothing where it is published already."""
    clock = Clock()
    with _announced(settings, watcher) as told:
        return _publish(draft_of(articles, skipped, settings, clock), settings, told, clock)


def build_draft(of: Draft, settings: Settings, watcher: Watcher | None, cache: EmbeddingCache) -> BuildReport:
    """Publish a draft, its embeddings kept in `cache`."""
    with _announced(settings, watcher) as told:
        return _publish(of, settings, told, Clock(), cache)


@contextmanager
def _announced(settings: Settings, watcher: Watcher | None) -> Iterator[Watcher]:
    """The index folder held for writing, and a watcher that also tells whoever looks into it."""
    watcher = watcher or Nobody()
    with writing(settings.index, watcher), Announced(settings.index, watcher) as told:
        yield told


def _publish(
    of: Draft, settings: Settings, watcher: Watcher, clock: Clock, cache: EmbeddingCache | None = None
) -> BuildReport:
    """Embed and publish a draft; does nothing where it is published already."""
    counts = {
        "articles": len(of.articles),
        "passages": len(of.passages),
        "sentences": sum(len(passage.sentences) for passage in of.passages),
    }
    cache = cache or EmbeddingCache(settings.index)
    standing = _standing(settings.index, of.id)
    if standing:
        embedded, texts = 0, int(standing.manifest["texts"])
    else:
        with clock("embed"):
            embedded, vectors = _embed(of, settings, cache, watcher)
        with clock("publish"):
            watcher.begin("writing", 0)
            texts = vectors.count
            created = datetime.now(UTC).isoformat(timespec="seconds")
            dimension = int(vectors.passages.shape[1])
            about = {**of.about, "counts": counts, "texts": texts, "dimension": dimension, "created": created}
            publish(settings.index, of.id, about, lambda to: _write(to, of, vectors))
            with write_errors(settings.index):
                cache.trim(settings.embeddings_megabytes)
    return BuildReport(
        of.id,
        **counts,
        embedded=embedded,
        reused=texts - embedded,
        skipped=of.skipped,
        seconds=clock.seconds,
        unchanged=standing is not None,
    )


def _write(folder: Path, of: Draft, vectors: Vectors) -> None:
    """The files of a new snapshot. Raises `OSError`."""
    LocalEngine.write(folder, of.articles, of.passages, vectors)
    if len(vectors.notices):
        NoticeLikeness.of(NoticeRules.model_validate(of.about["notices"]), vectors.notices).save(folder)


def _standing(index: Path, name: str) -> Snapshot | None:
    """The snapshot `name` where it stands whole; then it is made the published one."""
    try:
        snapshot = open_snapshot(index, name)
    except IndexUnavailableError:
        return None
    point_to(index, name)
    return snapshot


def _embed(of: Draft, settings: Settings, cache: EmbeddingCache, watcher: Watcher) -> tuple[int, Vectors]:
    """How many texts had to be embedded, and the vectors of all."""
    watcher.begin("loading the model", 0)
    encoder = load_encoder(settings, of.model)
    contexts = passage_contexts(of.articles, of.passages)
    texts = {
        "passages": contexts,
        "sentences": [passage.quote(sentence) for passage in of.passages for sentence in passage.sentences],
        "words": Vocabulary.of(contexts).content_words,
        "notices": NoticeRules.model_validate(of.about["notices"]).questions,
    }
    embedded, vectors = 0, {}
    for name, some in texts.items():
        watcher.begin(f"embedding {name}", len(some))
        with write_errors(settings.index):
            vectors[name], fresh = cache.encode(some, encoder, of.model.key, watcher.advance)
        embedded += fresh
    return embedded, Vectors(**vectors)
