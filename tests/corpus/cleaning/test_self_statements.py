"""Sentences in which an article describes itself become part of its card, word for word."""

from __future__ import annotations

import pytest

from index.article import Card
from index.corpus.cleaning import clean
from tests.corpus.cleaning.pages import GARDEN, article_of

ADVERT = "Order now and use promo code SPRING20 at checkout."


def stated(line: str) -> Card:
    article = article_of(f"{GARDEN}\n\n{line}\n\n{GARDEN}")
    return clean(article).card


@pytest.mark.parametrize(
    "sentence",
    [
        "The material on this site is for educational use only.",
        "This page is for informational purposes only.",
        "This is not a substitute for professional medical advice.",
        "Nothing here constitutes an offer, and the site does not provide medical advice.",
        "This article is merely informative.",
    ],
)
def test_a_disclaimer_is_quoted(sentence: str) -> None:
    statement = stated(sentence).statement("disclaimer")
    assert statement is not None
    assert (statement.words, statement.place) == (sentence, "text")


@pytest.mark.parametrize(
    "sentence",
    [
        "If you buy through links on this page, we may earn a small commission.",
        "As an Amazon Associate I earn from qualifying purchases.",
        "This post contains affiliate links.",
    ],
)
def test_who_earns_from_what_he_recommends_is_quoted(sentence: str) -> None:
    assert stated(sentence).value("sells") == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Buy the seed from a grower near you.",
        "Consult the label before you use a spray.",
        "Sponsors paid for the show in its first years.",
        "Schools use the plot for educational visits.",
        "Rain is no substitute for a good soaking.",
    ],
)
def test_ordinary_sentences_state_nothing_about_the_page(sentence: str) -> None:
    assert stated(sentence) == Card()


@pytest.mark.parametrize(("line", "sells"), [("Shop now!", None), (ADVERT, ADVERT)])
def test_a_button_is_no_statement_of_selling_and_a_sentence_is(line: str, sells: str | None) -> None:
    assert stated(line).value("sells") == sells


def test_a_name_with_a_dot_in_it_is_one_word_of_the_quote() -> None:
    sentence = "The material on GARDEN.EXAMPLE is for educational use only."
    assert stated(sentence).value("disclaimer") == sentence


BYLINE = "Words: Joris Thackeray | Published: 2 May 2022 | Updated: 4 June 2023"


@pytest.mark.parametrize(
    ("line", "author", "published"),
    [
        ("Published 12 March 2021 by Hanna Lindqvist", "Hanna Lindqvist", "2021-03-12"),
        (BYLINE, "Joris Thackeray", "2022-05-02"),
        ("By Hanna Lindqvist", "Hanna Lindqvist", None),
        ("Photos: Joris Thackeray | 2021-03-12", None, "2021-03-12"),
        ("Published: March 2021", None, None),
        ("Last updated: 4 May 2020", None, None),
    ],
)
def test_a_line_of_metadata_below_the_title_states_author_and_date(
    line: str, author: str | None, published: str | None
) -> None:
    card = clean(article_of(f"Tomatoes in pots\n\n{line}\n\n{GARDEN}")).card
    assert (card.value("author"), card.value("published")) == (author, published)


def test_a_line_of_metadata_further_down_belongs_to_another_text() -> None:
    assert clean(article_of(f"Tomatoes in pots\n\n{GARDEN}\n\n{GARDEN}\n\n{GARDEN}\n\n{BYLINE}")).card == Card()
