"""Evidence → Judgement: the answer's confidence, its verdict, and the words that appear in no article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.answer import Evidence, Verdict
from index.engine.protocol import passage_context
from index.query import Query
from index.search.confidence import verdict
from index.text.analyzer import analyzer, is_pair
from index.text.vocabulary import Vocabulary

# The verdict looks for the question's words in this many evidences, from the first on.
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Judgement:
    """The judgement on a whole answer. `missing` are the words of the question that appear in no article."""

    verdict: Verdict
    confidence: float
    missing: tuple[str, ...]


def judge(query: Query, evidence: Sequence[Evidence], vocabulary: Vocabulary) -> Judgement:
    """The judgement on `evidence`, which is ordered best first. Without evidence the confidence is 0."""
    confidence = evidence[0].confidence if evidence else 0.0
    contexts = (passage_context(item.passage, item.card.title) for item in evidence[:_SHOWN])
    shown = frozenset().union(*(_terms(context, query.language) for context in contexts))
    # In text without spaces, words are indexed as single characters and pairs of them. Most pairs are no words, so
    # only the single characters count here.
    telling = [(term, word) for term, word in zip(query.terms, query.words, strict=True) if not is_pair(word)]
    missing = tuple(word for term, word in telling if term not in vocabulary.terms)
    return Judgement(verdict(confidence, [term for term, _ in telling], shown), confidence, missing)


@lru_cache(maxsize=512)
def _terms(text: str, language: str) -> frozenset[str]:
    """The distinct terms of `text`. Cached, because some passages are found often."""
    return frozenset(analyzer(language).terms(text))
