"""Quotes that were checked: whether words stand in the collection, and where."""

from __future__ import annotations

from typing import Literal

from index.answer import CheckedQuote, QuotePlace
from index.contract.answers import LocationJson, location_json
from index.contract.articles import ArticleJson, stated_article
from index.contract.base import SCHEMA_VERSION, Contract


class QuotePlaceJson(Contract):
    """Where words stand: `quote` is characters `quote_start` to `quote_end` of the article's text as read."""

    quote: str
    quote_start: int
    quote_end: int
    article: ArticleJson
    location: LocationJson
    citation: str
    link: str | None


class DifferenceJson(Contract):
    """Words that were given, and those that stand in their place; either may be empty."""

    given: str
    stands: str


class CheckedQuoteJson(Contract):
    """Whether words stand in the collection, white space aside, and where.

    Where they do not, `nearest` is the nearest sentence, if one is near, and `differences` what differs in it;
    `set_aside` are articles that have the words only where nothing is cited from.
    """

    schema_version: Literal[1]
    text: str
    stands: bool
    places: list[QuotePlaceJson]
    nearest: QuotePlaceJson | None
    differences: list[DifferenceJson]
    set_aside: list[str]
    snapshot: str


def checked_quote_json(checked: CheckedQuote, snapshot: str) -> CheckedQuoteJson:
    """The contract's form of a quote that was checked against `snapshot`."""
    return CheckedQuoteJson(
        schema_version=SCHEMA_VERSION,
        text=checked.text,
        stands=checked.stands,
        places=[_place_json(place) for place in checked.places],
        nearest=_place_json(checked.nearest) if checked.nearest else None,
        differences=[DifferenceJson(given=each.given, stands=each.stands) for each in checked.differences],
        set_aside=list(checked.set_aside),
        snapshot=snapshot,
    )


def _place_json(place: QuotePlace) -> QuotePlaceJson:
    return QuotePlaceJson(
        quote=place.quoted,
        quote_start=place.start,
        quote_end=place.end,
        article=stated_article(place.article_id, place.origin, place.card),
        location=location_json(place.citation),
        citation=place.citation.text,
        link=place.citation.link,
    )
