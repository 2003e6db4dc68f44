"""Selections and counts of filters, compared with loops."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UnknownFilterError
from index.filtering.catalogue import Catalogue
from index.filtering.filters import ALL, KEYS, Filters, Key
from index.filtering.labels import Labels

VALUES = st.sampled_from("abcd")
OTHERS: list[Key] = [key for key in KEYS if key != "article"]


@st.composite
def catalogues(draw: st.DrawFn) -> list[Labels]:
    def labels(number: int) -> Labels:
        drawn: Labels = {key: tuple(draw(st.lists(VALUES, max_size=3, unique=True))) for key in OTHERS}
        return {**drawn, "article": (f"a{number:02}",)}

    return [labels(number) for number in range(draw(st.integers(0, 12)))]


FILTERS = st.builds(
    Filters.of, st.lists(st.builds("{}:{}".format, st.sampled_from(OTHERS), VALUES), max_size=5, unique=True)
)


def has(labels: Labels, filters: Filters) -> bool:
    return all(set(values) & set(labels[key]) for key, values in filters.chosen)


@given(catalogues(), FILTERS)
def test_selected_are_the_articles_with_a_value_of_every_key(labels: list[Labels], filters: Filters) -> None:
    assert Catalogue(labels).ids(filters) == [each["article"][0] for each in labels if has(each, filters)]


@given(catalogues(), FILTERS, st.sampled_from(KEYS))
def test_a_value_counts_the_articles_it_would_add(labels: list[Labels], filters: Filters, key: Key) -> None:
    found = {facet.value: facet.articles for facet in Catalogue(labels).facets(key, filters)}
    others = [each for each in labels if has(each, filters.without(key))]
    values = {value for each in labels for value in each[key]}
    assert found == {value: sum(value in each[key] for each in others) for value in values}


@given(catalogues(), FILTERS, st.sampled_from(KEYS))
def test_values_come_by_the_count_of_all_then_by_name(labels: list[Labels], filters: Filters, key: Key) -> None:
    catalogue = Catalogue(labels)
    every = catalogue.facets(key)
    assert every == sorted(every, key=lambda facet: (-facet.articles, facet.value))
    narrowed = catalogue.facets(key, filters)
    assert [facet.value for facet in narrowed] == [facet.value for facet in every]
    assert {facet.value for facet in narrowed if facet.chosen} <= set(filters.values(key) or ())


@given(catalogues(), st.sampled_from(OTHERS), VALUES, st.integers(0, 3))
def test_the_first_values_are_listed_and_the_chosen_ones(labels: list[Labels], key: Key, value: str, most: int) -> None:
    catalogue = Catalogue(labels)
    every = [facet.value for facet in catalogue.facets(key)]
    listed = [facet.value for facet in catalogue.facets(key, Filters.of([f"{key}:{value}"]), most)]
    assert listed[:most] == every[:most]
    assert set(listed) == {*every[:most], *({value} & set(every))}
    assert catalogue.size(key) == len(every)


@given(catalogues(), st.sampled_from(KEYS))
def test_a_key_narrows_where_a_value_leaves_articles_out(labels: list[Labels], key: Key) -> None:
    counts = [facet.articles for facet in Catalogue(labels).facets(key)]
    assert Catalogue(labels).narrows(key) == any(count < len(labels) for count in counts)


ROSES: Labels = {"article": ("a",), "collection": ("garden",), "tag": ("roses",)}


def test_a_key_gathers_where_several_articles_have_a_value_of_it() -> None:
    other: Labels = {"article": ("b",), "tag": ("roses",), "collection": ("park",)}
    gathered = Catalogue([ROSES, other])
    assert [key for key in KEYS if gathered.gathers(key)] == ["tag"]


def test_a_value_that_no_article_has_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(UnknownFilterError, match=r"No article has the tag 'lawn': expected one of roses\. Correct"):
        Catalogue([ROSES]).check(Filters.of(["tag:lawn", "collection:garden"]))


def test_of_many_values_an_error_names_the_first() -> None:
    many: list[Labels] = [{"article": (f"a{number:02}",)} for number in range(25)]
    with pytest.raises(UnknownFilterError, match=r"expected one of a00, .*, a19 and 5 more\."):
        Catalogue(many).check(Filters.of(["article:b"]))


def test_a_key_that_no_article_states_is_an_error_that_says_so() -> None:
    with pytest.raises(UnknownFilterError, match="'author:Ann' selects nothing: no article has a value for author"):
        Catalogue([ROSES]).check(Filters.of(["author:Ann"]))


def test_values_that_are_there_pass_though_no_article_has_them_together() -> None:
    other: Labels = {"article": ("b",), "tag": ("lawn",), "collection": ("park",)}
    Catalogue([ROSES, other]).check(Filters.of(["tag:lawn", "collection:garden"]))


def test_a_catalogue_of_nothing_selects_nothing() -> None:
    assert Catalogue([]).ids(ALL) == []
