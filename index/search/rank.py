"""Scores → Candidates: the best passages with the sentence that each would quote, highest score first."""

from __future__ import annotations

from dataclasses import dataclass

from index.answer import Duplicate, Features
from index.engine.protocol import Engine
from index.passage import Passage, Sentence
from index.query import Query
from index.search.fusion import TOPIC_TERMS
from index.search.score import Scored

# What a sentence loses that looks damaged in its source.
_DOUBT = 0.2
# A share of the question's words that rounding alone keeps from 1.
_ALL = 0.999


@dataclass(frozen=True, slots=True)
class Candidate:
    """A ranked passage that may become evidence: `score` orders it, `duplicates` are other places of its `quote`."""

    passage: Passage
    quote: Sentence
    score: float
    features: Features
    duplicates: tuple[Duplicate, ...] = ()


def rank(query: Query, scored: Scored, engine: Engine) -> tuple[Candidate, ...]:
    """The best passages of `scored`, highest score first. Raises `IndexDamagedError`."""
    scores = scored.scores
    passages = engine.passages(scores.passages[scored.best])
    candidates = []
    for at, passage, supported in zip(scored.best, passages, scored.supported.tolist(), strict=True):
        quote = passage.sentences[scores.best[at]]
        features = Features(float(scores.sentence[at]), supported, _is_keywords(query, supported))
        candidates.append(Candidate(passage, quote, float(scored.fused[at]) - _DOUBT * quote.doubtful, features))
    return tuple(sorted(candidates, key=lambda candidate: -candidate.score))


def _is_keywords(query: Query, supported: float) -> float:
    """1 if the question is one or two terms and the passage has all of them."""
    return float(0 < len(query.terms) <= TOPIC_TERMS and supported > _ALL)
