"""Exports a snapshot's collections to a folder with the original files."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray
from scipy.sparse import csc_array

from index.arrays import RowsWriter
from index.engine.dense.exact import ExactIndex
from index.engine.dense.inverted import InvertedIndex
from index.engine.late_interaction import BOUNDS, CODES, SPANS
from index.engine.milvus.client import Database
from index.engine.milvus.schema import Names
from index.engine.milvus.stored.content import Content
from index.engine.milvus.stored.folder import POSTINGS, TEXTS, WORD_BOUNDS, WORDS
from index.engine.milvus.stored.packing import unpack
from index.engine.milvus.stored.resident import Resident, fetch_files
from index.engine.milvus.stored.rows import CODED, EXACT, Unpacked
from index.engine.milvus.stored.rows import WORDS as WORD_TYPES
from index.engine.milvus.stored.texts import article_in, filed_in, passage_in
from index.engine.sentence_terms import BOUNDS as TERM_BOUNDS
from index.engine.sentence_terms import TERMS
from index.engine.texts import TextWriter
from index.engine.vector_files import CODES as SENTENCE_CODES
from index.engine.vector_files import HALVES, PASSAGES, SCALES, SENTENCES
from index.execution.progress import Watcher
from index.passage import Passage
from index.storage.manifest import Manifest, written_sums

# Passages fetched at a time.
_AT_ONCE = 500


def export(database: Database, names: Names, folder: Path, watcher: Watcher) -> Manifest:
    """Write the files of a snapshot into `folder`; returns its manifest with the checksums of these files.

    Raises `IndexUnavailableError` and `OSError`.
    """
    directory = fetch_files(database, names, folder)
    resident = Resident.open(folder, directory)
    content = Content(database, names.content)
    watcher.begin("fetching", resident.manifest.counts.passages)
    texts = TextWriter(folder / TEXTS)
    with ExitStack() as files:
        files.callback(texts.release)
        rows = _Rows(folder, resident, files)

        def passages() -> Iterator[Passage]:
            packed = content.stream(resident.passage_parts, 2 * _AT_ONCE)
            for vectors, words in zip(packed, packed, strict=True):
                unpacked = unpack(words, WORD_TYPES)
                rows.add(vectors, unpacked)
                watcher.advance(1)
                yield passage_in(unpacked)

        _write_texts(texts, passages(), content, resident, filed_in(content.read_one(*resident.filed)))
        rows.close()
        texts.close()
    for name in directory.files.keys() - resident.manifest.files.keys():
        # Files that only exist in Milvus, and the manifest, which is written again.
        (folder / name).unlink(missing_ok=True)
    return replace(resident.manifest, files=written_sums(folder))


def _write_texts(
    texts: TextWriter,
    passages: Iterator[Passage],
    content: Content,
    resident: Resident,
    filed: Sequence[Sequence[str]],
) -> None:
    """Write articles and passages in the order of a build."""
    of_articles = groupby(passages, key=lambda passage: passage.article_id)
    owner, own = next(of_articles, (None, iter(())))
    for article_id, *_ in filed:
        packed = content.read(resident.article_parts, [resident.article_numbers[article_id]])
        article, _ = article_in(packed[0])
        if article_id == owner:
            texts.add(article, own)
            owner, own = next(of_articles, (None, iter(())))
        else:
            texts.add(article, ())


class _Rows:
    """Writes the files that consist of passages' rows."""

    def __init__(self, folder: Path, resident: Resident, files: ExitStack) -> None:
        self._folder, self._shared, self._counts = folder, resident.shared, resident.manifest.counts
        self._files = files
        size, dimension = self._shared.codec.size, self._shared.dimension
        self._codes, self._spans = self._file(CODES, np.int8, (size,)), self._file(SPANS, np.uint16, (2,))
        self._terms, self._words = self._file(TERMS, np.uint32), self._file(WORDS, np.int32)
        self._bounds = {name: array("q", [0]) for name in (BOUNDS, TERM_BOUNDS, WORD_BOUNDS)}
        self._scores: list[tuple[NDArray[Any], NDArray[Any]]] = []
        self._vocabulary = resident.vocabulary
        if self._shared.exact:
            self._exact: list[tuple[NDArray[Any], NDArray[Any]]] = []
        else:
            self._halves = self._file(HALVES, np.float16, (dimension,))
            self._sentences = self._file(SENTENCE_CODES, np.int8, (dimension,))
            self._scales = self._file(SCALES, np.float32)

    def _file(self, name: str, kind: DTypeLike, shape: tuple[int, ...] = ()) -> RowsWriter:
        writer = RowsWriter(self._folder / name, kind, shape)
        self._files.callback(writer.release)
        return writer

    def add(self, vectors: bytes, words: Unpacked) -> None:
        """Append the rows of the next passage."""
        codes, tokens, spans, terms, counts, own, _ = words
        self._codes.append(codes.reshape(-1, self._shared.codec.size))
        self._spans.append(spans.reshape(-1, 2))
        self._terms.append(terms)
        self._words.append(own)
        for name, sizes in ((BOUNDS, tokens), (TERM_BOUNDS, counts), (WORD_BOUNDS, [len(own)])):
            bounds = self._bounds[name]
            bounds.extend((bounds[-1] + np.cumsum(sizes, dtype=np.int64)).tolist())
        passage, sentences, scales, numbers, scores = unpack(vectors, EXACT if self._shared.exact else CODED)
        self._scores.append((numbers, scores))
        sentences = sentences.reshape(-1, self._shared.dimension)
        if self._shared.exact:
            self._exact.append((passage[None, :], sentences))
        else:
            self._halves.append(passage[None, :])
            self._sentences.append(sentences)
            self._scales.append(scales)

    def close(self) -> None:
        """Finish the files, including those that depend on all passages. Raises `OSError`."""
        for file in (self._codes, self._spans, self._terms, self._words):
            file.close()
        for name, bounds in self._bounds.items():
            np.save(self._folder / name, np.array(bounds, np.int64))
        self._write_postings()
        if self._shared.exact:
            none = np.zeros((0, self._shared.dimension), np.float32)
            for at, name in enumerate((PASSAGES, SENTENCES)):
                vectors = np.concatenate([none, *(own[at] for own in self._exact)])
                ExactIndex.of(vectors).save(self._folder / name)
            return
        for writer in (self._halves, self._sentences, self._scales):
            writer.close()
        InvertedIndex.write(self._folder / PASSAGES, self._folder / HALVES)

    def _write_postings(self) -> None:
        """Write BM25's postings by term: transposing the sparse matrix reorders them."""
        ends = np.concatenate([[0], np.cumsum([len(terms) for terms, _ in self._scores])]).astype(np.int64)
        terms = np.concatenate([np.zeros(0, np.int32), *(terms for terms, _ in self._scores)])
        scores = np.concatenate([np.zeros(0, np.float32), *(scores for _, scores in self._scores)])
        shape = len(self._vocabulary.terms), self._counts.passages
        by_term = csc_array((scores, terms, ends), shape=shape).T.tocsc()
        (self._folder / "bm25").mkdir()
        starts = np.append(by_term.indptr, self._counts.passages).astype(np.int64)
        columns: list[NDArray[Any]] = [starts, by_term.indices.astype(np.int32), by_term.data.astype(np.float32)]
        for name, column in zip(POSTINGS, columns, strict=True):
            np.save(self._folder / name, column)
        written = "".join(f"{term}\n" for term in self._vocabulary.terms)
        (self._folder / "bm25" / "terms.txt").write_text(written, encoding="utf-8")
