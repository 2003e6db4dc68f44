"""Query → Scored: the candidates with every raw score, the fused score and the share of the question they support."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.answer import Scores
from index.arrays import Floats, Ints
from index.encoding.protocol import Encoder
from index.engine.protocol import Engine
from index.query import Query
from index.search import fusion

# So many words of a question that were never seen are encoded: a person's question has fewer.
MOST_UNSEEN = 64


@dataclass(frozen=True, slots=True)
class Scored:
    """The raw `scores` of every candidate, and the fused score `fused` [n] that orders them.

    `best` are the positions of the candidates whose words were looked up, highest first; `supported` [len(best)] is the
    share of the question's words that each of them has. `vector` [d] is the question's.
    """

    scores: Scores
    fused: Floats
    best: Ints
    supported: Floats
    vector: Floats


def score(query: Query, engine: Engine, encoder: Encoder, depth: int) -> Scored:
    """Candidates from all three channels, `depth` of each, with every score of every one of them."""
    encoded = _encode(query, engine, encoder)
    vector, _ = encoded
    rows = engine.candidates(vector, query.terms, depth, query.article_id)
    scores = engine.scores(vector, query.terms, rows)
    # A term that no passage has cannot add to any BM25, so it is not attainable either.
    attainable = sum(engine.vocabulary.idf(term) for term in query.terms if term in engine.vocabulary.terms)
    scored = _supported(query, engine, scores, fusion.fuse(scores, attainable), encoded)
    if not len(rows) or not 0 < len(query.terms) <= fusion.TOPIC_TERMS:
        return scored
    best = scored.best[: fusion.FEEDBACK_PASSAGES]
    centre = engine.centre(scores.passages[best], fusion.feedback_weights(scored.fused[best]))
    turned = fusion.moved(vector, centre)
    rows = np.union1d(rows, engine.candidates(turned, query.terms, depth, query.article_id))
    again = fusion.fuse(engine.scores(turned, query.terms, rows), attainable)
    # The raw scores stay those of the question itself: confidence is read from them.
    return _supported(query, engine, engine.scores(vector, query.terms, rows), again, encoded)


def _encode(query: Query, engine: Engine, encoder: Encoder) -> tuple[Floats, Floats]:
    """The question's vector and those of its words; a word that was never seen is encoded beside the question."""
    known = {word: vector for word in query.words if (vector := engine.word_vectors.get(word)) is not None}
    unseen = [word for word in query.words if word not in known][:MOST_UNSEEN]
    vectors = encoder.encode_query(query.searched, unseen).vectors
    known |= dict(zip(unseen, vectors[1:], strict=True))
    engine.word_vectors.remember(unseen, vectors[1:])
    # A word beyond those has no kin, and still counts where a passage has it.
    none = np.zeros(vectors.shape[1], dtype=np.float32)
    word_vectors = np.array([known.get(word, none) for word in query.words], dtype=np.float32)
    return vectors[0], word_vectors.reshape(len(query.words), vectors.shape[1])


def _supported(query: Query, engine: Engine, scores: Scores, fused: Floats, encoded: tuple[Floats, Floats]) -> Scored:
    vector, word_vectors = encoded
    best = fusion.best_first(fused)[: max(fusion.LOOKED_UP, 2 * query.k)]
    support = engine.support(query.terms, word_vectors, scores.passages[best])
    weights = [engine.vocabulary.weight(term) for term in query.terms]
    share = fusion.share_supported(support, weights)
    raised = fusion.add_support(fused, best, share)
    order = fusion.best_first(raised[best])
    return Scored(scores, raised, best[order], share[order], vector)
