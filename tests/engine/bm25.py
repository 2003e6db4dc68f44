"""A direct implementation of the BM25 formula, as the reference for faster ones."""

from __future__ import annotations

from math import log

from index.engine.bm25 import K1, B
from index.text.terms import terms


def bm25(query: list[str], texts: list[str]) -> list[float]:
    """The score of each text: Robertson and Zaragoza 2009 with Lucene's idf and without the constant factor k1 + 1."""
    counted = [terms(text) for text in texts]
    mean = sum(map(len, counted)) / max(1, len(counted))
    scores = []
    for own in counted:
        total = 0.0
        for term in query:
            having = sum(term in other for other in counted)
            idf = log(1 + (len(counted) - having + 0.5) / (having + 0.5))
            times = own.count(term)
            total += idf * times / (times + K1 * (1 - B + B * len(own) / mean)) if times else 0.0
        scores.append(total)
    return scores
