"""`search` and `fetch` in the form that connectors of chat assistants expect: one string in, one JSON object out.

Results have fixed shapes: `{"results": [{"id", "title", "url"}]}` and `{"id", "title", "text", "url", "metadata"}`.
They are returned both as structured content and as the only text of the result. Additional keys are allowed.
"""

from __future__ import annotations

from index.article import Article
from index.contract import AnswerJson, ArticleJson, Contract, NoticeJson, article_json

# A URN for articles without a URL, because clients of connectors require one.
_NAMED = "urn:verbatim:article:"


class FoundJson(Contract):
    """An article that was found: `text` is its best quote, word for word, and `citation` cites the quote."""

    id: str
    title: str
    url: str
    text: str
    citation: str


class SearchJson(Contract):
    """The articles that a search found, best first, and the notices that the query calls for."""

    notices: list[NoticeJson]
    results: list[FoundJson]
    answered: bool
    empty: bool
    snapshot: str


class FetchedJson(Contract):
    """A whole article. `text` is its quotable text, without parts that cleaning set aside."""

    id: str
    title: str
    text: str
    url: str
    metadata: dict[str, str]


def search_json(answer: AnswerJson) -> SearchJson:
    """An answer as a connector's search result: the best quote of each article."""
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
    """An article of `snapshot` as a connector's fetch result."""
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
