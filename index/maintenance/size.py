"""Estimates the memory and disk that each engine needs for a number of passages like the published ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

import numpy as np

from index.engine.milvus.registry import SnapshotRegistry
from index.engine.milvus.stored.content import Content
from index.engine.milvus.stored.folder import SnapshotFolder
from index.engine.milvus.stored.packing import unpack
from index.engine.milvus.stored.rows import CODED, EXACT, WORDS
from index.errors import IndexMissingError
from index.settings import Settings
from index.storage.manifest import Manifest
from index.storage.snapshot import open_snapshot

_GIB = 2**30
# How many passages are sampled.
_SAMPLE = 500
# The links of HNSW, in bytes per vector: 2M in the lowest layer, four bytes each (M = 16), plus 10% for the others.
_GRAPH = 2 * 16 * 4 * 1.1
# Milvus' overhead in memory according to its sizing guide, and the growth of text in base64.
_OVERHEAD, _TEXT = 1.2, 4 / 3
# The bytes of a service host's process with its model, and per passage (positions, owners, parts).
_PROCESS, _POSITIONS = 600e6, 48


@dataclass(frozen=True, slots=True)
class Passages:
    """The means per passage: sentences, tokens, distinct terms, terms summed over its sentences, and so on.

    `token_bytes` are the bytes of the tokens' codes and spans, and `text` those of passages and articles.
    """

    dimension: int
    sentences: float
    tokens: float
    token_bytes: float
    terms: float
    sentence_terms: float
    words: float
    text: float


@dataclass(frozen=True, slots=True)
class Need:
    """Memory and disk in GiB. `memory` is the minimum; `cache` is additional memory that makes searches fast."""

    where: str
    memory: float
    cache: float
    disk: float


def needs(of: Passages, passages: int) -> list[Need]:
    """What each engine needs for that many passages, with approximate search."""
    d, n = of.dimension, passages
    vectors = 2 * d + of.sentences * (d + 4)
    words = of.token_bytes + of.sentences * 24 + of.sentence_terms * 4 + of.words * 4
    lists, postings = d + 8, of.terms * 8
    service = _PROCESS + n * _POSITIONS
    searched = (4 * d + _GRAPH + of.terms * 8 + 16 * 8) * _OVERHEAD
    content = (vectors + postings + words + of.text) * _TEXT
    return [
        Need(
            "local",
            service / _GIB,
            n * (lists + postings) / _GIB,
            n * (vectors + lists + postings + words + of.text) / _GIB,
        ),
        Need("milvus", n * searched / _GIB, n * content / _GIB, n * (searched + content) / _GIB),
        Need("milvus, each service host", service / _GIB, 0.0, 0.0),
    ]


def measured(settings: Settings) -> tuple[Manifest, Passages]:
    """The manifest of the published snapshot, and the means of its passages. Raises `IndexUnavailableError`."""
    if settings.engine.kind == "milvus":
        return _in_milvus(SnapshotRegistry(settings.engine))
    snapshot = open_snapshot(settings.index, sums=False)
    with closing(SnapshotFolder(snapshot.folder)) as folder:
        texts = (snapshot.folder / "texts.sqlite").stat().st_size
        packed = ((one.vectors, one.words) for one in islice(folder.passages(), _SAMPLE))
        return snapshot.manifest, _mean(snapshot.manifest, packed, texts)


def _in_milvus(registry: SnapshotRegistry) -> tuple[Manifest, Passages]:
    with registry.opening() as snapshot:
        resident = registry.engine(snapshot).resident
        content = Content(registry.database, registry.names(snapshot.id).content)
        stream = content.stream(resident.passage_parts[: 2 * _SAMPLE + 1], _SAMPLE)
        packed = zip(stream, stream, strict=True)
        articles = content.stream(resident.article_parts[: _SAMPLE + 1], 20)
        texts = np.mean([len(one) for one in articles]) * len(resident.article_ids) if resident.article_ids else 0
        return snapshot.manifest, _mean(snapshot.manifest, packed, 2 * float(texts))


def _mean(manifest: Manifest, packed: Iterator[tuple[bytes, bytes]], texts: float) -> Passages:
    kinds = EXACT if manifest.inputs.settings.search == "exact" else CODED
    rows = []
    for vectors, words in packed:
        _, _, _, terms, _ = unpack(vectors, kinds)
        codes, tokens, spans, sentence_terms, _, content_words, _ = unpack(words, WORDS)
        rows.append(
            (
                len(tokens),
                tokens.sum(),
                codes.nbytes + spans.nbytes,
                len(terms),
                len(sentence_terms),
                len(content_words),
            )
        )
    if not rows:
        raise IndexMissingError("The published snapshot has no passages: expected some to measure. Run: verbatim build")
    sentences, tokens, token_bytes, terms, sentence_terms, own = np.mean(rows, axis=0).tolist()
    text = texts / manifest.counts.passages
    return Passages(manifest.dimension, sentences, tokens, token_bytes, terms, sentence_terms, own, text)
