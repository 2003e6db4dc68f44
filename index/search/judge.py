"""Evidence → Judgement: the answer's confidence, its verdict, and the words that appear in no article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from index.answer import Evidence, Verdict
from index.engine.protocol import passage_context
from index.query import Query
from index.search.confidence import verdict
from index.text.analyzer import NUMBER, analyzer, is_pair
from index.text.vocabulary import Vocabulary
from index.text.words import placed_words

# The verdict looks for the question's words in this many evidences, from the first on.
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Judgement:
    """The judgement on a whole answer. `missing` are the words of the question, as typed, that no article contains."""

    verdict: Verdict
    confidence: float
    missing: tuple[str, ...]


def judge(query: Query, evidence: Sequence[Evidence], vocabulary: Vocabulary) -> Judgement:
    """The judgement on `evidence`, which is ordered best first. Without evidence the confidence is 0."""
    confidence = evidence[0].confidence if evidence else 0.0
    contexts = (passage_context(item.passage, item.card.title) for item in evidence[:_SHOWN])
    shown = frozenset().union(*(_terms(context, query.language) for context in contexts))
    # In text without spaces, single characters and pairs of them are indexed as words. Most pairs are not words, so
    # only the single characters count here.
    telling = [
        (term, word)
        for term, word in zip(query.terms, query.words, strict=True)
        if not (is_pair(word) or term == NUMBER)
    ]
    missing = {word for term, word in telling if term not in vocabulary.terms}
    said = tuple(dict.fromkeys(_as_typed(query, missing))) if missing else ()
    return Judgement(verdict(confidence, [term for term, _ in telling], shown), confidence, said)


def _as_typed(query: Query, missing: Set[str]) -> Iterator[str]:
    """The words of the question, as typed, that are or contain a `missing` word."""
    its = analyzer(query.language)
    for whole, (start, end) in placed_words(query.searched):
        found = its.words(whole)
        of_missing = [word for word in found if not missing.isdisjoint((word, *its.parts(word)))]
        # A text without spaces is one run of words.
        yield from [query.searched[start:end]] if of_missing and len(found) == 1 else of_missing


@lru_cache(maxsize=512)
def _terms(text: str, language: str) -> frozenset[str]:
    """The distinct terms of `text`. Cached, because some passages are found often."""
    return frozenset(analyzer(language).terms(text))
