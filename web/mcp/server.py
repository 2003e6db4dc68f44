"""The MCP server, which offers the corpus as tools for assistants: `python -m web.mcp.server`.

Each tool returns the JSON contract, and the same as text, each quote with its citation. Nothing else may write to
standard output, which carries the protocol. The only importer of the MCP SDK.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import Annotated, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field

from index.ask import DEFAULT_K, Answerer
from index.contract import (
    LONGEST_QUESTION,
    AnswerJson,
    ArticlesJson,
    CheckedQuoteJson,
    Contract,
    ExcerptJson,
    answer_json,
    checked_quote_json,
    excerpt_json,
)
from index.errors import VerbatimError
from index.filtering.filters import KEYS, LONGEST_FILTER, MOST_FILTERS, Filters
from index.query import MOST_EVIDENCE
from index.search.check_quote import LONGEST_QUOTE
from web.api.articles import MOST_ARTICLES, listed
from web.api.problems import unexpected
from web.mcp.connector import FetchedJson, SearchJson, fetched_json, search_json
from web.mcp.middleware import check_exposure, guarded_tools
from web.mcp.rendering import answer_text, articles_text, checked_text, excerpt_text
from web.serving.service import service
from web.serving.standalone import allow_many_connections, guarded

_READING = ToolAnnotations(read_only_hint=True, open_world_hint=False, idempotent_hint=True)
_EXCERPT = 20_000
_INSTRUCTIONS = """Finds passages in a fixed set of articles. Every quote is checked against its article: repeat it
word for word, in quotation marks, and give the citation that comes with it. check_quote tells whether words appear in
the articles. Pass notices on first. If nothing is found, the articles do not say."""

_Found = TypeVar("_Found", bound=Contract)
_Article = Annotated[str | None, Field(max_length=200, description="Only from this article (its id).")]
_Filters = Annotated[
    Sequence[Annotated[str, Field(max_length=LONGEST_FILTER)]],
    Field(
        max_length=MOST_FILTERS,
        description=f"Search only matching articles: each filter is KEY:VALUE with one of the keys {', '.join(KEYS)}. "
        "Values of one key are alternatives; different keys must all match. The error for an unknown one lists the "
        "known ones.",
    ),
]
_LOADING = asyncio.Lock()
server = MCPServer("verbatim", title="Verbatim", instructions=_INSTRUCTIONS, log_level="WARNING")


@server.tool(title="Ask the articles", annotations=_READING)
async def ask(
    question: Annotated[str, Field(max_length=LONGEST_QUESTION, description="The question, in any words.")],
    k: Annotated[int, Field(ge=1, le=MOST_EVIDENCE, description="How many passages.")] = DEFAULT_K,
    article: _Article = None,
    filters: _Filters = (),
) -> Annotated[CallToolResult, AnswerJson]:
    """The passages that answer a question, each with the answering sentence word for word and a citation."""

    def work(answerer: Answerer) -> AnswerJson:
        return answer_json(service().counted(answerer.ask(question, k, article, filters=Filters.of(filters))))

    return await _result(work, answer_text, question)


@server.tool(title="List the articles", annotations=_READING)
async def list_articles(
    after: Annotated[str, Field(max_length=200, description="Only articles whose ids come after this one.")] = "",
) -> Annotated[CallToolResult, ArticlesJson]:
    """The articles by id, with title, author and source: up to 100, and `next`, the `after` value for the rest."""
    return await _result(lambda answerer: listed(answerer, after, MOST_ARTICLES), articles_text)


@server.tool(title="Read an article", annotations=_READING)
async def read_article(
    id: Annotated[str, Field(max_length=200, description="The article's id.")],  # noqa: A002 - the contract's name
    start: Annotated[int, Field(ge=0, description="Offset of the first character.")] = 0,
    end: Annotated[int | None, Field(ge=0, description="Offset after the last; by default 20,000 more.")] = None,
) -> Annotated[CallToolResult, ExcerptJson]:
    """An article's text exactly as read, or the part of it between two offsets."""
    last = start + _EXCERPT if end is None else max(start, end)

    def work(answerer: Answerer) -> ExcerptJson:
        return excerpt_json(*service().article(answerer, id), answerer.snapshot, start, last)

    return await _result(work, excerpt_text)


@server.tool(title="Check a quote", annotations=_READING)
async def check_quote(
    text: Annotated[str, Field(max_length=LONGEST_QUOTE, description="The words to check, as quoted.")],
    article: _Article = None,
    filters: _Filters = (),
) -> Annotated[CallToolResult, CheckedQuoteJson]:
    """Whether words appear verbatim in the articles, and where; if not, the closest sentence and what differs."""

    def work(answerer: Answerer) -> CheckedQuoteJson:
        checked = answerer.check_quote(text, article, filters=Filters.of(filters))
        return checked_quote_json(checked, answerer.snapshot)

    return await _result(work, checked_text, text)


@server.tool(title="Search the articles", annotations=_READING)
async def search(
    query: Annotated[str, Field(max_length=LONGEST_QUESTION, description="A question or words, in any form.")],
) -> Annotated[CallToolResult, SearchJson]:
    """The articles that answer a query, best first: `id` for fetch, title, url, and the best quote word for word."""
    return await _result(
        lambda answerer: search_json(answer_json(service().counted(answerer.ask(query)))), _as_json, query
    )


@server.tool(title="Fetch an article", annotations=_READING)
async def fetch(
    id: Annotated[str, Field(max_length=200, description="An id from search.")],  # noqa: A002 - the connector's name
) -> Annotated[CallToolResult, FetchedJson]:
    """A whole article: its title, its quotable text, and its URL."""
    return await _result(lambda answerer: fetched_json(*service().article(answerer, id), answerer.snapshot), _as_json)


def _as_json(found: Contract) -> str:
    """The text of a result for connectors: the same object as JSON, on one line."""
    return json.dumps(found.model_dump())


async def _result(
    work: Callable[[Answerer], _Found], rendered: Callable[[_Found], str], question: str | None = None
) -> CallToolResult:
    """The result of `work`, structured and as text. Raises `ToolError` with a message that an assistant can act on."""
    try:
        # Assistants call several tools at once: these calls queue, although the API would refuse some.
        async with _turn():
            found = await service().work(work, question)
    except VerbatimError as error:
        raise ToolError(str(error)) from None
    except Exception as error:  # noqa: BLE001 - the assistant gets a message for any error
        unexpected(error)
        raise ToolError("An unexpected error occurred. The server's log has the details.") from None
    return CallToolResult(
        content=[TextContent(type="text", text=rendered(found))], structured_content=found.model_dump()
    )


@asynccontextmanager
async def _turn() -> AsyncIterator[None]:
    """Hold a turn as soon as one is free and the model is loaded, however long that takes."""
    async with _free():
        async with _LOADING:
            if not service().ready:
                await asyncio.to_thread(service().warm)
        yield


@cache
def _free() -> asyncio.Semaphore:
    return asyncio.Semaphore(service().settings.service.max_in_flight)


def main(arguments: list[str]) -> None:
    """Serve until the assistant disconnects, or with `--http` until the process is stopped."""
    logging.basicConfig(level=logging.WARNING)
    over_http = "--http" in arguments
    try:
        settings = service().settings
        if over_http:
            check_exposure(settings)
    except VerbatimError as error:
        sys.stderr.write(f"verbatim: {error}\n")
        sys.exit(2)
    if not over_http:
        server.run("stdio")
        return
    allow_many_connections()
    tools = server.streamable_http_app(
        json_response=True,
        stateless_http=True,
        max_request_body_size=settings.service.request_kilobytes * 1024,
        # Our middleware checks Host and Origin on every address; the SDK does so only on localhost.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    guarded(guarded_tools(tools, settings), settings).run()


if __name__ == "__main__":
    main(sys.argv[1:])
