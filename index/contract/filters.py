"""The available filters: keys, values, and how many articles have each."""

from __future__ import annotations

from typing import Literal

from index.contract.base import SCHEMA_VERSION, Contract
from index.filtering.catalogue import Catalogue
from index.filtering.filters import ALL, KEYS, Filters, Key


class FilterValueJson(Contract):
    """One value: `filter` is what to send, `articles` how many have it among those that other keys' filters select."""

    value: str
    filter: str
    articles: int
    chosen: bool


class FilterKeyJson(Contract):
    """One key: how many values it has in all, and the most frequent and the chosen ones."""

    key: Key
    count: int
    values: list[FilterValueJson]


class FiltersJson(Contract):
    """All keys; `articles` is how many articles the filters of the request select."""

    schema_version: Literal[1]
    snapshot: str
    articles: int
    keys: list[FilterKeyJson]


def filters_json(catalogue: Catalogue, snapshot: str, filters: Filters = ALL, most: int = 100) -> FiltersJson:
    """The available filters of `snapshot` as JSON, with the first `most` values of each key."""
    return FiltersJson(
        schema_version=SCHEMA_VERSION,
        snapshot=snapshot,
        articles=len(catalogue.ids(filters)),
        keys=[_key_json(catalogue, key, filters, most) for key in KEYS],
    )


def _key_json(catalogue: Catalogue, key: Key, filters: Filters, most: int) -> FilterKeyJson:
    values = [
        FilterValueJson(value=facet.value, filter=f"{key}:{facet.value}", articles=facet.articles, chosen=facet.chosen)
        for facet in catalogue.facets(key, filters, most)
    ]
    return FilterKeyJson(key=key, count=catalogue.size(key), values=values)
