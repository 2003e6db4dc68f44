"""What all articles are filed under, as arrays: which of them a filter selects, and how many have what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from index.arrays import Ints, Mask
from index.errors import UnknownFilterError
from index.filtering.filters import ALL, KEYS, Filters, Key
from index.filtering.labels import Labels

# So many of the values there are stand in an error.
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Facet:
    """One value of a key, and how many `articles` have it among those that the filters on other keys select."""

    value: str
    articles: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class _Column:
    """The values of one key, sorted, and the pairs of an article and a value of it by their numbers, int64 [n] each."""

    values: tuple[str, ...]
    numbers: dict[str, int]
    articles: Ints
    codes: Ints

    @classmethod
    def of(cls, labels: Sequence[Labels], key: Key) -> _Column:
        pairs = [(article, value) for article, each in enumerate(labels) for value in each.get(key, ())]
        values = tuple(sorted({value for _, value in pairs}))
        numbers = {value: number for number, value in enumerate(values)}
        articles = np.array([article for article, _ in pairs], dtype=np.int64)
        codes = np.array([numbers[value] for _, value in pairs], dtype=np.int64)
        return cls(values, numbers, articles, codes)


class Catalogue:
    """The labels of articles, numbered from 0 in the order of their ids."""

    def __init__(self, labels: Iterable[Labels]) -> None:
        listed = list(labels)
        self._count = len(listed)
        self._columns = {key: _Column.of(listed, key) for key in KEYS}
        self._ids = [each["article"][0] for each in listed]

    def check(self, filters: Filters) -> None:
        """Raises `UnknownFilterError` for a value that no article has, and names those that there are."""
        for key, values in filters.chosen:
            column = self._columns[key]
            for value in values:
                if value not in column.numbers:
                    raise UnknownFilterError(_unknown(key, value, column.values))

    def selected(self, filters: Filters) -> Mask:
        """Which articles the filters select: bool [articles]. A value that no article has selects none."""
        selected = np.ones(self._count, dtype=np.bool_)
        for key, values in filters.chosen:
            column = self._columns[key]
            wanted = np.zeros(len(column.values), dtype=np.bool_)
            wanted[[column.numbers[value] for value in values if value in column.numbers]] = True
            having = np.zeros(self._count, dtype=np.bool_)
            having[column.articles[wanted[column.codes]]] = True
            selected &= having
        return selected

    def ids(self, filters: Filters = ALL) -> list[str]:
        """The ids of the articles that the filters select, sorted."""
        return [self._ids[number] for number in np.flatnonzero(self.selected(filters))]

    def facets(self, key: Key, filters: Filters = ALL) -> list[Facet]:
        """Every value of `key`: those that most articles have first, by name among equals.

        Counted are the articles that the filters on other keys select, since values of one key add to each other.
        """
        column, chosen = self._columns[key], filters.values(key) or ()
        among = self.selected(filters.without(key))[column.articles]
        counts = np.bincount(column.codes[among], minlength=len(column.values))
        order = np.argsort(-counts, kind="stable")
        return [Facet(column.values[at], int(counts[at]), column.values[at] in chosen) for at in order]


def _unknown(key: Key, value: str, known: Sequence[str]) -> str:
    if not known:
        return f"The filter '{key}:{value}' selects nothing: no article states one. Leave it out to search all."
    named = ", ".join(known[:_MOST_NAMED])
    more = f" and {len(known) - _MOST_NAMED:,} more" if len(known) > _MOST_NAMED else ""
    return (
        f"No article has the {key} {value!r}: expected one of {named}{more}. "
        "Correct the filter, or leave it out to search all."
    )
