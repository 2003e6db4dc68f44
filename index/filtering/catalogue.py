"""The filter values of all articles, as arrays: which articles a filter selects, and how many have each value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.arrays import Ints, Mask
from index.errors import UnknownFilterError
from index.filtering.filters import ALL, KEYS, Filters, Key
from index.filtering.labels import Labels

# At most this many known values are listed in an error.
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Facet:
    """A value of a key, and how many `articles` have it among those selected by the filters on other keys."""

    value: str
    articles: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class _Column:
    """The values of one key, most frequent first, ties by name.

    `articles` and `codes`, int64 [n] each, are pairs of an article's number and the number of a value it has.
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
    """The filter values of articles, which are numbered from 0 in the order of their ids; `titles` are by id."""

    def __init__(self, labels: Iterable[Labels], titles: Mapping[str, str] | None = None) -> None:
        listed = list(labels)
        self.titles = titles or {}
        self._count = len(listed)
        self._columns = {key: _Column.of(listed, key) for key in KEYS}
        self._ids = [each["article"][0] for each in listed]

    def check(self, filters: Filters) -> None:
        """Raises `UnknownFilterError` for a value that no article has; the error lists known ones."""
        for key, values in filters.chosen:
            column = self._columns[key]
            for value in values:
                if value not in column.numbers:
                    raise UnknownFilterError(_unknown(key, value, column.values))

    def selected(self, filters: Filters) -> Mask:
        """A mask of the articles that the filters select: bool [articles]. An unknown value selects none."""
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
        """The number of values of `key`."""
        return len(self._columns[key].values)

    def narrows(self, key: Key) -> bool:
        """Whether any value of `key` excludes an article."""
        counts = np.bincount(self._columns[key].codes)
        return bool((counts < self._count).any())

    def gathers(self, key: Key) -> bool:
        """Whether any value of `key` has several articles; otherwise the key only identifies single articles."""
        counts = np.bincount(self._columns[key].codes)
        return bool((counts > 1).any())

    def facets(self, key: Key, filters: Filters = ALL, most: int | None = None) -> list[Facet]:
        """The values of `key`, or only the first `most` and the chosen ones; the order does not depend on `filters`.

        The most frequent values come first, ties by name. Counts cover the articles that the filters on other keys
        select, because values of one key are alternatives.
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
