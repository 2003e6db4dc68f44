"""The filter values of an article."""

from __future__ import annotations

import pytest

from index.article import Article, Card
from index.filtering.labels import labels_of


def article(collection: str = "", tags: tuple[str, ...] = (), **card: str) -> Article:
    return Article("ice", "ice.md", "", Card.of(**card), (), collection, tags)


@pytest.mark.parametrize(
    ("folder", "collections"),
    [("", (".",)), ("garden", ("garden",)), ("garden/roses/wild", ("garden", "garden/roses", "garden/roses/wild"))],
)
def test_what_is_in_a_folder_is_in_those_around_it_too(folder: str, collections: tuple[str, ...]) -> None:
    assert labels_of(article(folder))["collection"] == collections


@pytest.mark.parametrize(
    ("published", "year"),
    [
        ("2021-05-03", ("2021",)),
        ("3 May 2021", ("2021",)),
        ("20210503", ("2021",)),
        ("first 1998, revised 2020", ("1998",)),
        ("3.5.21", ()),
        ("15052021", ()),
        ("no. 120213", ()),
        ("last spring", ()),
    ],
)
def test_the_year_is_the_first_that_a_date_names(published: str, year: tuple[str, ...]) -> None:
    assert labels_of(article(published=published))["year"] == year


@pytest.mark.parametrize(
    ("stated", "language"),
    [("en-GB", ("en",)), ("DE", ("de",)), ("zh_Hant_TW", ("zh",)), ("English", ("en",)), ("", ("en",))],
)
def test_a_language_is_its_primary_subtag(stated: str, language: tuple[str, ...]) -> None:
    assert labels_of(article(language=stated))["language"] == language


def test_what_is_not_stated_is_no_value() -> None:
    empty = labels_of(article())
    assert [key for key, values in empty.items() if not values] == ["publisher", "author", "year", "tag"]


def test_tags_are_spelled_alike_and_each_is_there_once() -> None:
    assert labels_of(article(tags=("a  b", " a b", "", "c")))["tag"] == ("a b", "c")
