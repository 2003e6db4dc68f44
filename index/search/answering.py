"""Which sentence of a passage answers, pure: sentence scores in, one sentence or a few after each other out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.answer import SentenceScores
from index.arrays import Floats, Ints
from index.search.fusion import SENTENCE_WEIGHTS, WEIGHTS

# A sentence is quoted too where it meets so much more of the question than the quote before it.
_CONTINUES = 0.1


@dataclass(frozen=True, slots=True)
class Answering:
    """Of each of n passages the sentence that answers, and what its sentences add to its score.

    `best` int64 [n] is the sentence's number in the passage; `continued` bool [n] is whether the one behind it belongs
    to the answer; `maxsim` float32 [n] is the highest of any two sentences after each other; `words` float32 [n] what
    the question's own words add.
    """

    best: Ints
    continued: NDArray[np.bool_]
    maxsim: Floats
    words: Floats

    def of(self, order: Ints) -> Answering:
        """The same of the passages at these positions."""
        return Answering(self.best[order], self.continued[order], self.maxsim[order], self.words[order])


def answering(scores: SentenceScores, *, negated: bool) -> Answering:
    """The sentences that answer; `negated` is whether the question asks for what is not so."""
    first, counts = scores.first[:-1], np.diff(scores.first)
    if not len(first):
        none = np.zeros(0, dtype=np.int64)
        return Answering(none, none.astype(np.bool_), np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.float32))
    opposed = scores.negated & negated
    # A sentence often leaves its topic to the one before it: the pair counts more than the sentence alone.
    together = (
        scores.cosine
        + SENTENCE_WEIGHTS.maxsim * scores.maxsim
        + SENTENCE_WEIGHTS.paired * scores.paired
        + SENTENCE_WEIGHTS.shared * scores.shared
        + SENTENCE_WEIGHTS.negated * opposed
    )
    words = WEIGHTS.shared * scores.shared + WEIGHTS.negated * opposed
    owners = np.repeat(np.arange(len(first)), counts)
    # The first sentence of each passage that is as good as its best.
    places = np.flatnonzero(together == np.maximum.reduceat(together, first)[owners])
    at = places[np.flatnonzero(np.diff(owners[places], prepend=-1))]
    behind = np.minimum(at + 1, len(owners) - 1)
    continued = (owners[behind] == owners[at]) & (behind > at)
    continued &= scores.paired[behind] - scores.maxsim[at] > _CONTINUES
    return Answering(
        (at - first).astype(np.int64),
        continued,
        np.maximum.reduceat(scores.paired, first),
        np.asarray(np.maximum.reduceat(words, first), dtype=np.float32),
    )
