"""Text that the files of one site share is furniture; text that two sites share is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Card
from index.corpus.cleaning import clean, repeated_furniture
from index.reasons import FURNITURE
from tests.corpus.cleaning.pages import GARDEN, article_of

FRAME = "Fernhill Growers' Weekly\nFor people with soil on their hands"
OWN = ["Beans climb up strings.", "Peas are sown in March.", "Kale stands all winter.", "Chard is cut leaf by leaf."]


def site(bodies: list[str], host: str = "fernhill.example") -> list[Article]:
    return [
        replace(
            article_of(body, title=body.splitlines()[-1]), id=f"{host}-{at}", card=Card.of(url=f"https://{host}/{at}")
        )
        for at, body in enumerate(bodies)
    ]


def framed(frame: str = FRAME) -> list[Article]:
    return site([f"Entry\n\n{GARDEN}\n\n{own}\n\n{frame}\n\nThe end" for own in OWN])


def set_aside(article: Article, furniture: frozenset[str]) -> list[str]:
    return [
        article.text[block.start : block.end] for block in clean(article, furniture).blocks if block.reason == FURNITURE
    ]


def test_lines_that_all_files_of_a_site_have_are_set_aside_as_furniture() -> None:
    articles = framed()
    found = repeated_furniture(articles)
    assert set_aside(articles[0], found[articles[0].id])[:2] == FRAME.split("\n")


def test_without_the_site_s_furniture_the_same_lines_stay() -> None:
    assert set_aside(framed()[0], frozenset()) == []


def test_what_a_single_file_says_is_no_furniture() -> None:
    found = repeated_furniture(framed())
    assert all(own.casefold() not in texts for own, texts in zip(OWN, found.values(), strict=True))


def test_two_files_are_too_few_to_know_a_site_by() -> None:
    assert repeated_furniture(framed()[:2]) == {}


def test_a_text_in_less_than_three_files_out_of_ten_is_no_furniture() -> None:
    bodies = [
        f"Head {at}\n\n{'The shop is shut.' if at < 3 else 'Line'} {'' if at < 3 else at}\n\nEnd {at}"
        for at in range(11)
    ]
    assert repeated_furniture(site(bodies)) == {}


def test_files_without_an_address_are_of_no_site() -> None:
    assert repeated_furniture([replace(article, card=Card()) for article in framed()]) == {}


def test_a_text_in_files_of_different_sites_stays_in_all() -> None:
    articles = [site([f"Entry\n\n{FRAME}\n\nThe end"], host=f"{name}.example")[0] for name in "abcd"]
    assert repeated_furniture(articles) == {}


def test_with_and_without_www_it_is_the_same_site() -> None:
    articles = framed()
    articles[0] = replace(articles[0], card=Card.of(url="http://www.fernhill.example/0"))
    assert len(repeated_furniture(articles)) == len(articles)


def test_a_long_paragraph_in_several_files_was_written_as_text() -> None:
    found = repeated_furniture(framed())
    assert all(GARDEN.strip().casefold() not in texts for texts in found.values())


def test_a_heading_above_the_article_s_own_text_stays() -> None:
    articles = site([f"Entry\n\nIngredients\n{own}\n\nSow them in rows that are a foot apart." for own in OWN])
    assert "Ingredients" not in set_aside(articles[0], repeated_furniture(articles)[articles[0].id])


def test_an_item_among_the_article_s_own_items_stays() -> None:
    articles = site([f"Entry\n\nYou need:\n- {own}\n- Salt and pepper\n- {own} Twice\n\nServe." for own in OWN])
    assert "- Salt and pepper" not in set_aside(
        articles[0], repeated_furniture(articles).get(articles[0].id, frozenset())
    )


def test_the_card_s_title_stays() -> None:
    articles = framed("Growing beans\nFor people with soil on their hands")
    articles[0] = replace(articles[0], card=Card.of(title="Growing Beans", url=articles[0].card.url))
    assert "Growing beans" not in set_aside(articles[0], repeated_furniture(articles)[articles[0].id])


def test_furniture_stays_furniture_where_it_is_most_of_the_page() -> None:
    frame = "\n".join(f"We sell every tool number {at} that a gardener may ever need." for at in range(20))
    articles = framed(frame)
    gone = "\n".join(set_aside(articles[0], repeated_furniture(articles)[articles[0].id]))
    assert gone.count("We sell every tool") == 20


@pytest.mark.parametrize("url", ["", "no address", "http://[", "mailto:a@b.example"])
def test_what_is_no_address_names_no_site(url: str) -> None:
    assert repeated_furniture([replace(article, card=Card.of(url=url or None)) for article in framed()]) == {}


@given(st.lists(st.lists(st.sampled_from(["Home", "One", "It rained.", "Buy this", "Two"]), max_size=6), max_size=8))
def test_furniture_is_in_three_files_at_least(bodies: list[list[str]]) -> None:
    articles = site(["\n".join(["Entry", *body, "End"]) for body in bodies])
    for found in repeated_furniture(articles).values():
        assert all(sum(text in article.text.casefold() for article in articles) >= 3 for text in found)


@given(st.permutations(range(4)))
def test_the_order_of_the_files_does_not_matter(order: list[int]) -> None:
    articles = framed()
    assert repeated_furniture([articles[at] for at in order]) == repeated_furniture(articles)
