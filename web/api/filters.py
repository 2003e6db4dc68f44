"""Filters in a request, and the endpoint that lists the available keys and values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from index.ask import Answerer
from index.contract import FiltersJson, filters_json
from index.filtering.filters import LONGEST_FILTER, MOST_FILTERS, Filters
from web.api import examples
from web.api.access import clear_parameters, counted_asker
from web.api.documented import answers, refuses
from web.api.replies import NOT_MODIFIED, reply

router = APIRouter(tags=["articles"], dependencies=[Depends(clear_parameters), Depends(counted_asker)])
MOST_VALUES = 1000
ABOUT = (
    "Search only matching articles, as KEY:VALUE; repeatable. Values of one key are alternatives; different keys must "
    "all match. `GET /v1/filters` lists the keys and values."
)

FilterText = Annotated[str, Field(max_length=LONGEST_FILTER)]
FilterTexts = Annotated[list[FilterText], Field(max_length=MOST_FILTERS, description=ABOUT)]
_Written = Annotated[
    list[FilterText],
    Query(
        alias="filter",
        default_factory=list,
        max_length=MOST_FILTERS,
        description=ABOUT,
        examples=[[f"article:{examples.ARTICLE_ID}"]],
    ),
]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which articles may answer: those that `filters` select; if `article` is given, only that one of them."""

    article: str | None
    filters: Filters


async def narrowed(
    written: _Written,
    article: Annotated[str | None, Query(max_length=200, description="Search only this article (its id).")] = None,
) -> Narrowed:
    """The filters in the query parameters. Raises `UnknownFilterError`."""
    return Narrowed(article, Filters.of(written))


Narrowing = Annotated[Narrowed, Depends(narrowed)]


@router.get(
    "/v1/filters",
    response_model=FiltersJson,
    responses={**answers(examples.FILTERS), **NOT_MODIFIED, **refuses()},
)
async def filters(
    request: Request,
    written: _Written,
    limit: Annotated[int, Query(ge=1, le=MOST_VALUES, description="How many values of each key, 1 to 1,000.")] = 100,
) -> Response:
    """The filter keys, their values, and how many articles have each.

    If filters are given, a value's count covers the articles that the filters on other keys select.
    """
    chosen = Filters.of(written)

    def work(answerer: Answerer) -> FiltersJson:
        return filters_json(answerer.labels(chosen), answerer.snapshot, chosen, limit)

    return await reply(request, work)
