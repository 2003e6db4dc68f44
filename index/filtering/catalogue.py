"""What all articles are filed under, as arrays: which of them a filter selects, and how many have what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
    """The values of one key, those that most articles have first, by name among equals.

    `articles` and `codes`, int64 [n] each, are the pairs of an article and a value of it, by their numbers.
    """

    values: tuple[str, ...]
    numbers: dict[str, int]
    articles: Ints
    codes: Ints

    @classmethod
    def of(cls, labels: Sequence[Labels], key: Key) -> _Column:
        found = [value for each in labels for value in each.get(key, ())]
        having = Counter(found)
        values = tuple(sorted(having, key=lambda value: (-having[value], value)))
        numbers = {value: number for number, value in enumerate(values)}
        sizes = np.array([len(each.get(key, ())) for each in labels], dtype=np.int64)
        codes = np.array([numbers[value] for value in found], dtype=np.int64)
        return cls(values, numbers, np.repeat(np.arange(len(labels)), sizes), codes)


class Catalogue:
    """The labels of articles, numbered from 0 in the order of their ids; `titles` are what the articles are called."""

    def __init__(self, labels: Iterable[Labels], titles: Mapping[str, str] | None = None) -> None:
        listed = list(labels)
        self.titles = titles or {}
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

    def size(self, key: Key) -> int:
        """How many values `key` has."""
        return len(self._columns[key].values)

    def narrows(self, key: Key) -> bool:
        """Whether a value of `key` leaves any article out."""
        counts = np.bincount(self._columns[key].codes)
        return bool((counts < self._count).any())

    def facets(self, key: Key, filters: Filters = ALL, most: int | None = None) -> list[Facet]:
        """The values of `key`, or the first `most` and those that are chosen; the order is the same for all filters.

        First come those that most articles have, by name among equals. Counted are the articles that the filters on
        other keys select, since values of one key add to each other.
        """
        column, chosen = self._columns[key], filters.values(key) or ()
        among = self.selected(filters.without(key))[column.articles]
        counts = np.bincount(column.codes[among], minlength=len(column.values))
        listed = dict.fromkeys([*column.values[:most], *(value for value in chosen if value in column.numbers)])
        return [Facet(value, int(counts[column.numbers[value]]), value in chosen) for value in listed]


def _unknown(key: Key, value: str, known: Sequence[str]) -> str:
    if not known:
        return (
            f"The filter '{key}:{value}' selects nothing: no article has a value for {key}. Leave it out to search all "
            "articles."
        )
    named = ", ".join(sorted(known[:_MOST_NAMED]))
    more = f" and {len(known) - _MOST_NAMED:,} more" if len(known) > _MOST_NAMED else ""
    return (
        f"No article has the {key} {value!r}: expected one of {named}{more}. "
        "Correct the filter, or leave it out to search all articles."
    )
