"""Filters: syntax, combination and comparison."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UnknownFilterError
from index.filtering.filters import ALL, KEYS, LONGEST_FILTER, MOST_FILTERS, Filters

WRITTEN = st.lists(st.builds("{}:{}".format, st.sampled_from(KEYS), st.text(max_size=20)), max_size=8)


@given(WRITTEN)
def test_what_is_written_is_read_back_as_the_same(written: list[str]) -> None:
    filters = Filters.of(written)
    assert Filters.of(filters.written) == filters


@given(WRITTEN, st.randoms())
def test_neither_order_nor_repetition_matters(written: list[str], random: Random) -> None:
    shuffled = [*written, *written[:2]]
    random.shuffle(shuffled)
    assert Filters.of(shuffled) == Filters.of(written)


def test_values_of_one_key_are_kept_together() -> None:
    filters = Filters.of(["tag:roses", "year:2020", "tag:lawn"])
    assert filters.chosen == (("year", ("2020",)), ("tag", ("lawn", "roses")))


def test_only_the_first_colon_parts_key_and_value() -> None:
    assert Filters.of(["publisher:Garden: a monthly"]).values("publisher") == ("Garden: a monthly",)


def test_a_value_is_the_same_composed_or_not_and_however_it_is_spaced() -> None:
    assert Filters.of(["collection: Ga\u0308rten  am Haus "]) == Filters.of(["collection:Gärten am Haus"])


def test_no_filter_is_the_one_that_leaves_nothing_out() -> None:
    assert Filters.of([]) == ALL
    assert not ALL


@pytest.mark.parametrize("written", ["colour:red", "garden", ":garden", "", "Tag:roses"])
def test_an_unknown_key_is_an_error_that_names_the_keys(written: str) -> None:
    with pytest.raises(
        UnknownFilterError, match=r"no known key: expected KEY:VALUE with one of the keys collection, article"
    ):
        Filters.of([written])


@pytest.mark.parametrize("written", [["tag:a"] * (MOST_FILTERS + 1), ["tag:" + "a" * LONGEST_FILTER]])
def test_more_than_anybody_chooses_is_refused(written: list[str]) -> None:
    with pytest.raises(UnknownFilterError, match="Use fewer or shorter filters"):
        Filters.of(written)


@pytest.mark.parametrize(
    ("written", "left"),
    [([], ("ice",)), (["article:ice", "article:heat"], ("ice",)), (["article:heat"], ())],
)
def test_within_an_article_others_are_left_out(written: list[str], left: tuple[str, ...]) -> None:
    assert Filters.of(written).within("ice").values("article") == left


def test_without_a_key_the_others_stay() -> None:
    assert Filters.of(["tag:a", "year:2020"]).without("tag") == Filters.of(["year:2020"])
