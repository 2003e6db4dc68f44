"""Checked quotes: whether words appear in the collection, and where."""

from __future__ import annotations

from typing import Literal

from index.answer import CheckedQuote, QuotePlace
from index.contract.answers import LocationJson, location_json
from index.contract.articles import ArticleJson, stated_article
from index.contract.base import SCHEMA_VERSION, Contract


class QuotePlaceJson(Contract):
    """A place where words appear: `quote` is characters `quote_start` to `quote_end` of the article's text as read."""

    quote: str
    quote_start: int
    quote_end: int
    article: ArticleJson
    location: LocationJson
    citation: str
    link: str | None


class DifferenceJson(Contract):
    """Words that were given, and the article's words in their place (`stands`); either may be empty."""

    given: str
    stands: str


class CheckedQuoteJson(Contract):
    """Whether words appear in the collection (`stands`), ignoring white space, and where.

    If they do not, `nearest` is the most similar sentence, if any is similar enough, and `differences` says how it
    differs; `set_aside` are articles that contain the words only in parts that cleaning set aside.
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
    """A quote that was checked against `snapshot`, as JSON."""
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
