"""Endpoints that list the articles and return a whole one as it was published."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from index.ask import Answerer
from index.contract import ArticlesJson, ArticleTextJson, article_text_json, articles_json
from web.api import examples
from web.api.access import clear_parameters, counted_asker
from web.api.documented import answers, refuses
from web.api.replies import NOT_MODIFIED, reply
from web.serving.service import service

router = APIRouter(tags=["articles"], dependencies=[Depends(clear_parameters), Depends(counted_asker)])
MOST_ARTICLES = 100


@router.get(
    "/v1/articles",
    response_model=ArticlesJson,
    responses={**answers(examples.ARTICLES), **NOT_MODIFIED, **refuses()},
)
async def articles(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=MOST_ARTICLES, description="How many, 1 to 100.")] = MOST_ARTICLES,
    after: Annotated[str, Query(max_length=200, description="Only articles whose ids come after this one.")] = "",
) -> Response:
    """The articles, ordered by id, and what each states about itself."""

    def work(answerer: Answerer) -> ArticlesJson:
        return listed(answerer, after, limit)

    return await reply(request, work)


@router.get(
    "/v1/articles/{article_id}",
    response_model=ArticleTextJson,
    responses={**answers(examples.ARTICLE), **NOT_MODIFIED, **refuses(404)},
)
async def article(
    request: Request,
    article_id: Annotated[str, Path(max_length=200, description="The article's id.", examples=[examples.ARTICLE_ID])],
) -> Response:
    """A whole article as read: its text, its blocks with the reasons why some are set aside, and its card."""

    def work(answerer: Answerer) -> ArticleTextJson:
        return article_text_json(*service().article(answerer, article_id), answerer.snapshot)

    return await reply(request, work)


def listed(answerer: Answerer, after: str, limit: int) -> ArticlesJson:
    """Up to `limit` of the articles whose ids come after `after`."""
    ids = answerer.engine.article_ids()
    rest = [article_id for article_id in ids if article_id > after]
    shown = [answerer.engine.article(article_id)[0] for article_id in rest[:limit]]
    return articles_json(shown, answerer.snapshot, len(ids), more=len(rest) > limit)
