"""Score fusion: raw scores in, one fused score per candidate out. Pure. docs/retrieval.md has the formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.answer import Scores
from index.arrays import Floats, Ints


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each score in a passage's fused score."""

    dense: float = 1.0
    sentence: float = 1.0
    lexical: float = 0.8
    support: float = 0.2
    # Support by all the candidates of an article together.
    article: float = 0.0
    maxsim: float = 3.0
    shared: float = 0.3
    negated: float = 0.1


@dataclass(frozen=True, slots=True)
class SentenceWeights:
    """The weight of each score when the sentences of a passage are compared."""

    cosine: float = 1.0
    maxsim: float = 0.9
    paired: float = 2.1
    shared: float = 0.5
    negated: float = 0.3
    # Penalty for a sentence that looks damaged in its source.
    doubtful: float = -0.2
    # Penalty for a fragment instead of a whole sentence.
    fragment: float = -1.0


WEIGHTS = Weights()
SENTENCE_WEIGHTS = SentenceWeights()
# For a question in a language that the model does not know: words decide, because the vectors mean next to nothing.
LEXICAL_WEIGHTS = Weights(dense=0, sentence=0, lexical=2, support=3, article=2, maxsim=0.5, shared=1)
LEXICAL_SENTENCE_WEIGHTS = SentenceWeights(cosine=0, maxsim=0, paired=0, shared=1)
# Factor on MaxSim for questions with few terms: MaxSim compares words in context, and a lone word has none.
_MAXSIM_BY_TERMS = {1: 0.0, 2: 0.5}
# Support and sentences are scored for this many of the best candidates; these stay ahead of the rest.
LOOKED_UP = 50

# Relevance feedback: a question with this few terms names a topic. Its vector is moved by the step towards the mean of
# the best passages, each weighted by a softmax of its score with this temperature.
TOPIC_TERMS = 2
FEEDBACK_PASSAGES = 5
_FEEDBACK_STEP = 0.6
_FEEDBACK_TEMPERATURE = 0.1


def weights_for(terms: int, *, understood: bool) -> tuple[Weights, SentenceWeights]:
    """The weights for a question with that number of `terms`; `understood`: whether the model knows its language."""
    if not understood:
        return LEXICAL_WEIGHTS, LEXICAL_SENTENCE_WEIGHTS
    return replace(WEIGHTS, maxsim=WEIGHTS.maxsim * _MAXSIM_BY_TERMS.get(terms, 1.0)), SENTENCE_WEIGHTS


def fuse(scores: Scores, attainable: float, weights: Weights = WEIGHTS) -> Floats:
    """The fused score [n]: the weighted sum of both cosines and of BM25 as a share of the `attainable` BM25.

    That share is comparable across questions and corpora; a share of the best score found would not be.
    """
    lexical = scores.lexical / attainable if attainable > 0 else np.zeros_like(scores.lexical)
    fused = weights.dense * scores.dense + weights.sentence * scores.sentence + weights.lexical * lexical
    return np.asarray(fused, dtype=np.float32)


def raise_best(fused: Floats, best: Ints, more: Floats) -> Floats:
    """`fused` [n] with `more` [len(best)] added at the positions `best`; these stay ahead of all others."""
    raised = fused.copy()
    raised[best] += more
    rest = np.ones(len(fused), dtype=np.bool_)
    rest[best] = False
    if rest.any() and len(best):
        # Candidates without the extra score must not overtake: move them below the lowest that has it.
        raised[rest] -= max(0.0, float(fused[rest].max()) - float(raised[best].min())) + 1e-6
    return raised


def share_supported(support: Floats, weights: Sequence[float]) -> Floats:
    """The weighted share [n] of the question's words that each passage has, from `support` [n, words]."""
    total = sum(weights)
    if not total:
        return np.zeros(len(support), dtype=np.float32)
    return np.asarray(support @ np.asarray(weights, dtype=np.float32) / total, dtype=np.float32)


def share_by_article(support: Floats, weights: Sequence[float], owners: Sequence[str]) -> Floats:
    """The weighted share [n] of the question's words that the passages of each passage's article support together.

    `support` is that of n passages [n, words], and `owners` are the ids of their articles.
    """
    _, articles = np.unique(np.asarray(owners, dtype=object), return_inverse=True)
    together = np.zeros((len(owners), support.shape[1]), dtype=np.float32)
    np.maximum.at(together, articles, support)
    return share_supported(together[articles], weights)


def best_first(fused: Floats) -> Ints:
    """Positions of the candidates, highest score first; equal scores stay in reading order."""
    return np.argsort(-fused, kind="stable").astype(np.int64)


def feedback_weights(fused: Floats) -> Floats:
    """The weight of each of the best passages in the feedback mean: a softmax of the fused scores."""
    raised = np.exp((fused - fused.max()) / _FEEDBACK_TEMPERATURE)
    return np.asarray(raised / raised.sum(), dtype=np.float32)


def moved(vector: Floats, centre: Floats) -> Floats:
    """The question's unit vector moved towards `centre` and normalized (Rocchio 1971, in vector space)."""
    towards = vector + _FEEDBACK_STEP * centre
    return np.asarray(towards / np.linalg.norm(towards), dtype=np.float32)
