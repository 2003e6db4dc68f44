"""A page's statements are traced to its words; inferred values are dropped."""

from __future__ import annotations

import json

import pytest

from index.article import Card, Statement
from index.corpus.reading.html import read
from index.corpus.reading.reading import Limits

BODY = (
    "<p>" + "A chain wears because grit gets between its pins, and the wear shows as stretch over time. " * 4 + "</p>"
)


def card(head: str = "", body: str = "", html: str = "") -> Card:
    return read(f"<html {html}><head>{head}</head><body>{body}{BODY}</body></html>".encode(), Limits()).card


def linked_data(**values: object) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", **values}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_the_title_is_the_headline_without_the_site_s_name() -> None:
    stated = card("<title>Chains wear out | Bike Weekly</title>", "<h1>Bike Weekly</h1><h2>Chains wear out</h2>")
    assert stated.statement("title") == Statement(
        "title", "Chains wear out", "Chains wear out | Bike Weekly", "<title>"
    )


def test_the_publisher_is_what_the_page_calls_its_site() -> None:
    stated = card('<title>Chains</title><meta property="og:site_name" content="Bike Weekly">')
    assert stated.statement("publisher") == Statement("publisher", "Bike Weekly", "Bike Weekly", "<meta og:site_name>")


def test_an_address_is_no_publisher() -> None:
    assert card('<link rel="canonical" href="https://bikes.example/chains">').publisher is None


def test_the_canonical_address_is_the_url() -> None:
    stated = card('<link rel="canonical" href="https://bikes.example/chains">').statement("url")
    assert stated is not None
    assert (stated.value, stated.place) == ("https://bikes.example/chains", "<link rel=canonical>")


def test_a_script_is_no_url() -> None:
    assert card('<link rel="canonical" href="javascript:alert(1)">').url is None


@pytest.mark.parametrize(
    ("head", "body", "place"),
    [
        ('<meta name="author" content="Ann Lee">', "", "<meta author>"),
        (linked_data(headline="Chains", author={"@type": "Person", "name": "Ann Lee"}), "", "JSON-LD"),
        ("", '<div class="author">By Ann Lee</div>', "text"),
    ],
)
def test_the_author_is_found_where_the_page_names_one(head: str, body: str, place: str) -> None:
    stated = card(head, body).statement("author")
    assert stated is not None
    assert (stated.value, stated.place) == ("Ann Lee", place)


def test_a_commenter_is_no_author() -> None:
    assert card(body='<div class="author">Old Trevor says:</div>').author is None


@pytest.mark.parametrize(
    ("head", "body", "words"),
    [
        ('<meta property="article:published_time" content="2019-03-04T10:00:00Z">', "", "2019-03-04"),
        ("", '<p class="date">Published March 4, 2019</p>', "March 4, 2019"),
        ("", '<time datetime="2019-03-04">last spring</time>', "2019-03-04"),
    ],
)
def test_the_date_comes_with_the_words_it_was_read_from(head: str, body: str, words: str) -> None:
    stated = card(head, body).statement("published")
    assert stated is not None
    assert (stated.value, stated.words) == ("2019-03-04", words)


def test_when_a_page_was_changed_is_not_when_it_was_published() -> None:
    assert card('<meta property="article:modified_time" content="2019-03-04T10:00:00Z">').published is None


def test_the_language_is_the_page_s_own_word() -> None:
    assert card(html='lang="en-GB"').value("language") == "en-GB"


def test_a_page_that_states_nothing_has_an_empty_card() -> None:
    assert card().statements == ()


def test_linked_data_that_is_broken_states_nothing() -> None:
    assert card('<script type="application/ld+json">{"author": "Ann</script>').author is None
