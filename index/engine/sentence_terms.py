"""The terms of each sentence, and whether it is negated, doubtful or a fragment: vectors show these only vaguely.

The terms of the title and headings above a sentence count as its own, because a sentence rarely repeats its topic.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats, Ints, RowsWriter, load_memmap, runs
from index.errors import IndexDamagedError
from index.execution.deadline import check_deadline
from index.text.analyzer import analyzer
from index.text.sentences import is_fragment

TERMS, BOUNDS = "sentence-terms.npy", "sentence-term-bounds.npy"
# Stored among a sentence's terms as flags: it is negated, looks damaged in its source, or is no whole sentence.
_NEGATED, _DOUBTFUL, _FRAGMENT = 0, 1, 2

Numbers = NDArray[np.uint32]
Flags = NDArray[np.bool_]


class SentenceTerms:
    """The distinct terms of every sentence, by the sentence's row. Terms are stored as the CRC-32 of their text."""

    def __init__(self, terms: Numbers, bounds: Ints) -> None:
        # Terms of sentence s: rows bounds[s] to bounds[s + 1].
        self._terms, self._bounds = terms, bounds
        self.count = len(bounds) - 1

    @classmethod
    def open(cls, folder: Path) -> SentenceTerms:
        """The memory-mapped terms in a snapshot's `folder`. Raises `IndexDamagedError`."""
        try:
            terms, bounds = load_memmap(folder / TERMS), load_memmap(folder / BOUNDS)
            if terms.shape != (bounds[-1],):
                raise ValueError(f"{len(terms)} terms where the bounds say {bounds[-1]}")
        except (OSError, ValueError, IndexError, EOFError) as error:
            raise IndexDamagedError(
                f"The sentences' terms in {str(folder)!r} cannot be read ({error}): expected the published files. "
                "Run: verbatim build"
            ) from error
        return cls(terms, bounds)

    def shares(self, terms: Sequence[str], weights: Sequence[float], sentences: Ints) -> Floats:
        """The weighted share [n] of a question's distinct `terms` that each of the `sentences` [n] has."""
        total = sum(weights)
        found = np.zeros(len(sentences), dtype=np.float32)
        if not total:
            return found
        rows, owners = self._rows(sentences)
        own = self._terms[rows]
        for term, weight in zip(terms, weights, strict=True):
            check_deadline()
            # A sentence lists each term once, so each owner occurs at most once.
            found[owners[own == _number(term)]] += weight / total
        return found

    def negated(self, sentences: Ints) -> Flags:
        """Whether each of the `sentences` [n] contains a negation."""
        return self._having(_NEGATED, sentences)

    def doubtful(self, sentences: Ints) -> Flags:
        """Whether each of the `sentences` [n] looks damaged in its source."""
        return self._having(_DOUBTFUL, sentences)

    def fragments(self, sentences: Ints) -> Flags:
        """Whether each of the `sentences` [n] is a fragment instead of a whole sentence."""
        return self._having(_FRAGMENT, sentences)

    def _having(self, number: int, sentences: Ints) -> Flags:
        found = np.zeros(len(sentences), dtype=np.bool_)
        rows, owners = self._rows(sentences)
        found[owners[self._terms[rows] == number]] = True
        return found

    def _rows(self, sentences: Ints) -> tuple[Ints, Ints]:
        rows, first = runs(self._bounds, sentences)
        return rows, np.repeat(np.arange(len(sentences)), np.diff(np.append(first, len(rows))))


class SentenceTermsWriter:
    """Appends the terms of sentences to the files of a new index."""

    def __init__(self, folder: Path) -> None:
        self._terms = RowsWriter(folder / TERMS, np.uint32)
        self._bounds = RowsWriter(folder / BOUNDS, np.int64)
        self._bounds.append(np.zeros(1, dtype=np.int64))

    def append(self, sentence: str, above: str, language: str = "en", *, doubtful: bool) -> None:
        """Append the terms of a sentence and of the title and headings `above` it. Raises `OSError`."""
        its = analyzer(language)
        found = its.words(sentence)
        numbers = {_number(term) for word in (*found, *its.words(above)) for term in its.terms_of(word)}
        if any(map(its.negates, found)):
            numbers.add(_NEGATED)
        if doubtful:
            numbers.add(_DOUBTFUL)
        if is_fragment(sentence):
            numbers.add(_FRAGMENT)
        self._terms.append(np.array(sorted(numbers), dtype=np.uint32))
        self._bounds.append(np.array([self._terms.count]))

    def close(self) -> None:
        """Close the files. Raises `OSError`."""
        self._terms.close()
        self._bounds.close()

    def release(self) -> None:
        """Close the files without finishing them."""
        self._terms.release()
        self._bounds.release()


def _number(term: str) -> int:
    return max(crc32(term.encode("utf-8", "surrogatepass")), _FRAGMENT + 1)
