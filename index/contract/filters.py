"""Filters: the keys there are, their values, and how many articles have each."""

from __future__ import annotations

from typing import Literal

from index.contract.base import SCHEMA_VERSION, Contract
from index.filtering.catalogue import Catalogue
from index.filtering.filters import ALL, KEYS, Filters, Key


class FilterValueJson(Contract):
    """One value of a key: `filter` is what to send, `articles` how many have it of those that other keys select."""

    value: str
    filter: str
    articles: int
    chosen: bool


class FilterKeyJson(Contract):
    """One key: how many values it has, and those that most articles have, and those that are chosen."""

    key: Key
    count: int
    values: list[FilterValueJson]


class FiltersJson(Contract):
    """Every key; `articles` is how many the filters of the request select."""

    schema_version: Literal[1]
    snapshot: str
    articles: int
    keys: list[FilterKeyJson]


def filters_json(catalogue: Catalogue, snapshot: str, filters: Filters = ALL, most: int = 100) -> FiltersJson:
    """The contract's form of what there is to choose from in `snapshot`: of each key the first `most` values."""
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
