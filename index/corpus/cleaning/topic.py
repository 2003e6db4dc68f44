"""The topic of an article: the terms that it repeats, and how far other text is from its vocabulary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from index.corpus.cleaning.units import Unit
from index.text.terms import terms

# A core term is in at least `_CORE_LEAST` sentences and in at least this share of them.
_CORE_SHARE = 0.05
_CORE_LEAST = 3


@dataclass(frozen=True)
class Topic:
    """`sentences` counts for each term the sentences that contain it; `core` are the terms of the article's subject."""

    sentences: Counter[str]
    core: frozenset[str]

    @classmethod
    def of(cls, units: Iterable[Unit], title: str | None) -> Topic:
        """The topic of an article with these units; the terms of its title are core terms."""
        counted = [unit.terms for unit in units if unit.ends]
        sentences = Counter(term for found in counted for term in found)
        least = max(_CORE_LEAST, _CORE_SHARE * len(counted))
        often = {term for term, count in sentences.items() if count >= least}
        return cls(sentences, frozenset(often.union(terms(title or ""))))

    def about(self, found: Collection[str]) -> bool:
        """Whether any of these terms is a core term."""
        return not self.core.isdisjoint(found)

    def distance(self, found: Collection[str]) -> float:
        """The share of these terms that no sentence of the article has: from 0 to 1; 0 without terms."""
        return sum(term not in self.sentences for term in found) / len(found) if found else 0.0
