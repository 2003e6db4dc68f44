"""The tools for assistants, asked by a real client over both transports."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client
from mcp_types import CallToolResult, TextContent

from index.contract import AnswerJson, ArticlesJson, ExcerptJson
from index.settings import Settings
from tests.conftest import HEAT
from tests.paths import ROOT
from tests.web.serving import environment, running

Use = Callable[[Client], Awaitable[Any]]
PATIENCE = 240


def over_stdio(settings: Settings, use: Use, **variables: object) -> Any:
    """What `use` finds out from a server that is started for it."""
    parameters = StdioServerParameters(
        command=sys.executable, args=["-m", "index", "mcp"], env=environment(settings, **variables), cwd=ROOT
    )
    return asyncio.run(_used(stdio_client(parameters), use))


async def _used(server: Any, use: Use) -> Any:
    async with asyncio.timeout(PATIENCE), Client(server) as client:
        return await use(client)


def said(result: CallToolResult) -> str:
    assert isinstance(result.content[0], TextContent)
    return result.content[0].text


def test_an_assistant_asks_lists_and_reads_over_stdio(built: Settings) -> None:
    async def use(client: Client) -> list[CallToolResult]:
        assert {tool.name for tool in (await client.list_tools()).tools} == {"ask", "list_articles", "read_article"}
        return [
            await client.call_tool("ask", {"question": "Hold it there for how many minutes?", "k": 2}),
            await client.call_tool("list_articles", {}),
            await client.call_tool("read_article", {"id": "heat"}),
            await client.call_tool("read_article", {"id": "heat", "start": 10, "end": 20}),
        ]

    asked, listed, whole, part = over_stdio(built, use)
    answer = AnswerJson.model_validate(asked.structured_content)
    assert answer.evidence[0].quote == "Hold it there for 20 minutes."
    assert "“Hold it there for 20 minutes.”\n“Ice for a sore back”, undated" in said(asked)
    assert [a.id for a in ArticlesJson.model_validate(listed.structured_content).articles] == ["heat", "ice"]
    assert "heat: “Heat for a sore back”" in said(listed)
    assert ExcerptJson.model_validate(whole.structured_content).text == HEAT
    assert HEAT in said(whole)
    assert ExcerptJson.model_validate(part.structured_content).text == HEAT[10:20]
    assert f"characters 10–20 of {len(HEAT)}" in said(part)


def test_what_cannot_be_done_is_said_to_the_assistant(built: Settings) -> None:
    asked: list[tuple[str, dict[str, Any], str]] = [
        ("ask", {"question": " "}, "The question is empty"),
        ("ask", {"question": "ice", "k": 101}, "100"),
        ("ask", {"question": "x" * 10_001}, "10000"),
        ("ask", {"question": "ice", "article": "ghost"}, "There is no article 'ghost'"),
        ("read_article", {"id": "../../etc/passwd"}, "There is no article"),
    ]

    async def use(client: Client) -> list[CallToolResult]:
        return [await client.call_tool(tool, arguments) for tool, arguments, _ in asked]

    results = zip(asked, over_stdio(built, use), strict=True)
    unsaid = [(call, said(got)) for call, got in results if not got.is_error or call[2] not in said(got)]
    assert unsaid == []


def test_without_an_index_the_assistant_is_told_what_to_run(served: Settings) -> None:
    result = over_stdio(served, lambda client: client.call_tool("ask", {"question": "ice"}))
    assert result.is_error
    assert "verbatim build" in said(result)


def test_an_assistant_asks_over_http_and_no_web_page_does(built: Settings, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with running(["mcp", "--http"], environment(built), log) as server:
        address = f"{server.address}/mcp"
        result = asyncio.run(_used(address, lambda client: client.call_tool("ask", {"question": "secret ice pack"})))
        foreign = httpx.post(address, json={}, headers={"Host": "evil.example"})
        page = httpx.post(address, json={}, headers={"Origin": "https://evil.example"})
    assert AnswerJson.model_validate(result.structured_content).evidence
    assert (foreign.status_code, page.status_code) == (421, 403)
    assert "secret" not in log.read_text(encoding="utf-8")
