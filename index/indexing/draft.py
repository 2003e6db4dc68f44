"""The draft of a build: the corpus read and cleaned, and the id that its snapshot would get. Nothing is published."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace

from index.article import Article, Skipped
from index.corpus.article_store import ArticleStore
from index.corpus.clean_articles import is_long
from index.corpus.collection import NEUTRAL, read_collection
from index.corpus.collection import Collection as Stated
from index.corpus.decisions import ids_of
from index.corpus.delegate import Delegate
from index.corpus.folder import shown
from index.corpus.offered import with_questions
from index.corpus.prepare import prepare
from index.corpus.reading import Limits
from index.corpus.reading.worker import job_line
from index.corpus.reading.workers import results
from index.encoding.load import building_dtype
from index.engine.snapshots import snapshots
from index.errors import CorpusError, EngineUnreachableError, IndexUnavailableError, UnreadableFileError
from index.execution.progress import Clock
from index.indexing.splitting import cached_split, split, split_line, split_parts
from index.models.identity import ModelIdentity, identify
from index.notices.rules import NoticeRules, read_notices
from index.passage import Passage
from index.settings import Settings
from index.storage.article_row import row_digest, text_sha256
from index.storage.manifest import ArticleSums, Inputs, Shape, article_digest
from index.storage.places import replaced_places
from index.storage.work_cache import WorkCache

# A corpus with more characters (about 15,000 passages) is searched approximately unless the settings say otherwise:
# comparing every sentence would take longer than encoding the question (docs/performance.md).
EXACT_CHARACTERS = 10_000_000


@dataclass(frozen=True, slots=True)
class Extras:
    """What is published besides the articles: the notices' rules, and what `collection.toml` states."""

    notices: NoticeRules = field(default_factory=NoticeRules)
    stated: Stated = NEUTRAL


_NOTHING = Extras()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a build would publish: `articles`, and the `inputs` that identify the snapshot.

    `characters` counts the characters of all kept blocks. `work` caches the articles' splits.
    """

    articles: Collection[Article] | ArticleStore
    inputs: Inputs
    characters: int
    work: WorkCache = field(default_factory=WorkCache)

    @property
    def files(self) -> list[str]:
        """The file names of the articles."""
        if isinstance(self.articles, ArticleStore):
            return list(self.articles)
        return [article.origin for article in self.articles]

    def passages(self) -> Iterator[tuple[Article, list[Passage]]]:
        """Each article with its passages, which are made on demand."""
        words = self.inputs.settings.passage_words
        if isinstance(self.articles, ArticleStore):
            yield from (cached_split(row, words, self.work) for _, row in self.articles.rows())
        else:
            yield from ((article, split(article, words)) for article in self.articles)

    def need_work(self) -> None:
        """Keep cached splits of unchanged articles even if this build does not read them."""
        for sums in self.inputs.articles.values():
            self.work.need(*split_parts(sums.digest, self.inputs.settings.passage_words))


def draft(
    settings: Settings,
    clock: Clock | None = None,
    work: WorkCache | None = None,
    *,
    allow_empty: bool = False,
    delegate: Delegate | None = None,
) -> Draft:
    """What a build would publish now. Nothing is embedded, and nothing is written except to the cache `work`.

    With `allow_empty`, the published articles may be deleted even if the corpus folder is another, empty one. Reading
    and cleaning may be left to `delegate`. Raises `CorpusError` and `ModelError`.
    """
    clock, work = clock or Clock(), work or WorkCache()
    published = _published(settings)
    with clock("read and clean"):
        # If articles are published, an empty corpus means that they were deleted.
        limits, empty = Limits.of(settings), published is not None
        prepared = prepare(settings.corpus, limits, work, may_be_empty=empty, delegate=delegate)
        skipped = (*prepared.skipped, *_split_long(prepared.articles, settings, work))
        extras = Extras(read_notices(settings.corpus), read_collection(settings.corpus))
    # A block that a maintainer set aside must not be quoted just because an edit has changed its id.
    for undecided in prepared.undecided:
        prepared.articles.remove(undecided.file)
    skipped = (*skipped, *prepared.undecided)
    stated = with_questions(extras.stated, settings.corpus, prepared.articles.values())
    drafted = draft_of(prepared.articles, skipped, settings, clock, replace(extras, stated=stated))
    drafted = replace(drafted, work=work)
    if not any(passages for _, passages in drafted.passages()):
        _check_emptied(settings, skipped, published)
    if published and not allow_empty:
        _check_replaced(settings, prepared.articles)
    return drafted


def _published(settings: Settings) -> Set[str] | None:
    """The ids of the published articles, or `None` if no readable snapshot is published."""
    try:
        return snapshots(settings).manifest().inputs.articles.keys()
    except EngineUnreachableError:
        raise
    except IndexUnavailableError:
        return None


def _check_emptied(settings: Settings, skipped: Sequence[Skipped], published: Set[str] | None) -> None:
    """Raises `CorpusError` if there is nothing to answer from, unless all published articles have been deleted."""
    if published is None:
        raise CorpusError(
            f"The articles in {str(settings.corpus)!r} contain no text to answer from: expected sentences. "
            "Add an article, or name another folder with --corpus DIR."
        )
    # Files that exist but cannot be read, because of a failing disk for example, must not empty the collection. Files
    # that are gone are deletions, even if `sources.toml` still names them.
    there = [skip for skip in skipped if (settings.corpus / skip.file).exists()]
    if lost := [skip for skip in there if not published.isdisjoint(ids_of(skip.file))]:
        causes = "; ".join(f"{skip.file!r}: {skip.cause}" for skip in lost[:5])
        raise CorpusError(
            f"No article in {str(settings.corpus)!r} can be read, although some are published ({causes}): expected "
            "readable files. Repair or delete them and run: verbatim build"
        )


def _check_replaced(settings: Settings, articles: ArticleStore) -> None:
    """Raises `CorpusError` if a folder that held articles has been replaced by one without any."""
    if replaced := replaced_places(settings.index, settings.corpus, articles):
        folder = str(settings.corpus / min(replaced))
        raise CorpusError(
            f"The folder {folder!r} has no articles and is not the same folder from which articles were published: "
            "expected that folder. Is its disk mounted? To delete the published articles, run: "
            "verbatim build --allow-empty"
        )


def _split_long(articles: ArticleStore, settings: Settings, work: WorkCache) -> list[Skipped]:
    """Split the long articles in workers, within the time limit per file; those that fail are removed and returned."""
    words = settings.search.passage_words
    parts = {name: split_parts(row_digest(row), words) for name, row in articles.rows() if is_long(row)}
    missing = {name: of for name, of in parts.items() if work.get(*of) is None}
    jobs = ((name, job_line(split_line, articles.row(name), words)) for name in missing)
    skipped = []
    for name, result in results(jobs, len(missing), Limits.of(settings), "split"):
        if isinstance(result, UnreadableFileError):
            skipped.append((name, str(result)))
        else:
            work.put(result.rstrip(), *missing[name])
    for name, _ in skipped:
        articles.remove(name)
    return [Skipped(shown(name), cause) for name, cause in skipped]


def draft_of(
    articles: Collection[Article] | ArticleStore,
    skipped: Sequence[Skipped],
    settings: Settings,
    clock: Clock | None = None,
    extras: Extras = _NOTHING,
) -> Draft:
    """The draft of articles that are already read and cleaned. Raises `ModelError`."""
    with (clock or Clock())("name"):
        sums, characters = _sums(articles)
        exact = characters <= EXACT_CHARACTERS if settings.engine.mode == "auto" else settings.engine.mode == "exact"
        model = identify(settings, building_dtype(settings.model.name))
        inputs = Inputs(
            articles=sums,
            settings=Shape(settings.search.passage_words, "exact" if exact else "approximate"),
            model=model,
            skipped=tuple(skipped),
            notices=_noticed(extras.notices, model) if extras.notices.notice else {},
            collection=extras.stated.published(),
        )
    return Draft(articles, inputs, characters)


def _noticed(notices: NoticeRules, model: ModelIdentity) -> dict[str, object]:
    """The notices as in their file, and the checksum of the shipped weights, or `None` if those do not fit them."""
    # Imported here so that a collection without notices does not load it.
    from index.notices.shipped import shipped_sum

    return {"file": notices.model_dump(mode="json"), "shipped": shipped_sum(notices, model)}


def _sums(articles: Collection[Article] | ArticleStore) -> tuple[dict[str, ArticleSums], int]:
    """The checksums of each article, by id, and the number of characters in kept blocks."""
    if isinstance(articles, ArticleStore):
        rows = (row for _, row in articles.rows())
        return {row[0]: ArticleSums(text_sha256(row), row_digest(row)) for row in rows}, articles.characters
    sums, characters = {}, 0
    for article in articles:
        sums[article.id] = ArticleSums(article.sha256, article_digest(article))
        characters += article.kept_characters
    return sums, characters
