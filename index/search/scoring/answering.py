"""Which sentence of a passage answers, pure: sentence scores in, one sentence or a few after each other out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.answer import SentenceScores
from index.arrays import Floats, Ints
from index.search.scoring import fusion
from index.search.scoring.fusion import SentenceWeights, Weights

# A sentence is quoted too where it meets so much more of the question than the quote before it.
_CONTINUES = 0.1


@dataclass(frozen=True, slots=True)
class Answering:
    """Of each of n passages the sentence that answers, and what its sentences add to its score.

    `best` int64 [n] is the sentence's number in the passage; `continued` bool [n] is whether the one behind it belongs
    to the answer; `paired`, `shared` and `centred` float32 [n] are its scores as in `SentenceScores`; `more` float32
    [n] is what the passage's sentences add to its fused score.
    """

    best: Ints
    continued: NDArray[np.bool_]
    paired: Floats
    shared: Floats
    centred: Floats
    more: Floats

    def of(self, order: Ints) -> Answering:
        """The same of the passages at these positions."""
        return Answering(*(getattr(self, name)[order] for name in self.__slots__))


def answering(
    scores: SentenceScores,
    *,
    negated: bool,
    weights: Weights = fusion.WEIGHTS,
    by_sentence: SentenceWeights = fusion.SENTENCE_WEIGHTS,
) -> Answering:
    """The sentences that answer; `negated` is whether the question asks for what is not so."""
    first, counts = scores.first[:-1], np.diff(scores.first)
    if not len(first):
        nothing = np.zeros(0, dtype=np.float32)
        return Answering(first, nothing.astype(np.bool_), nothing, nothing, nothing, nothing)
    owners = np.repeat(np.arange(len(first)), counts)
    together = _together(scores, by_sentence, negated=negated)
    # The first sentence of each passage that is as good as its best.
    places = np.flatnonzero(together == np.maximum.reduceat(together, first)[owners])
    at = places[np.flatnonzero(np.diff(owners[places], prepend=-1))]
    behind = np.minimum(at + 1, len(owners) - 1)
    continued = (owners[behind] == owners[at]) & (behind > at)
    continued &= scores.paired[behind] - scores.maxsim[at] > _CONTINUES
    words = weights.shared * scores.shared + weights.negated * (scores.negated & negated)
    more = weights.maxsim * np.maximum.reduceat(scores.paired, first) + np.maximum.reduceat(words, first)
    return Answering(
        at - first,
        continued,
        scores.paired[at],
        scores.shared[at],
        scores.centred[at],
        np.asarray(more, dtype=np.float32),
    )


def _together(scores: SentenceScores, weights: SentenceWeights, *, negated: bool) -> Floats:
    """One figure [s] for each sentence, by which those of a passage are compared."""
    return np.asarray(
        weights.cosine * scores.cosine
        # A sentence often leaves its topic to the one before it: the pair counts more than the sentence alone.
        + weights.maxsim * scores.maxsim
        + weights.paired * scores.paired
        + weights.shared * scores.shared
        + weights.negated * (scores.negated & negated)
        + weights.doubtful * scores.doubtful
        + weights.fragment * scores.fragment,
        dtype=np.float32,
    )
