"""Journey 1: corpus → Articles → Blocks → Passages and Sentences → vectors → Snapshot."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from index.article import Article, Skipped
from index.cleaning import clean, doubtful_spans
from index.embeddings import EmbeddingCache
from index.encoder import identify, load_encoder
from index.engine import LocalEngine, passage_contexts
from index.errors import CorpusError, IndexUnavailableError
from index.model import ModelIdentity
from index.passage import Passage
from index.reading import read_corpus
from index.settings import Settings
from index.snapshot import open_snapshot, point_to, publish, snapshot_id, writing
from index.splitting import split


class Watcher(Protocol):
    """Who is told how far a build is: a progress bar, or nobody."""

    def begin(self, step: str, total: int) -> None:
        """`step` begins and has `total` parts."""
        ...

    def advance(self, done: int) -> None:
        """`done` more parts are finished."""
        ...


class Nobody:
    """Watches nothing."""

    def begin(self, step: str, total: int) -> None:
        """Ignored."""

    def advance(self, done: int) -> None:
        """Ignored."""


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

    Raises `CorpusError` and `ModelError`.
    """
    clock = Clock()
    with clock("read"):
        read, skipped = read_corpus(settings.corpus, settings.file_megabytes)
    with clock("clean"):
        articles = [_cleaned(article) for article in read]
    return build_articles(articles, skipped, settings, watcher, clock)


def build_articles(
    articles: Sequence[Article],
    skipped: Sequence[Skipped],
    settings: Settings,
    watcher: Watcher | None = None,
    clock: Clock | None = None,
) -> BuildReport:
    """Publish the snapshot of articles that are read and cleaned; does nothing where it is published already."""
    watcher, clock = watcher or Nobody(), clock or Clock()
    with clock("split"):
        passages = _split(articles, settings)
    with clock("identify"):
        identity = identify(settings)
        about = _about(articles, skipped, settings, identity)
        name = snapshot_id({key: about[key] for key in ("articles", "settings", "model", "skipped")})
    counts = {
        "articles": len(articles),
        "passages": len(passages),
        "sentences": sum(len(p.sentences) for p in passages),
    }
    with writing(settings.index):
        unchanged = _stands(settings.index, name)
        embedded = 0
        if not unchanged:
            with clock("embed"):
                embedded, vectors = _embed(articles, passages, settings, identity, watcher)
            with clock("publish"):
                about = {**about, "counts": counts, "created": datetime.now(UTC).isoformat(timespec="seconds")}
                publish(
                    settings.index, name, about, lambda folder: LocalEngine.write(folder, articles, passages, *vectors)
                )
    reused = counts["passages"] + counts["sentences"] - embedded
    return BuildReport(
        name,
        **counts,
        embedded=embedded,
        reused=reused,
        skipped=tuple(skipped),
        seconds=clock.seconds,
        unchanged=unchanged,
    )


def _cleaned(read: Article) -> Article:
    """The article with what is not its text set aside, and sentences that look damaged marked."""
    article = replace(read, blocks=clean(read))
    doubtful = sorted(doubtful_spans(article))
    blocks = (
        replace(block, doubtful=tuple(span for span in doubtful if block.start <= span[0] and span[1] <= block.end))
        for block in article.blocks
    )
    return replace(article, blocks=tuple(blocks))


def _split(articles: Sequence[Article], settings: Settings) -> list[Passage]:
    passages = [passage for article in articles for passage in split(article, settings.passage_words)]
    if not passages:
        raise CorpusError(
            f"The articles in {str(settings.corpus)!r} hold no text to answer from: expected sentences. "
            "Add an article, or name another folder with --corpus DIR."
        )
    return passages


def _about(
    articles: Sequence[Article], skipped: Sequence[Skipped], settings: Settings, identity: ModelIdentity
) -> dict[str, Any]:
    """The manifest's part that says what the snapshot is built from."""
    return {
        "articles": {article.id: {"sha256": article.sha256, "digest": _digest(article)} for article in articles},
        "settings": {"passage_words": settings.passage_words},
        "model": asdict(identity),
        "skipped": [asdict(skip) for skip in skipped],
    }


def _digest(article: Article) -> str:
    """Hex digest of everything that is stored of an article: text, card, blocks and their reasons."""
    return hashlib.sha256(json.dumps(asdict(article), sort_keys=True).encode()).hexdigest()


def _stands(index: Path, name: str) -> bool:
    """Whether the snapshot `name` stands whole; then it is made the published one."""
    try:
        open_snapshot(index, name)
    except IndexUnavailableError:
        return False
    point_to(index, name)
    return True


def _embed(
    articles: Sequence[Article],
    passages: Sequence[Passage],
    settings: Settings,
    identity: ModelIdentity,
    watcher: Watcher,
) -> tuple[int, tuple[Any, Any]]:
    """How many texts had to be embedded, and the vectors of passages and of sentences."""
    watcher.begin("loading the model", 0)
    encoder = load_encoder(settings, identity)
    cache = EmbeddingCache(settings.index)
    contexts = passage_contexts(articles, passages)
    quotes = [passage.quote(sentence) for passage in passages for sentence in passage.sentences]
    watcher.begin("embedding passages", len(contexts))
    passage_vectors, new_passages = cache.encode(contexts, encoder, identity.key, watcher.advance)
    watcher.begin("embedding sentences", len(quotes))
    sentence_vectors, new_sentences = cache.encode(quotes, encoder, identity.key, watcher.advance)
    return new_passages + new_sentences, (passage_vectors, sentence_vectors)


class Clock:
    """Seconds by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.seconds[step] = time.perf_counter() - started
