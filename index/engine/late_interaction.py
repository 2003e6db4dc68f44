"""Late interaction: how well each token of a question is matched by its nearest token of a sentence (ColBERT's MaxSim).

    MaxSim(q, s) = Σ over tokens t of q of idf(t) · max over tokens u of s of cos(t, u)  /  Σ idf(t)

The quantized token vectors stay on disk and are read for candidates only. The first sentence under a heading has the
heading's tokens too: they count for the pairs of that sentence and the next one, as those of a sentence before would.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.answer import TokenMatches
from index.arrays import Floats, Ints, Mask, RowsWriter, load_memmap, runs
from index.encoding.protocol import EncodedQuestion
from index.errors import IndexDamagedError
from index.storage.embeddings.token_codec import FILE as CODEC
from index.storage.embeddings.token_codec import CodedTokens, Codes, TokenCodec, decode

CODES, BOUNDS, SPANS, COUNTS = "tokens.npy", "token-bounds.npy", "token-spans.npy", "token-counts.npy"
# Offsets are stored as uint16. Sentences are shorter than this; a larger offset is cut to it.
_LONGEST = 65_535
# The lowest cosine, but for rounding: any other one is higher.
_LOWEST = -1.0


class TokenFrequencies:
    """In how many of a snapshot's sentences each token occurs: `counts` [u, 2], pairs of id and count, by id."""

    def __init__(self, counts: Ints, sentences: int) -> None:
        self._numbers, self._having = counts[:, 0], counts[:, 1]
        self._sentences = sentences

    @classmethod
    def open(cls, folder: Path, sentences: int) -> TokenFrequencies:
        """The frequencies in a snapshot's `folder`; `sentences` is its count. Raises `OSError` and `ValueError`."""
        counts = np.load(folder / COUNTS)
        if counts.shape[1:] != (2,):
            raise ValueError(f"{COUNTS} has the shape {counts.shape}: expected two columns")
        return cls(counts, sentences)

    def weights(self, question: EncodedQuestion) -> Floats:
        """The weight of each token of the question: its idf as a share of the sum."""
        idf = self._idf(question.ids)
        return idf / idf.sum() if len(idf) else idf

    def _idf(self, numbers: Ints) -> Floats:
        """The inverse document frequency of tokens over sentences (Robertson and Spärck Jones)."""
        if not len(self._numbers):
            return np.ones(len(numbers), dtype=np.float32)
        at = np.minimum(np.searchsorted(self._numbers, numbers), len(self._numbers) - 1)
        having = np.where(self._numbers[at] == numbers, self._having[at], 0)
        return np.asarray(np.log1p((self._sentences - having + 0.5) / (having + 0.5)), dtype=np.float32)


class TokenVectors:
    """The quantized token vectors ("codes") of every sentence, by the sentence's row."""

    def __init__(
        self, codes: Codes, bounds: Ints, spans: NDArray[np.uint16], frequencies: TokenFrequencies, codec: TokenCodec
    ) -> None:
        # Tokens of sentence s: rows bounds[s] to bounds[s + 1] of `codes` and `spans`.
        self._codes, self._bounds, self._spans, self.codec = codes, bounds, spans, codec
        self._frequencies = frequencies
        self.count = len(bounds) - 1

    @classmethod
    def open(cls, folder: Path) -> TokenVectors:
        """The memory-mapped token codes in a snapshot's `folder`. Raises `IndexDamagedError`."""
        try:
            codes, bounds, spans = (load_memmap(folder / name) for name in (CODES, BOUNDS, SPANS))
            frequencies = TokenFrequencies.open(folder, len(bounds) - 1)
            codec = TokenCodec.open(folder / CODEC)
            if codes.shape != (bounds[-1], codec.size) or len(spans) != len(codes):
                raise ValueError("codes, bounds, spans and codec do not match")
        except (OSError, ValueError, IndexError, EOFError) as error:
            raise IndexDamagedError(
                f"The token codes in {str(folder)!r} cannot be read ({error}): expected the published files. "
                "Run: verbatim build"
            ) from error
        return cls(codes, bounds, spans, frequencies, codec)

    def maxsim(self, question: EncodedQuestion, sentences: Ints, first: Ints) -> tuple[Floats, Floats, Floats]:
        """MaxSim [n] of the question with each of the `sentences` [n], alone and with the text before; and the gain.

        The text before is the sentence before it and, for the first two sentences under a heading, the heading. The
        gain is what the sentence adds to the MaxSim of that text. `first` are the positions at which a passage begins;
        these have no sentence before them. MaxSim is 0 for a sentence or a question without tokens. Raises
        `IndexError` or `ValueError` if the files are damaged.
        """
        weights = self._frequencies.weights(question)
        rows, starts = runs(self._bounds, sentences)
        owners = np.repeat(np.arange(len(sentences)), np.diff(np.append(starts, len(rows))))
        cosines = decode(self._codes[rows]) @ self.codec.project(question.tokens).T
        own = _is_own(self._spans[rows])
        nearest = _highest(cosines[own], owners[own], len(sentences), 0)
        heading = _highest(cosines[~own], owners[~own], len(sentences), _LOWEST)
        above = np.maximum(heading, _later(heading, first, _LOWEST))
        before = np.maximum(_later(nearest, first, 0), above)
        together = np.maximum(nearest, before)
        return nearest @ weights, together @ weights, (together - before) @ weights

    def nearest(self, question: EncodedQuestion, sentence: int) -> TokenMatches:
        """For each token of the question, the nearest token of a sentence; empty if the sentence has no tokens."""
        first, last = (int(bound) for bound in self._bounds[sentence : sentence + 2])
        last = first + int(_is_own(self._spans[first:last]).sum())
        if first == last:
            return TokenMatches(np.zeros((0, 2), dtype=np.int64), np.zeros(0, dtype=np.float32))
        cosines = decode(self._codes[first:last]) @ self.codec.project(question.tokens).T
        return TokenMatches(self._spans[first:last][cosines.argmax(axis=0)].astype(np.int64), cosines.max(axis=0))


def _is_own(spans: NDArray[np.uint16]) -> Mask:
    """Which tokens are a sentence's own, and not those of the heading above it."""
    return np.asarray(spans[:, 0] <= spans[:, 1])


def _highest(cosines: Floats, owners: Ints, count: int, without: float) -> Floats:
    """The highest cosine with each token of the question [count, t], over each owner's rows; `without` if none."""
    found = np.full((count, cosines.shape[1]), without, dtype=np.float32)
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    if len(starts) and cosines.shape[1]:
        found[owners[starts]] = np.maximum.reduceat(cosines, starts, axis=0)
    return found


def _later(of_sentences: Floats, first: Ints, without: float) -> Floats:
    """For each sentence, the row of the one before it in its passage; `without` if there is none."""
    moved = np.roll(of_sentences, 1, axis=0)
    moved[first] = without
    return moved


class TokenWriter:
    """Appends the sentences' tokens to the files of a new index; its memory does not grow with the number of tokens."""

    def __init__(self, folder: Path, codec: TokenCodec) -> None:
        self._folder = folder
        self._codes = RowsWriter(folder / CODES, np.int8, (codec.size,))
        self._spans = RowsWriter(folder / SPANS, np.uint16, (2,))
        self._bounds = RowsWriter(folder / BOUNDS, np.int64)
        self._bounds.append(np.zeros(1, dtype=np.int64))
        self._frequencies: Counter[int] = Counter()
        codec.save(folder / CODEC)

    def append(self, sentences: CodedTokens) -> None:
        """Append the tokens of these sentences. Raises `OSError`."""
        self._bounds.append(self._codes.count + sentences.bounds[1:])
        self._codes.append(sentences.codes)
        self._spans.append(np.minimum(sentences.spans, _LONGEST))
        owners = np.repeat(np.arange(len(sentences.bounds) - 1), np.diff(sentences.bounds))
        own = _is_own(np.asarray(sentences.spans))
        # Each token counts once per sentence.
        distinct = np.unique(np.stack([owners[own], sentences.ids[own]], axis=1), axis=0)[:, 1]
        self._frequencies.update(distinct.tolist())

    def close(self) -> None:
        """Close the files and write the token counts over all sentences. Raises `OSError`."""
        for file in (self._codes, self._spans, self._bounds):
            file.close()
        np.save(self._folder / COUNTS, np.array(sorted(self._frequencies.items()), dtype=np.int64).reshape(-1, 2))

    def release(self) -> None:
        """Close the files without finishing them."""
        for file in (self._codes, self._spans, self._bounds):
            file.release()
