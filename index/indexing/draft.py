"""What a build would publish: the corpus read and cleaned, and the id it gets. Nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace

from index.article import Article, Skipped
from index.corpus.article_store import ArticleStore
from index.corpus.clean_articles import is_long
from index.corpus.collection import NEUTRAL, read_collection
from index.corpus.collection import Collection as Stated
from index.corpus.decisions import ids_of
from index.corpus.folder import shown
from index.corpus.offered import with_questions
from index.corpus.prepare import prepare
from index.corpus.reading import Limits
from index.corpus.reading.worker import job_line
from index.corpus.reading.workers import results
from index.encoding.load import building_dtype
from index.engine.snapshots import snapshots
from index.errors import CorpusError, EngineUnreachableError, IndexUnavailableError, UnreadableFileError
from index.indexing.splitting import cached_split, split, split_line, split_parts
from index.models.identity import ModelIdentity, identify
from index.notices.rules import NoticeRules, read_notices
from index.passage import Passage
from index.settings import Settings
from index.storage.article_row import row_digest, text_sha256
from index.storage.manifest import ArticleSums, Inputs, Shape, article_digest
from index.storage.places import replaced_places
from index.storage.work_cache import WorkCache
from index.work.progress import Clock

# More characters than these (about 15,000 passages) are not searched exactly unless a setting says so: comparing every
# sentence would take longer than understanding the question (docs/performance.md).
EXACT_CHARACTERS = 10_000_000


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the articles: the notices' rules, and what the collection says of itself."""

    notices: NoticeRules = field(default_factory=NoticeRules)
    stated: Stated = NEUTRAL


_NOTHING = Beside()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a build would publish: `articles`, and the `inputs` that identify the snapshot.

    `characters` is how many of the articles are kept.
    """

    articles: Collection[Article] | ArticleStore
    inputs: Inputs
    characters: int
    work: WorkCache = field(default_factory=WorkCache)

    @property
    def files(self) -> list[str]:
        """The names of the articles' files."""
        if isinstance(self.articles, ArticleStore):
            return list(self.articles)
        return [article.origin for article in self.articles]

    def passages(self) -> Iterator[tuple[Article, list[Passage]]]:
        """Each article with its passages, made as they are asked for."""
        words = self.inputs.settings.passage_words
        if isinstance(self.articles, ArticleStore):
            yield from (cached_split(row, words, self.work) for _, row in self.articles.rows())
        else:
            yield from ((article, split(article, words)) for article in self.articles)

    def need_work(self) -> None:
        """Have what was kept of the articles' passages stay, where they are not asked for."""
        for sums in self.inputs.articles.values():
            self.work.need(*split_parts(sums.digest, self.inputs.settings.passage_words))


def draft(
    settings: Settings, clock: Clock | None = None, work: WorkCache | None = None, *, allow_empty: bool = False
) -> Draft:
    """What a build would publish now; nothing is embedded or written but to `work`.

    With `allow_empty`, a folder without articles takes those away that were published, whichever it is.
    Raises `CorpusError` and `ModelError`.
    """
    clock, work = clock or Clock(), work or WorkCache()
    published = _published(settings)
    with clock("read and clean"):
        # Whoever takes the last article away wants it gone from what is published.
        prepared = prepare(settings.corpus, Limits.of(settings), work, may_be_empty=published is not None)
        skipped = (*prepared.skipped, *_split_long(prepared.articles, settings, work))
        beside = Beside(read_notices(settings.corpus), read_collection(settings.corpus))
    # What a maintainer set aside is not to be quoted because its block has another id now.
    for undecided in prepared.undecided:
        prepared.articles.remove(undecided.file)
    skipped = (*skipped, *prepared.undecided)
    stated = with_questions(beside.stated, settings.corpus, prepared.articles.values())
    drafted = draft_of(prepared.articles, skipped, settings, clock, replace(beside, stated=stated))
    drafted = replace(drafted, work=work)
    if not any(passages for _, passages in drafted.passages()):
        _check_emptied(settings, skipped, published)
    if published and not allow_empty:
        _check_replaced(settings, prepared.articles)
    return drafted


def _published(settings: Settings) -> Set[str] | None:
    """The ids of the published articles, or `None`: nothing is published that this program can read."""
    try:
        return snapshots(settings).manifest().inputs.articles.keys()
    except EngineUnreachableError:
        raise
    except IndexUnavailableError:
        return None


def _check_emptied(settings: Settings, skipped: Sequence[Skipped], published: Set[str] | None) -> None:
    """Raises `CorpusError` where there is nothing to answer from, unless all that was published was taken away."""
    if published is None:
        raise CorpusError(
            f"The articles in {str(settings.corpus)!r} hold no text to answer from: expected sentences. "
            "Add an article, or name another folder with --corpus DIR."
        )
    # A disk or a program that fails is no reason to publish an empty collection; that `sources.toml` still names a
    # file that was deleted is neither.
    there = [skip for skip in skipped if (settings.corpus / skip.file).exists()]
    if lost := [skip for skip in there if not published.isdisjoint(ids_of(skip.file))]:
        causes = "; ".join(f"{skip.file!r}: {skip.cause}" for skip in lost[:5])
        raise CorpusError(
            f"No article in {str(settings.corpus)!r} can be read, though some are published ({causes}): expected "
            "files as they were. Mend or remove these, and then run: verbatim build"
        )


def _check_replaced(settings: Settings, articles: ArticleStore) -> None:
    """Raises `CorpusError` where a folder that held articles is another one now, and has none."""
    if replaced := replaced_places(settings.index, settings.corpus, articles):
        folder = str(settings.corpus / min(replaced))
        raise CorpusError(
            f"The folder {folder!r} has no articles, and is another than the one whose articles are published: "
            "expected that one. Is its disk there? If those articles are to go, run: verbatim build --allow-empty"
        )


def _split_long(articles: ArticleStore, settings: Settings, work: WorkCache) -> list[Skipped]:
    """Have workers split the long articles, within the time of a file; what cannot be split is taken off the shelf."""
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
    beside: Beside = _NOTHING,
) -> Draft:
    """The draft of articles that are read and cleaned. Raises `ModelError`."""
    with (clock or Clock())("name"):
        sums, characters = _sums(articles)
        exact = characters <= EXACT_CHARACTERS if settings.engine.mode == "auto" else settings.engine.mode == "exact"
        model = identify(settings, building_dtype(settings.model.name))
        inputs = Inputs(
            articles=sums,
            settings=Shape(settings.search.passage_words, "exact" if exact else "approximate"),
            model=model,
            skipped=tuple(skipped),
            notices=_noticed(beside.notices, model) if beside.notices.notice else {},
            collection=beside.stated.published(),
        )
    return Draft(articles, inputs, characters)


def _noticed(notices: NoticeRules, model: ModelIdentity) -> dict[str, object]:
    """The notices' file, and the sum of the shipped weights, `None` where none are fitted for them."""
    # A collection without notices loads nothing of theirs.
    from index.notices.shipped import shipped_sum

    return {"file": notices.model_dump(mode="json"), "shipped": shipped_sum(notices, model)}


def _sums(articles: Collection[Article] | ArticleStore) -> tuple[dict[str, ArticleSums], int]:
    """The sums of each article, by its id, and how many characters of all are kept."""
    if isinstance(articles, ArticleStore):
        rows = (row for _, row in articles.rows())
        return {row[0]: ArticleSums(text_sha256(row), row_digest(row)) for row in rows}, articles.characters
    sums, characters = {}, 0
    for article in articles:
        sums[article.id] = ArticleSums(article.sha256, article_digest(article))
        characters += article.kept_characters
    return sums, characters
