"""Embeds a draft's passages, sentences and words, and writes the files of its snapshot, batch by batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, pairwise
from pathlib import Path
from typing import Protocol

import numpy as np

from index.arrays import Floats
from index.article import Article
from index.encoding.load import FOLDER as MODELS
from index.encoding.load import load_encoder
from index.encoding.protocol import Encoder, Progress
from index.engine.protocol import opening_headings, passage_context
from index.engine.writing.writer import EngineWriter
from index.errors import ModelError
from index.execution.progress import Watcher
from index.indexing.draft import Draft
from index.indexing.notice_weights import notice_fitting
from index.indexing.understanding import understood
from index.models.identity import ModelIdentity
from index.passage import Passage
from index.settings import Settings
from index.storage.embeddings.cache import EmbeddingCache
from index.storage.embeddings.token_codec import CodedTokens, TokenCodec, codec_of
from index.storage.locks import write_errors
from index.storage.manifest import Manifest, written_sums

# This many passages, with their sentences, are embedded and written together: enough to batch texts of like length.
_PART = 2000

Part = list[tuple[Article, list[Passage]]]


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of some articles that are encoded: their passages with context, and for each article its sentences.

    `headings` are, for each article, those that have sentences below them, with the position of the first of these.
    """

    passages: list[str]
    sentences: list[list[str]]
    headings: list[list[tuple[int, str]]]


class EncodingDelegate(Protocol):
    """Encodes texts in other processes or on other machines, in parts of about `passages` passages."""

    passages: int

    def encode(
        self, texts: Iterable[Texts], cache: EmbeddingCache, codec: TokenCodec, model: ModelIdentity
    ) -> Iterator[int]:
        """Encode those `texts` that are not in the `cache`, and store them there; yields how many were new, in order.

        An entry may still be missing afterwards; the caller then encodes it itself.
        """
        ...


class Embedding:
    """One build's step from a draft to a snapshot's files. `fresh` counts the texts that were not in the cache."""

    def __init__(  # noqa: PLR0913 - the last three replace what the settings say
        self,
        draft: Draft,
        settings: Settings,
        watcher: Watcher,
        cache: EmbeddingCache | None = None,
        encoder: Encoder | None = None,
        *,
        delegate: EncodingDelegate | None = None,
    ) -> None:
        self.draft, self.settings = draft, settings
        self.cache = cache or EmbeddingCache(settings.index)
        self.watcher, self._encoder, self._delegate = watcher, encoder, delegate
        self.fresh = 0
        self.notices = notice_fitting(draft.inputs.notices)

    def write(self, folder: Path) -> Manifest:
        """Write a snapshot's files into `folder`; returns its manifest. Raises `OSError` and `ModelError`."""
        inputs = self.draft.inputs
        self.watcher.begin("loading the model", 0)
        encoder = self._encoder or load_encoder(self.settings, inputs.model)
        with write_errors(self.settings.index):
            codec = codec_of(encoder, inputs.model, self.settings.index / MODELS / inputs.model.sha256)
        with EngineWriter(folder, encoder.dimension, codec, exact=inputs.settings.search == "exact") as engine:
            for part in self._ready(codec):
                for (article, passages), encoded in zip(part, self._encoded(part, encoder, codec), strict=True):
                    engine.add(article, passages, *encoded)
            self.watcher.begin("writing", 0)
            # First the notices: then their sample of sentences and the vectors of all words are not in memory together.
            examples = self.notices.write(folder, lambda texts: self._encode(texts, encoder)) if self.notices else 0
            self.notices = None
            known = understood(engine.languages, encoder)
            counts, words = engine.finish(lambda words: self._encode(words, encoder), known)
        return Manifest(
            id=inputs.id,
            inputs=inputs,
            counts=counts,
            texts=counts.passages + counts.sentences + words + examples,
            dimension=encoder.dimension,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            files=written_sums(folder),
        )

    def _ready(self, codec: TokenCodec) -> Iterator[Part]:
        """The articles with their passages, in parts; those that are encoded elsewhere are in the cache by then."""
        if self._delegate is None:
            self.watcher.begin("embedding", self.draft.characters)
            yield from _parts(self.draft, _PART)
            return
        size = self._delegate.passages
        self.watcher.begin("describing parts", 0)
        texts = (_texts(part) for part in _parts(self.draft, size))
        stored = self._delegate.encode(texts, self.cache, codec, self.draft.inputs.model)
        self.watcher.begin("embedding", self.draft.characters)
        for part, fresh in zip(_parts(self.draft, size), stored, strict=True):
            self.fresh += fresh
            yield part

    def _encoded(self, part: Part, encoder: Encoder, codec: TokenCodec) -> Iterator[tuple[Floats, CodedTokens]]:
        """For each article of the part: the vectors [n, d] of its passages, and its sentences with their tokens."""
        own = _texts(part)
        contexts, quotes, headings = own.passages, own.sentences, own.headings
        texts = list(chain(*quotes))
        advance = self._advance(sum(article.kept_characters for article, _ in part), len(contexts) + len(texts))
        key = self.draft.inputs.model.key
        with write_errors(self.settings.index):
            vectors, fresh = self.cache.encode(contexts, encoder, key, advance)
            sentences, more = self.cache.encode_tokens(texts, encoder, codec, key, advance)
            # Headings have no vectors in the snapshot, so they are not counted among its texts. They are short, and
            # encoded here even if other texts are encoded elsewhere.
            above, _ = self.cache.encode_tokens([words for some in headings for _, words in some], encoder, codec, key)
        self.fresh += fresh + more
        # A search would report these as a damaged index.
        if not (np.isfinite(vectors).all() and np.isfinite(sentences.vectors).all()):
            raise ModelError(
                f"The model {self.settings.model.name!r} gives vectors with values that are not numbers: expected "
                "finite ones. Set another `model.name`, and run: verbatim build"
            )
        if self.notices:
            self.notices.see(texts, sentences.vectors)
        of_passages = np.cumsum([0, *(len(own) for _, own in part)])
        of_sentences = np.cumsum([0, *map(len, quotes)])
        of_headings = np.cumsum([0, *map(len, headings)])
        bounds = zip(pairwise(of_passages), pairwise(of_sentences), pairwise(of_headings), headings, strict=True)
        for passage, sentence, heading, places in bounds:
            at = np.array([place for place, _ in places], dtype=np.int64)
            yield vectors[slice(*passage)], sentences.part(*sentence).under(above.part(*heading), at)

    def _encode(self, texts: Sequence[str], encoder: Encoder) -> Floats:
        """The vectors [n, d] of texts that belong to no article, such as single words."""
        with write_errors(self.settings.index):
            key, advance = self.draft.inputs.model.key, self._advance(0, len(texts))
            vectors, fresh = self.cache.encode(texts, encoder, key, advance)
        self.fresh += fresh
        return vectors

    def _advance(self, characters: int, texts: int) -> Progress:
        """A callback that reports `characters` to the watcher in proportion to how many of the `texts` are done."""
        done = told = 0

        def advance(more: int) -> None:
            nonlocal done, told
            done += more
            now = characters * done // max(1, texts)
            self.watcher.advance(now - told)
            told = now

        return advance


def _texts(part: Part) -> Texts:
    contexts = [passage_context(passage, article.card.title) for article, own in part for passage in own]
    sentences = [[passage.searched_as(one) for passage in own for one in passage.sentences] for _, own in part]
    return Texts(contexts, sentences, [list(opening_headings(own)) for _, own in part])


def _parts(draft: Draft, size: int) -> Iterator[Part]:
    """The articles with their passages, grouped into parts of about `size` passages."""
    part: Part = []
    for article, passages in draft.passages():
        part.append((article, passages))
        if sum(len(own) for _, own in part) >= size:
            yield part
            part = []
    if part:
        yield part
