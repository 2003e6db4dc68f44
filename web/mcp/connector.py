"""`search` and `fetch` as connectors of chat assistants expect them: one string in, one JSON object out.

Their results are of fixed shapes: `{"results": [{"id", "title", "url"}]}` and `{"id", "title", "text", "url",
"metadata"}`, as structured content and as the one text of the result. Other keys may stand beside these.
"""

from __future__ import annotations

from index.article import Article
from index.contract import AnswerJson, ArticleJson, Contract, NoticeJson, article_json

# An address that names the article where it states none: a connector's client wants one.
_NAMED = "urn:verbatim:article:"


class FoundJson(Contract):
    """An article that was found: `text` is its best quote, word for word, and `citation` where that stands."""

    id: str
    title: str
    url: str
    text: str
    citation: str


class SearchJson(Contract):
    """The articles that a search found, best first, and before them the notices that the query calls for."""

    notices: list[NoticeJson]
    results: list[FoundJson]
    answered: bool
    empty: bool
    snapshot: str


class FetchedJson(Contract):
    """A whole article. `text` is what can be quoted of it: nothing that cleaning set aside."""

    id: str
    title: str
    text: str
    url: str
    metadata: dict[str, str]


def search_json(answer: AnswerJson) -> SearchJson:
    """The connector's form of an answer: the best quote of each article."""
    found = [
        FoundJson(
            id=item.article.id,
            title=_title(item.article),
            url=_address(item.article),
            text=item.quote,
            citation=item.citation,
        )
        for item in answer.by_article
    ]
    return SearchJson(
        notices=answer.notices,
        results=found,
        answered=answer.verdict != "unanswered",
        empty=answer.empty,
        snapshot=answer.snapshot,
    )


def fetched_json(article: Article, sha256: str, snapshot: str) -> FetchedJson:
    """The connector's form of a whole article of `snapshot`."""
    stated = article_json(article)
    kept = (article.text[block.start : block.end] for block in article.blocks if block.reason is None)
    known = {"author": stated.author, "publisher": stated.publisher, "published": stated.published}
    return FetchedJson(
        id=article.id,
        title=_title(stated),
        text="\n\n".join(kept),
        url=_address(stated),
        metadata={
            **{name: value for name, value in known.items() if value},
            "origin": article.origin,
            "sha256": sha256,
            "snapshot": snapshot,
        },
    )


def _title(article: ArticleJson) -> str:
    return article.title or article.origin


def _address(article: ArticleJson) -> str:
    return article.url or f"{_NAMED}{article.id}"
