"""Journey 1: corpus → Articles → Blocks → Passages and Sentences → vectors → Snapshot."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.article import Article, Skipped
from index.embeddings import EmbeddingCache
from index.encoder import identify, load_encoder
from index.engine import Vectors, passage_contexts
from index.errors import CorpusError, IndexUnavailableError
from index.local_engine import LocalEngine
from index.model import ModelIdentity
from index.notice_rules import NoticeRules, read_notices
from index.passage import Passage
from index.prepare import prepare
from index.progress import Clock, Nobody, Watcher
from index.reading import Limits
from index.settings import Settings
from index.snapshot import Snapshot, open_snapshot, point_to, publish, snapshot_id, writing
from index.splitting import split
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


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a snapshot is built from: articles read and cleaned, the files that were skipped, the notices."""

    articles: Sequence[Article]
    skipped: tuple[Skipped, ...] = ()
    notices: NoticeRules = field(default_factory=NoticeRules)


def build(settings: Settings, watcher: Watcher | None = None) -> BuildReport:
    """Read the corpus and publish its snapshot; does nothing where it is published already.

    Raises `CorpusError` and `ModelError`.
    """
    clock = Clock()
    with clock("read and clean"):
        prepared = prepare(settings.corpus, Limits.of(settings))
        notices = read_notices(settings.corpus)
    gathered = Gathered(list(prepared.articles.values()), prepared.skipped, notices)
    return build_gathered(gathered, settings, watcher, clock)


def build_gathered(
    gathered: Gathered, settings: Settings, watcher: Watcher | None = None, clock: Clock | None = None
) -> BuildReport:
    """Publish the snapshot of what was gathered; does nothing where it is published already."""
    watcher, clock = watcher or Nobody(), clock or Clock()
    articles = gathered.articles
    with clock("split"):
        passages = _split(articles, settings)
    with clock("identify"):
        identity = identify(settings)
        about = _about(gathered, settings, identity)
        name = snapshot_id({key: about[key] for key in ("articles", "settings", "model", "skipped", "notices")})
    counts = {
        "articles": len(articles),
        "passages": len(passages),
        "sentences": sum(len(passage.sentences) for passage in passages),
    }
    with writing(settings.index):
        standing = _standing(settings.index, name)
        if standing:
            embedded, texts = 0, int(standing.manifest["texts"])
        else:
            with clock("embed"):
                embedded, vectors = _embed(articles, passages, settings, identity, watcher)
            with clock("publish"):
                texts = vectors.count
                about |= {"counts": counts, "texts": texts, "created": datetime.now(UTC).isoformat(timespec="seconds")}
                publish(settings.index, name, about, lambda to: LocalEngine.write(to, articles, passages, vectors))
    return BuildReport(
        name,
        **counts,
        embedded=embedded,
        reused=texts - embedded,
        skipped=gathered.skipped,
        seconds=clock.seconds,
        unchanged=standing is not None,
    )


def _split(articles: Sequence[Article], settings: Settings) -> list[Passage]:
    passages = [passage for article in articles for passage in split(article, settings.passage_words)]
    if not passages:
        raise CorpusError(
            f"The articles in {str(settings.corpus)!r} hold no text to answer from: expected sentences. "
            "Add an article, or name another folder with --corpus DIR."
        )
    return passages


def _about(gathered: Gathered, settings: Settings, identity: ModelIdentity) -> dict[str, Any]:
    """The manifest's part that says what the snapshot is built from."""
    return {
        "articles": {
            article.id: {"sha256": article.sha256, "digest": _digest(article)} for article in gathered.articles
        },
        "settings": {"passage_words": settings.passage_words},
        "model": asdict(identity),
        "skipped": [asdict(skip) for skip in gathered.skipped],
        "notices": gathered.notices.model_dump(mode="json"),
    }


def _digest(article: Article) -> str:
    """Hex digest of everything that is stored of an article: text, card, blocks and their reasons."""
    return hashlib.sha256(json.dumps(asdict(article), sort_keys=True).encode()).hexdigest()


def _standing(index: Path, name: str) -> Snapshot | None:
    """The snapshot `name` where it stands whole; then it is made the published one."""
    try:
        snapshot = open_snapshot(index, name)
    except IndexUnavailableError:
        return None
    point_to(index, name)
    return snapshot


def _embed(
    articles: Sequence[Article], passages: Sequence[Passage], settings: Settings, model: ModelIdentity, watcher: Watcher
) -> tuple[int, Vectors]:
    """How many texts had to be embedded, and the vectors of all."""
    watcher.begin("loading the model", 0)
    encoder = load_encoder(settings, model)
    cache = EmbeddingCache(settings.index)
    contexts = passage_contexts(articles, passages)
    texts = {
        "passages": contexts,
        "sentences": [passage.quote(sentence) for passage in passages for sentence in passage.sentences],
        "words": Vocabulary.of(contexts).content_words,
    }
    embedded, vectors = 0, {}
    for name, some in texts.items():
        watcher.begin(f"embedding {name}", len(some))
        vectors[name], fresh = cache.encode(some, encoder, model.key, watcher.advance)
        embedded += fresh
    return embedded, Vectors(**vectors)
