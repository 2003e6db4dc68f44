"""Query → Scored: finds candidates, computes every score for each of them, and fuses the scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.answer import Scores
from index.arrays import Floats, Ints
from index.encoding.protocol import EncodedQuestion, Encoder
from index.engine.protocol import Engine
from index.query import Query
from index.search.scoring import fusion
from index.search.scoring.answering import Answering, answering
from index.search.scoring.encode import encode


@dataclass(frozen=True, slots=True)
class Scored:
    """The raw `scores` of every candidate, and the fused score `fused` float32 [n] that orders them.

    `best` int64 are the positions of the candidates that were scored by words and sentences too, highest first. For
    those, `supported` float32 [len(best)] is the share of the question's words that the passage supports, and
    `answering` holds the answering sentences. `question` is the encoded question.
    """

    scores: Scores
    fused: Floats
    best: Ints
    supported: Floats
    answering: Answering
    question: EncodedQuestion


def score(query: Query, engine: Engine, encoder: Encoder, depth: int) -> Scored:
    """Candidates from all channels (`depth` from each) with all their scores. Raises `IndexDamagedError`."""
    asked = encode(query, engine, encoder)
    rows = engine.candidates(asked.vector, query.terms, depth, query.filters)
    scores = engine.scores(asked.vector, query.terms, rows)
    # A term that no passage has cannot add to any BM25 score, so it does not count as attainable.
    attainable = sum(engine.vocabulary.idf(term) for term in query.terms if term in engine.vocabulary.terms)
    weights, _ = fusion.weights_for(len(query.terms), understood=query.understood)
    fused = fusion.fuse(scores, attainable, weights)
    if query.understood and len(rows) and 0 < len(query.terms) <= fusion.TOPIC_TERMS:
        best, support = _supported(query, engine, asked, scores, fused)
        raised = fusion.raise_best(fused, best, weights.support * _share(query, engine, support))
        first = best[fusion.best_first(raised[best])][: fusion.FEEDBACK_PASSAGES]
        centre = engine.centre(scores.passages[first], fusion.feedback_weights(raised[first]))
        turned = fusion.moved(asked.vector, centre)
        rows = np.union1d(rows, engine.candidates(turned, query.terms, depth, query.filters))
        fused = fusion.fuse(engine.scores(turned, query.terms, rows), attainable, weights)
        # The raw scores stay those of the original question, because confidence is computed from them.
        scores = engine.scores(asked.vector, query.terms, rows)
    return _looked_at(query, engine, asked, scores, fused)


def _looked_at(query: Query, engine: Engine, asked: EncodedQuestion, scores: Scores, fused: Floats) -> Scored:
    """The best candidates, reordered with the scores of their words and sentences."""
    best, support = _supported(query, engine, asked, scores, fused)
    share = _share(query, engine, support)
    sentences = engine.sentence_scores(asked, query.terms, scores.passages[best])
    weights, by_sentence = fusion.weights_for(len(query.terms), understood=query.understood)
    found = answering(sentences, negated=query.negated, weights=weights, by_sentence=by_sentence)
    more = weights.support * share + found.more
    if weights.article:
        owners = engine.owners(scores.passages[best])
        more = more + weights.article * fusion.share_by_article(support, _weights(query, engine), owners)
    raised = fusion.raise_best(fused, best, more)
    order = fusion.best_first(raised[best])
    return Scored(scores, raised, best[order], share[order], found.of(order), asked)


def _supported(
    query: Query, engine: Engine, asked: EncodedQuestion, scores: Scores, fused: Floats
) -> tuple[Ints, Floats]:
    """Positions of the best candidates so far, and how well each supports each of the question's words [n, words]."""
    best = fusion.best_first(fused)[: max(fusion.LOOKED_UP, 2 * query.k)]
    return best, engine.support(query.terms, asked.words, scores.passages[best])


def _share(query: Query, engine: Engine, support: Floats) -> Floats:
    return fusion.share_supported(support, _weights(query, engine))


def _weights(query: Query, engine: Engine) -> list[float]:
    return [engine.vocabulary.weight(term) for term in query.terms]
