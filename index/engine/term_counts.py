"""Term counts: which words each passage has and how often, counted passage by passage, then written as files.

The counts go to a temporary file; only the words themselves are held in memory.
"""

from __future__ import annotations

import tempfile
from array import array
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from index.arrays import Ints, RowsWriter
from index.engine.bm25 import Counted, LexicalIndex
from index.text.terms import STOP_WORDS, stem
from index.text.vocabulary import Vocabulary
from index.text.words import words

# Entries that are held before they are written, and about as many that are worked on at once.
_HELD = 2_000_000
_ENTRY = np.dtype([("word", np.int32), ("times", np.int32)])


@dataclass(frozen=True, slots=True)
class _Part:
    """The words of some passages: one entry per passage (ascending) and word."""

    passages: Ints
    words: Ints
    times: Ints


class TermCounts:
    """Counts the words of passages in their contexts, row after row."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._sizes = array("i")
        self._held = array("i")
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `release`

    def release(self) -> None:
        """Let the file go, whatever it holds."""
        with suppress(OSError):
            self._file.close()

    @property
    def passages(self) -> int:
        """How many were counted."""
        return len(self._sizes)

    def add(self, context: str) -> None:
        """Count the words of the next passage. Raises `OSError`."""
        counted = Counter(words(context))
        numbers, held = self._numbers, self._held
        for word, times in counted.items():
            held.append(numbers.setdefault(word, len(numbers)))
            held.append(times)
        self._sizes.append(len(counted))
        if len(held) > 2 * _HELD:
            self._put_away()

    def write(self, folder: Path) -> Vocabulary:
        """Write the vocabulary, BM25 and each passage's words into `folder`. Raises `OSError`."""
        self._put_away()
        self._file.flush()
        totals = np.zeros(len(self._numbers), np.int64)
        for part in self._parts():
            totals += np.bincount(part.words, weights=part.times, minlength=len(totals)).astype(np.int64)
        names = list(self._numbers)
        # The stem of each word, by number; a stop word has none.
        stems = [None if word in STOP_WORDS else stem(word) for word in names]
        terms = sorted({term for term in stems if term is not None})
        rows = {term: row for row, term in enumerate(terms)}
        of_words = np.array([-1 if term is None else rows[term] for term in stems], np.int64)
        counted = partial(self._terms, of_words, len(terms))
        having = LexicalIndex.write(folder / "bm25", terms, self.passages, counted)
        vocabulary = Vocabulary(
            self.passages,
            dict(sorted(zip(names, totals.tolist(), strict=True))),
            dict(zip(terms, having.tolist(), strict=True)),
        )
        vocabulary.save(folder / "vocabulary.json")
        self._write_words(folder, vocabulary.content_words)
        return vocabulary

    def _terms(self, of_words: Ints, terms: int) -> Iterator[Counted]:
        """The entries by the stems of their words."""
        for part in self._parts():
            meant = of_words[part.words]
            kept = meant >= 0
            # Two words of one stem are one entry.
            keys, places = np.unique(part.passages[kept] * terms + meant[kept], return_inverse=True)
            times = np.bincount(places, weights=part.times[kept], minlength=len(keys)).astype(np.int64)
            yield Counted(keys // max(1, terms), keys % max(1, terms), times)

    def _write_words(self, folder: Path, content_words: list[str]) -> None:
        """For each passage the rows of its content words, passage after passage, and where each passage's begin."""
        rows = np.full(len(self._numbers), -1, np.int64)
        rows[[self._numbers[word] for word in content_words]] = np.arange(len(content_words))
        sizes, written = np.zeros(self.passages, np.int64), RowsWriter(folder / "passage-words.npy", np.int32)
        for part in self._parts():
            kept = rows[part.words] >= 0
            written.append(rows[part.words[kept]])
            sizes += np.bincount(part.passages[kept], minlength=self.passages)
        written.close()
        np.save(folder / "passage-word-bounds.npy", np.concatenate([[0], np.cumsum(sizes)]))

    def _put_away(self) -> None:
        self._held.tofile(self._file)
        del self._held[:]

    def _parts(self) -> Iterator[_Part]:
        """All entries, in parts of whole passages."""
        sizes = np.frombuffer(self._sizes, np.int32).astype(np.int64) if self._sizes else np.zeros(0, np.int64)
        ends = np.cumsum(sizes)
        self._file.seek(0)
        first = 0
        while first < len(sizes):
            begun = ends[first] - sizes[first]
            last = max(first + 1, int(np.searchsorted(ends, begun + _HELD, side="right")))
            entries = np.frombuffer(self._file.read(int(ends[last - 1] - begun) * _ENTRY.itemsize), _ENTRY)
            passages = np.repeat(np.arange(first, last), sizes[first:last])
            yield _Part(passages, entries["word"].astype(np.int64), entries["times"].astype(np.int64))
            first = last
