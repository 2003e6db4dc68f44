"""Term counts: how often each passage has each word, counted passage by passage and then written as index files.

The counts go to a temporary file; only the distinct words are held in memory.
"""

from __future__ import annotations

import tempfile
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from index.arrays import Ints, RowsWriter, runs
from index.engine.bm25 import Counted, LexicalIndex
from index.text.analyzer import analyzer
from index.text.vocabulary import Vocabulary

# Entries buffered before they are written to the temporary file, and read back at a time (approximately).
_HELD = 250_000
_ENTRY = np.dtype([("word", np.int32), ("times", np.int32)])


@dataclass(frozen=True, slots=True)
class _Part:
    """Word counts of some passages: one entry per passage (ascending) and word."""

    passages: Ints
    words: Ints
    times: Ints


class TermCounts:
    """Counts the words of passages, with their title and headings, in the order of the rows."""

    def __init__(self) -> None:
        # The number of each word of each language.
        self._numbers: dict[tuple[str, str], int] = {}
        self._sizes = array("i")
        self._held = array("i")
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `release`

    def release(self) -> None:
        """Close the temporary file."""
        with suppress(OSError):
            self._file.close()

    @property
    def passages(self) -> int:
        """How many passages were counted."""
        return len(self._sizes)

    @property
    def languages(self) -> frozenset[str]:
        """The codes of the passages' languages."""
        return frozenset({language for language, _ in self._numbers})

    def add(self, context: str, language: str = "en") -> None:
        """Count the words of the next passage. Raises `OSError`."""
        counted = Counter(analyzer(language).words(context))
        numbers, held = self._numbers, self._held
        for word, times in counted.items():
            held.append(numbers.setdefault((language, word), len(numbers)))
            held.append(times)
        self._sizes.append(len(counted))
        if len(held) > 2 * _HELD:
            self._put_away()

    def write(self, folder: Path, understood: Iterable[str] = ("en",)) -> Vocabulary:
        """Write the vocabulary, the BM25 index and each passage's words into `folder`; returns the vocabulary.

        `understood` are the languages that the model knows. Raises `OSError`.
        """
        self._put_away()
        self._file.flush()
        totals = np.zeros(len(self._numbers), np.int64)
        for part in self._parts():
            totals += np.bincount(part.words, weights=part.times, minlength=len(totals)).astype(np.int64)
        names = list(self._numbers)
        # The terms of each word: none for a stop word, several for a compound.
        of_names = [analyzer(language).terms_of(word) for language, word in names]
        terms = sorted({term for own in of_names for term in own})
        rows = {term: row for row, term in enumerate(terms)}
        ends = np.cumsum([0, *map(len, of_names)])
        counted = partial(self._terms, np.array([rows[term] for own in of_names for term in own], np.int64), ends)
        having = LexicalIndex.write(folder / "bm25", terms, self.passages, partial(counted, len(terms)))
        by_language: dict[str, dict[str, int]] = {language: {} for language in sorted({one for one, _ in names})}
        for (language, word), total in sorted(zip(names, totals.tolist(), strict=True)):
            by_language[language][word] = total
        having_terms = dict(zip(terms, having.tolist(), strict=True))
        vocabulary = Vocabulary(self.passages, by_language, having_terms, frozenset(understood))
        vocabulary.save(folder / "vocabulary.json")
        self._write_words(folder, vocabulary.content_words)
        return vocabulary

    def _terms(self, meant: Ints, ends: Ints, terms: int) -> Iterator[Counted]:
        """The entries by term instead of by word; the terms of word w are `meant[ends[w]:ends[w + 1]]`."""
        for part in self._parts():
            rows, first = runs(ends, part.words)
            each = np.diff(np.append(first, len(rows)))
            # Two words with the same term become one entry.
            keys, places = np.unique(np.repeat(part.passages, each) * terms + meant[rows], return_inverse=True)
            times = np.bincount(places, weights=np.repeat(part.times, each), minlength=len(keys)).astype(np.int64)
            yield Counted(*np.divmod(keys, terms), times)

    def _write_words(self, folder: Path, content_words: list[str]) -> None:
        """Write the rows of each passage's content words, passage after passage, and where each passage begins."""
        places = {word: row for row, word in enumerate(content_words)}
        stop = {language: analyzer(language).is_stop for language in {one for one, _ in self._numbers}}
        rows = np.array(
            [-1 if stop[language](word) else places.get(word, -1) for language, word in self._numbers], np.int64
        )
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
        """All entries, in parts that contain whole passages."""
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
