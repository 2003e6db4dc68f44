"""The recall of candidate selection, compared with exhaustive search with exact scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.answer import Scores
from index.arrays import Floats, Ints
from index.ask import Answerer
from index.encoding.protocol import Encoder
from index.engine.protocol import Engine, passage_context
from index.filtering.filters import ALL
from index.query import Query
from index.search.question.understand import understand
from index.search.scoring import fusion

# Passages scored per batch, and how many with the highest stored scores are scored exactly.
_AT_ONCE = 20_000
_LOOKED_AT = 200
_SHOWN = 10


def share_looked_at(answerer: Answerer, encoder: Encoder, questions: Sequence[str]) -> float:
    """The mean share of the ten passages with the highest exact scores that are among the candidates looked at.

    Passages with equal scores are interchangeable. `encoder` returns the vectors that the index was built from, before
    quantization.
    """
    engine = answerer.engine
    queries = [understand(question, _SHOWN, ALL, engine.vocabulary, None) for question in questions]
    vectors = np.stack([answerer.encoder.encode_query(query.searched).vectors[0] for query in queries])
    best = _best_stored(engine, queries, vectors)
    shares = []
    for query, vector, rows in zip(queries, vectors, best, strict=True):
        scored = answerer.scored(query.question, _SHOWN)
        found = scored.scores.passages[scored.best]
        together = np.union1d(rows, found)
        fused = _exact(engine, encoder, query, vector, together)
        tenth = np.sort(fused)[-_SHOWN]
        as_high = int((fused[np.searchsorted(together, found)] >= tenth - 1e-6).sum())
        shares.append(min(as_high, _SHOWN) / _SHOWN)
    return float(np.mean(shares))


def _best_stored(engine: Engine, queries: Sequence[Query], vectors: Floats) -> list[Ints]:
    """For each query, the rows with the highest stored scores among all passages, ascending."""
    best = [(np.zeros(0, np.float32), np.zeros(0, np.int64)) for _ in queries]
    for first in range(0, engine.count, _AT_ONCE):
        rows = np.arange(first, min(engine.count, first + _AT_ONCE))
        for at, (query, vector) in enumerate(zip(queries, vectors, strict=True)):
            fused = fusion.fuse(engine.scores(vector, query.terms, rows), _attainable(engine, query))
            values, places = np.concatenate([best[at][0], fused]), np.concatenate([best[at][1], rows])
            kept = np.argsort(-values, kind="stable")[:_LOOKED_AT]
            best[at] = values[kept], places[kept]
    return [np.sort(rows) for _, rows in best]


def _exact(engine: Engine, encoder: Encoder, query: Query, vector: Floats, rows: Ints) -> Floats:
    """The fused scores [n] of `rows`, from vectors in single precision."""
    passages = engine.passages(rows)
    contexts = [passage_context(passage, engine.article(passage.article_id)[0].card.title) for passage in passages]
    nearest = [
        (encoder.encode_passages([passage.quote(one) for one in passage.sentences]) @ vector).max()
        for passage in passages
    ]
    stored = engine.scores(vector, query.terms, rows)
    dense = np.asarray(encoder.encode_passages(contexts) @ vector, np.float32)
    exact = Scores(rows, dense, np.array(nearest, np.float32), stored.best, stored.lexical)
    return fusion.fuse(exact, _attainable(engine, query))


def _attainable(engine: Engine, query: Query) -> float:
    return sum(engine.vocabulary.idf(term) for term in query.terms if term in engine.vocabulary.terms)
