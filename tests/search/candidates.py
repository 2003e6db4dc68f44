"""Builds candidates for tests."""

from __future__ import annotations

from index.answer import Features
from index.passage import Passage, Sentence
from index.search.rank import Candidate
from index.text.analyzer import analyzer


def candidate(article: str, *sentences: str, quote: int = 0, score: float = 1.0) -> Candidate:
    spans, at = [], 0
    for sentence in sentences:
        spans.append(Sentence(at, at + len(sentence), 1, form=analyzer("en").form(sentence)))
        at += len(sentence) + 1
    passage = Passage(article, 0, at - 1, " ".join(sentences), (), tuple(spans))
    features = Features(0.5, 0.5, maxsim=0.5, shared=0.5, centred=0.5)
    return Candidate(0, passage, spans[quote], spans[quote], score, features)
