"""The corpus as tools for assistants, over the Model Context Protocol: `python -m web.mcp.server`. Its SDK's importer.

Each tool gives the JSON contract and the same as text, each quote with its citation. Standard output is the protocol's.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Annotated, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field

from index.ask import DEFAULT_K, Answerer
from index.contract import LONGEST_QUESTION, AnswerJson, ArticlesJson, Contract, ExcerptJson, answer_json, excerpt_json
from index.errors import VerbatimError
from index.query import MOST_EVIDENCE
from web.api.articles import MOST_ARTICLES, listed
from web.api.problems import unexpected
from web.mcp.rendering import answer_text, articles_text, excerpt_text
from web.serving.service import service
from web.serving.standalone import allow_many_connections, guarded

_READING = ToolAnnotations(read_only_hint=True, open_world_hint=False, idempotent_hint=True)
_EXCERPT = 20_000
_INSTRUCTIONS = """Finds passages in a fixed set of articles. Every quote is checked against its article: repeat it
word for word, in quotation marks, and give the citation that comes with it. Nothing found means that the articles do
not say."""

_Found = TypeVar("_Found", bound=Contract)
server = MCPServer("verbatim", title="Verbatim", instructions=_INSTRUCTIONS, log_level="WARNING")


@server.tool(title="Ask the articles", annotations=_READING)
async def ask(
    question: Annotated[str, Field(max_length=LONGEST_QUESTION, description="The question, in any words.")],
    k: Annotated[int, Field(ge=1, le=MOST_EVIDENCE, description="How many passages.")] = DEFAULT_K,
    article: Annotated[str | None, Field(max_length=200, description="Only from this article (its id).")] = None,
) -> Annotated[CallToolResult, AnswerJson]:
    """The passages that answer a question, each with its answering sentence word for word and a citation."""
    return await _result(
        lambda answerer: answer_json(service().counted(answerer.ask(question, k, article))), answer_text, question
    )


@server.tool(title="List the articles", annotations=_READING)
async def list_articles(
    after: Annotated[str, Field(max_length=200, description="Only those whose ids come after this.")] = "",
) -> Annotated[CallToolResult, ArticlesJson]:
    """The articles by id, with title, author and source; up to 100, and `next` for the `after` of the rest."""
    return await _result(lambda answerer: listed(answerer, after, MOST_ARTICLES), articles_text)


@server.tool(title="Read an article", annotations=_READING)
async def read_article(
    id: Annotated[str, Field(max_length=200, description="The article's id.")],  # noqa: A002 - the contract's word
    start: Annotated[int, Field(ge=0, description="From this character.")] = 0,
    end: Annotated[int | None, Field(ge=0, description="To this one; else 20,000 characters.")] = None,
) -> Annotated[CallToolResult, ExcerptJson]:
    """An article's text exactly as read, or the part of it between two offsets."""
    last = start + _EXCERPT if end is None else max(start, end)

    def work(answerer: Answerer) -> ExcerptJson:
        return excerpt_json(*service().article(answerer, id), answerer.snapshot, start, last)

    return await _result(work, excerpt_text)


async def _result(
    work: Callable[[Answerer], _Found], rendered: Callable[[_Found], str], question: str | None = None
) -> CallToolResult:
    """What `work` finds, for programs and as text. Raises `ToolError` with words that an assistant can act on."""
    try:
        found = await service().work(work, question)
    except VerbatimError as error:
        raise ToolError(str(error)) from None
    except Exception as error:  # noqa: BLE001 - whatever it is, the assistant gets a sentence
        unexpected(error)
        raise ToolError("Something went wrong that nobody expected. It stands in the server's log.") from None
    return CallToolResult(
        content=[TextContent(type="text", text=rendered(found))], structured_content=found.model_dump()
    )


def main(arguments: list[str]) -> None:
    """Serve until the assistant leaves, or with `--http` until told to stop."""
    logging.basicConfig(level=logging.WARNING)
    try:
        settings = service().settings
    except VerbatimError as error:
        sys.stderr.write(f"verbatim: {error}\n")
        sys.exit(2)
    if "--http" not in arguments:
        server.run("stdio")
        return
    allow_many_connections()
    # Only its own names are answered to on this machine, so that no web page can reach it by another.
    app = server.streamable_http_app(
        json_response=True,
        stateless_http=True,
        host=settings.service.host,
        max_request_body_size=settings.service.request_kilobytes * 1024,
    )
    guarded(app, settings).run()


if __name__ == "__main__":
    main(sys.argv[1:])
