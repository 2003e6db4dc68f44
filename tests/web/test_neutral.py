"""With another collection, no page contains words specific to the five articles."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from index.build import build
from index.corpus.collection import COLLECTION
from index.corpus.new import FILES
from index.settings import Settings, load_settings
from tests.cli.running import verbatim
from tests.paths import ROOT, WEB
from tests.web.conftest import serving
from tests.web.seeds import distinctive, seeds_in
from web.api import api
from web.mcp.server import server
from web.plain.routes import routes
from web.serving.mounting import Dispatcher, nothing_else
from web.words.words import LANGUAGES, words_in

BREAD = """# Bread at home

Flour, water and salt make a dough. Knead it for ten minutes.

## How long does the dough rest?

Let the dough rest for two hours. A cold kitchen takes longer.
"""
STATED = """
name = "Bread"
about = "What bakers know."
disclaimer = "Ovens differ."
questions = ["How long does it rest?"]
"""
ASKED = "How long does the dough rest?"
PLAIN = [
    *("library", "library/map", f"library/map?q={ASKED}", "library/articles.json", "library/articles.csv", "quality"),
    *("read/bread", "read/none", "cite/bread?start=17&end=40", "cite/bread.bib?start=17&end=40", "feedback"),
    *(f"answer?q={ASKED}", "answer?q=xylophones", "answer?q=%07", "answer", f"answer/download.html?q={ASKED}"),
    *(f"answer/download.md?q={ASKED}", "plain/none"),
]
API = [
    *("docs", "openapi.json", "v1/ask", "v1/ask?q=", f"v1/ask?q={ASKED}", "v1/ask?q=x&k=0", "v1/articles", "v1/none"),
    *("v1/articles/none", "v1/quote?text=x", "v1/health"),
]
COMMANDS = [
    "new",
    "build",
    "add",
    "clean",
    "ask",
    "check-quote",
    "eval",
    "serve",
    "mcp",
    "verify",
    "diff",
    "watch",
    "gc",
]


@pytest.fixture(scope="module", params=[STATED, None], ids=["a collection of its own", "no collection.toml"])
def baked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A collection about bread."""
    folder = tmp_path_factory.mktemp("bakery")
    (folder / "articles").mkdir()
    (folder / "articles" / "bread.md").write_text(BREAD, encoding="utf-8")
    if request.param:
        (folder / "articles" / COLLECTION).write_text(request.param, encoding="utf-8")
    settings = load_settings(corpus=folder / "articles", index=folder / "index", model={"name": "hash"})
    build(settings)
    return settings


@pytest.fixture
def bakery(baked: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """The service of that collection, which tests only read."""
    with serving(baked, monkeypatch) as own:
        yield own


def test_the_words_that_are_looked_for_are_those_of_the_five_articles() -> None:
    assert {"spasm", "massage", "ice", "heat", "cobra", "unreviewed"} <= distinctive()
    assert seeds_in("Ice on my back: ask a doctor. /v1/health is well.") == {"ice", "my back", "doctor"}
    assert seeds_in("Back to the answer. It comes back.") == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_plain_page_has_one(bakery: Settings, language: str) -> None:
    asking = TestClient(Dispatcher(nothing_else, "", routes), headers={"Accept-Language": language})
    assert {path: found for path in PLAIN if (found := seeds_in(asking.get(f"/{path}").text))} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", ["", ASKED, "xylophones", "\x07"])
def test_the_page_has_none(bakery: Settings, language: str, question: str) -> None:
    page = AppTest.from_file(str(WEB / "page" / "page.py"), default_timeout=240)
    page.query_params["lang"] = language
    if question:
        page.query_params["q"] = question
    page.run()
    said = [element.proto.body.rpartition("</style>")[2] for element in page.get("html")]
    said += [page.text_input[0].label, page.text_input[0].placeholder, *(str(button.label) for button in page.button)]
    assert seeds_in("\n".join(said)) == set()


def test_the_api_and_its_reference_have_none(bakery: Settings) -> None:
    asking = TestClient(api)
    assert {path: found for path in API if (found := seeds_in(asking.get(f"/{path}").text))} == {}
    refused = asking.post("/v1/ask", content=b"{", headers={"Content-Type": "application/json"})
    assert seeds_in(refused.text) == set()


def test_the_tools_for_assistants_have_none() -> None:
    tools = asyncio.run(server.list_tools())
    assert seeds_in(json.dumps([tool.model_dump(mode="json") for tool in tools]) + str(server.instructions)) == set()


def command_lines(settings: Settings) -> Iterator[tuple[str, ...]]:
    yield ("--help",)
    yield from ((command, "--help") for command in [*COMMANDS, "key", "feedback"])
    yield from (("ask",), ("ask", ""), ("ask", ASKED), ("ask", "xylophones"), ("check-quote", "no such words"))


def test_the_command_line_has_none(bakery: Settings) -> None:
    done = {line: verbatim({}, *line) for line in command_lines(bakery)}
    assert {line: found for line, each in done.items() if (found := seeds_in(each.stdout + each.stderr))} == {}


def test_the_words_of_the_pages_have_none_in_any_language() -> None:
    for language in LANGUAGES:
        forms = words_in(language).texts.values()
        assert seeds_in("\n".join(text if isinstance(text, str) else "\n".join(text) for text in forms)) == set()


def test_what_a_new_collection_is_given_has_none() -> None:
    assert seeds_in("\n".join(FILES.values())) == set()


@pytest.mark.parametrize("path", sorted(ROOT.glob("deploy/*")), ids=lambda path: path.name)
def test_the_examples_of_deployment_have_none(path: Path) -> None:
    assert not path.is_file() or seeds_in(path.read_text(encoding="utf-8").replace("HEALTHCHECK", "")) == set()
