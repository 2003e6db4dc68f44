"""What a build would publish: the corpus read, cleaned and split, and the id it gets. Nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from index.article import Article, Skipped
from index.encoder import identify
from index.errors import CorpusError
from index.manifest import article_digest, snapshot_id
from index.model import ModelIdentity
from index.notice_rules import NoticeRules, read_notices
from index.passage import Passage
from index.prepare import prepare
from index.progress import Clock
from index.reading import Limits
from index.settings import Settings
from index.splitting import split


@dataclass(frozen=True, slots=True)
class Draft:
    """What a snapshot will be of: articles and passages, the model, the manifest's part that says so, and its id."""

    articles: tuple[Article, ...]
    passages: tuple[Passage, ...]
    skipped: tuple[Skipped, ...]
    model: ModelIdentity
    about: dict[str, Any]
    id: str


def draft(settings: Settings, clock: Clock | None = None) -> Draft:
    """What a build would publish now; nothing is embedded or written. Raises `CorpusError` and `ModelError`."""
    clock = clock or Clock()
    with clock("read and clean"):
        prepared = prepare(settings.corpus, Limits.of(settings))
        notices = read_notices(settings.corpus)
    return draft_of(list(prepared.articles.values()), prepared.skipped, settings, clock, notices)


def draft_of(
    articles: Sequence[Article],
    skipped: Sequence[Skipped],
    settings: Settings,
    clock: Clock,
    notices: NoticeRules | None = None,
) -> Draft:
    """What a build of `articles` would publish; without `notices` there are none."""
    with clock("split"):
        passages = _split(articles, settings)
    with clock("identify"):
        identity = identify(settings)
        about = _about(articles, skipped, settings, identity)
        about["notices"] = (notices or NoticeRules()).model_dump(mode="json")
    return Draft(tuple(articles), tuple(passages), tuple(skipped), identity, about, snapshot_id(about))


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
        "articles": {article.id: {"sha256": article.sha256, "digest": article_digest(article)} for article in articles},
        "settings": {"passage_words": settings.passage_words},
        "model": asdict(identity),
        "skipped": [asdict(skip) for skip in skipped],
    }
