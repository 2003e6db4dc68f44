"""Filters: conditions on articles as equality of metadata, which any engine can apply."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from index.errors import UnknownFilterError

Key = Literal["collection", "article", "publisher", "author", "year", "language", "tag"]
KEYS: tuple[Key, ...] = get_args(Key)
# Limits per request: more than a person would choose, but still cheap.
MOST_FILTERS, LONGEST_FILTER = 100, 500


@dataclass(frozen=True, slots=True)
class Filters:
    """Selects articles: values of one key are alternatives (or), and different keys must all match (and).

    `chosen` contains each key once, in the order of `KEYS`, with its distinct values, sorted. Without keys, every
    article is selected; a key without values selects none.
    """

    chosen: tuple[tuple[Key, tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, written: Iterable[str]) -> Filters:
        """Parse filters written as `KEY:VALUE`. Raises `UnknownFilterError`."""
        values: dict[Key, set[str]] = {}
        for count, text in enumerate(written, start=1):
            if count > MOST_FILTERS or len(text) > LONGEST_FILTER:
                raise UnknownFilterError(
                    f"Filter number {count} has {len(text)} characters: expected at most {MOST_FILTERS} filters of at "
                    f"most {LONGEST_FILTER} characters each. Use fewer or shorter filters."
                )
            name, _, value = text.partition(":")
            key = next((key for key in KEYS if key == name.strip()), None)
            if key is None:
                raise UnknownFilterError(
                    f"The filter {text!r} has no known key: expected KEY:VALUE with one of the keys {', '.join(KEYS)}. "
                    "Correct it, or leave it out to search all articles."
                )
            values.setdefault(key, set()).add(plain(value))
        return cls._of(values)

    @classmethod
    def _of(cls, values: Mapping[Key, Iterable[str]]) -> Filters:
        return cls(tuple((key, tuple(sorted(values[key]))) for key in KEYS if key in values))

    def __bool__(self) -> bool:
        """Whether there is any filter."""
        return bool(self.chosen)

    def values(self, key: Key) -> tuple[str, ...] | None:
        """The values of `key`, one of which an article must have; `None` if the key is not filtered."""
        return dict(self.chosen).get(key)

    @property
    def written(self) -> tuple[str, ...]:
        """Every filter as `KEY:VALUE`."""
        return tuple(f"{key}:{value}" for key, values in self.chosen for value in values)

    def within(self, article_id: str) -> Filters:
        """These filters, restricted to one article."""
        others = self.values("article")
        return self.having("article", [article_id] if others is None or article_id in others else [])

    def having(self, key: Key, values: Iterable[str]) -> Filters:
        """These filters, with other values for `key`."""
        return self._of({**dict(self.chosen), key: set(values)})

    def without(self, key: Key) -> Filters:
        """These filters, without those on `key`."""
        return Filters(tuple(each for each in self.chosen if each[0] != key))


ALL = Filters()


# Cached, because many articles share the same few publishers, years and tags.
@lru_cache(maxsize=4096)
def plain(value: str) -> str:
    """A value normalized for comparison: NFC, white space collapsed, without characters that cannot be sent."""
    folded = " ".join(unicodedata.normalize("NFC", value).split())
    return folded.encode("utf-8", "replace").decode()
