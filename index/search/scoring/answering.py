"""Chooses the sentence of each passage that answers the question, from its sentences' scores. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.answer import SentenceScores
from index.arrays import Floats, Ints
from index.search.scoring import fusion
from index.search.scoring.fusion import SentenceWeights, Weights

# The next sentence is quoted too if it adds more than this to the MaxSim of the answering sentence.
_CONTINUES = 0.06


@dataclass(frozen=True, slots=True)
class Answering:
    """For each of n passages, the sentence that answers and what the sentences add to the passage's score.

    `best` int64 [n] is the sentence's position in the passage; `continued` bool [n] says whether the next sentence
    belongs to the answer; `paired`, `shared` and `centred` float32 [n] are its scores as in `SentenceScores`; `more`
    float32 [n] is what the passage's sentences add to its fused score.
    """

    best: Ints
    continued: NDArray[np.bool_]
    paired: Floats
    shared: Floats
    centred: Floats
    more: Floats

    def of(self, order: Ints) -> Answering:
        """The same values for the passages at the positions `order`, in that order."""
        return Answering(*(getattr(self, name)[order] for name in self.__slots__))


def answering(
    scores: SentenceScores,
    *,
    negated: bool,
    weights: Weights = fusion.WEIGHTS,
    by_sentence: SentenceWeights = fusion.SENTENCE_WEIGHTS,
) -> Answering:
    """The answering sentence of each passage; `negated` says whether the question contains a negation."""
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
    continued = (owners[behind] == owners[at]) & (behind > at) & ~(scores.doubtful | scores.fragment)[behind]
    continued &= scores.added[behind] > _CONTINUES
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
    """One combined score per sentence [s], by which the sentences of a passage are compared."""
    return np.asarray(
        weights.cosine * scores.cosine
        # A sentence often relies on the one before it for its topic, so the pair counts more than the sentence alone.
        + weights.maxsim * scores.maxsim
        + weights.paired * scores.paired
        + weights.shared * scores.shared
        + weights.negated * (scores.negated & negated)
        + weights.doubtful * scores.doubtful
        + weights.fragment * scores.fragment,
        dtype=np.float32,
    )
