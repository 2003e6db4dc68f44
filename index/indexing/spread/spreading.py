"""The steps that a build delegates to its workers: reading, cleaning and splitting, and encoding."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from types import TracebackType

from index.corpus.article_store import ArticleStore
from index.corpus.clean_articles import ArticleCleaning
from index.corpus.cleaning import NO_OVERRIDES, Overrides
from index.corpus.reading import Limits
from index.corpus.reading.worker import Outcome, outcome_of
from index.corpus.reading.workers import read_away
from index.execution.progress import Watcher
from index.indexing.embed import Texts
from index.indexing.splitting import split_parts
from index.indexing.spread.crew import Workers, crew_of
from index.indexing.spread.exchange import Exchange, PartCounts
from index.indexing.spread.folder import FOLDER
from index.indexing.spread.part import Part, Row, Step, part_name
from index.indexing.spread.steps import PASSAGE, SENTENCE, clean_context, encode_context, read_context
from index.models.identity import HALF, ModelIdentity
from index.settings import Settings
from index.storage.article_row import CLEANED, row_digest
from index.storage.embeddings.cache import EmbeddingCache, text_key
from index.storage.embeddings.rows import RowIndex
from index.storage.embeddings.token_codec import TokenCodec
from index.storage.embeddings.values import token_key
from index.storage.locks import write_errors
from index.storage.work_cache import WorkCache, program

# The approximate size of a passage in a file, in bytes, which determines how many files or articles make a part.
_PASSAGE_BYTES = 1000


class Spreading(AbstractContextManager["Spreading"]):
    """One build's workers, stopped at the end of the context. `work` caches what they read, cleaned and split.

    The caller holds the index folder for writing. Raises `MissingExtraError`; every method may raise `WorkersError`.
    """

    def __init__(self, settings: Settings, workers: Workers, work: WorkCache, watcher: Watcher) -> None:
        self._settings, self._work = settings, work
        self._crew = crew_of(workers)
        url = workers.parts or str(settings.index.resolve() / FOLDER)
        self._exchange = Exchange(url, self._crew, watcher)
        self.passages = workers.passages

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._crew.close()

    def read(self, folder: Path, files: Mapping[str, str], limits: Limits) -> Generator[tuple[str, Outcome]]:
        """See `Delegate`."""
        context = read_context(folder, asdict(limits))
        sized = (((name, sha256.encode()), _size(folder / name)) for name, sha256 in files.items())
        pieces = list(self._pieces(sized))
        parts = (_part("read", context, rows) for rows in pieces)
        for rows, done in zip(pieces, self._exchange.results("read", parts, doing="reading"), strict=True):
            if done is None:
                yield from read_away(folder, {name: sha256.decode() for name, sha256 in rows}, limits)
            else:
                yield from ((name, outcome_of(line)) for name, line in done)

    def clean(
        self, cleaning: ArticleCleaning, articles: ArticleStore, overrides: Mapping[str, Overrides], limits: Limits
    ) -> None:
        """See `Delegate`."""
        words = self._settings.search.passage_words
        context = clean_context(asdict(limits), words)
        rows = ((name, json.dumps(given).encode()) for name, given in cleaning.missing(articles, overrides))
        parts = (_part("clean", context, piece) for piece in self._pieces((row, len(row[1])) for row in rows))
        for done in self._exchange.results("clean", parts, doing="cleaning"):
            for name, value in done or ():
                cleaned, split = json.loads(value)
                row = articles.row(name)
                cleaning.keep(cleaned, row, overrides.get(name, NO_OVERRIDES))
                if split is not None:
                    digest = row_digest((*row[:CLEANED], *json.loads(cleaned)[:2]))
                    self._work.put(split, *split_parts(digest, words))

    def encode(
        self, texts: Iterable[Texts], cache: EmbeddingCache, codec: TokenCodec, model: ModelIdentity
    ) -> Generator[int]:
        """See `EncodingDelegate`. A part is removed once the cache has its results."""
        settings = self._settings
        context = encode_context(settings.index, settings.model.model_dump(mode="json"), asdict(model), codec)
        kinds = {PASSAGE: model.key, SENTENCE: token_key(model.key, codec.id)}
        described = _Describing(cache, kinds, context)
        with write_errors(settings.index):
            results = self._exchange.results("encode", map(described.part, texts), gpu=model.dtype == HALF)
        return self._stored(results, described.names, cache, kinds)

    def _stored(
        self,
        results: Iterable[Sequence[Row] | None],
        names: Sequence[str],
        cache: EmbeddingCache,
        kinds: Mapping[str, str],
    ) -> Generator[int]:
        for name, done in zip(names, results, strict=True):
            fresh, rows = 0, [(key.split(), value) for key, value in done or ()]
            for kind, key in kinds.items():
                values = {name_of[1]: value for name_of, value in rows if name_of[0] == kind}
                with write_errors(self._settings.index):
                    fresh += cache.store(values, key)
            self._exchange.drop("encode", name)
            yield fresh

    def finish(self) -> PartCounts:
        """Remove all parts after the build; returns their counts."""
        return self._exchange.clear()

    def _pieces(self, sized: Iterable[tuple[Row, int]]) -> Iterator[list[Row]]:
        """The rows in groups of about the size of one part's passages."""
        most, piece, held = self.passages * _PASSAGE_BYTES, [], 0
        for row, size in sized:
            piece.append(row)
            held += max(_PASSAGE_BYTES, size)
            if held >= most:
                yield piece
                piece, held = [], 0
        if piece:
            yield piece


class _Describing:
    """Describes the parts of texts to encode; `names` lists the parts so far."""

    def __init__(self, cache: EmbeddingCache, kinds: Mapping[str, str], context: str) -> None:
        self._cache, self._kinds, self._context = cache, kinds, context
        # A text is encoded in the first part that contains it, and is in the cache for later ones.
        self._seen = {kind: RowIndex() for kind in kinds}
        self.names: list[str] = []

    def part(self, texts: Texts) -> Part:
        """The part for some articles: named after all their texts, with rows for those that are not encoded yet."""
        own = {PASSAGE: texts.passages, SENTENCE: list(chain(*texts.sentences))}
        about = [each for kind, key in self._kinds.items() for each in (kind, key, *own[kind])]
        rows = [(kind, _bytes(text)) for kind in self._kinds for text in self._fresh(kind, own[kind])]
        name = part_name("encode", program(), texts=about)
        self.names.append(name)
        return Part(name, "encode", self._context, rows, program())

    def _fresh(self, kind: str, texts: Sequence[str]) -> list[str]:
        missing = {text_key(text): text for text in self._cache.missing(texts, self._kinds[kind])}
        seen = self._seen[kind].find(missing.keys())
        fresh = {key: text for key, text in missing.items() if key not in seen}
        self._seen[kind].add(dict.fromkeys(fresh, 0))
        return list(fresh.values())


def _part(step: Step, context: str, rows: Sequence[Row]) -> Part:
    """A part that is named after its whole content and this program."""
    name = part_name(step, program(), context, texts=[each for row in rows for each in row])
    return Part(name, step, context, rows, program())


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
