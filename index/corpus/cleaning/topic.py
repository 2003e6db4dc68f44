"""What an article is about, from its own words: which terms it keeps coming back to, and which stand out as foreign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from index.corpus.cleaning.units import Unit
from index.text.terms import terms

# A core term is in so many sentences out of a hundred, and in so many at least.
_CORE_SHARE = 0.05
_CORE_LEAST = 3


@dataclass(frozen=True)
class Topic:
    """`sentences` counts, for each term, the article's sentences that have it; `core` are the terms of its subject."""

    sentences: Counter[str]
    core: frozenset[str]

    @classmethod
    def of(cls, units: Iterable[Unit], title: str | None) -> Topic:
        """The topic of an article with these units; its title's words belong to it."""
        counted = [unit.terms for unit in units if unit.ends]
        sentences = Counter(term for found in counted for term in found)
        least = max(_CORE_LEAST, _CORE_SHARE * len(counted))
        often = {term for term, count in sentences.items() if count >= least}
        return cls(sentences, frozenset(often.union(terms(title or ""))))

    def about(self, found: Collection[str]) -> bool:
        """Whether any of these terms belongs to the article's subject."""
        return not self.core.isdisjoint(found)

    def distance(self, found: Collection[str]) -> float:
        """The share of these terms that the article's sentences never use: 0 at home, 1 foreign, 0 without terms."""
        return sum(term not in self.sentences for term in found) / len(found) if found else 0.0
