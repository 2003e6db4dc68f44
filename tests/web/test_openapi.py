"""The OpenAPI document is right, and its page loads nothing from other hosts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from starlette.testclient import TestClient

from index.build import build
from index.contract import (
    AnswerJson,
    ArticlesJson,
    ArticleTextJson,
    BatchJson,
    CheckedQuoteJson,
    FiltersJson,
    HealthJson,
    LiveJson,
)
from index.settings import load_settings
from index.storage.api_keys import Keys
from web.api import api, examples
from web.api.reference import router
from web.serving.service import service

# The same cases in every run.
EVERY_RUN = hypothesis_settings(
    derandomize=True, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def key(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The key of a service that requires one, with limits above a few hundred random requests."""
    folder = tmp_path_factory.mktemp("openapi")
    (folder / "articles").mkdir()
    (folder / "articles" / "ice.md").write_text("# Ice\n\nWrap the ice pack in a towel.\n", encoding="utf-8")
    own = {
        "corpus": folder / "articles",
        "index": folder / "index",
        "model__name": "hash",
        "service__rate_limit": "none",
    }
    own |= {"service__require_key": "true", "service__request_kilobytes": "10000"}
    for name, value in own.items():
        monkeypatch.setenv(f"VERBATIM_{name.upper()}", str(value))
    service.forget()
    build(load_settings())
    yield Keys.of(load_settings()).create("schemathesis")
    service.forget()


@pytest.mark.repeats
def test_every_operation_does_what_the_document_says(key: str) -> None:
    # Imported here because it takes two seconds, which the run's other workers are spared.
    import schemathesis
    from schemathesis.core.result import Ok
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    def check(case: schemathesis.Case[Any]) -> None:
        case.headers.pop("Authorization", None)
        case.headers["X-API-Key"] = key
        # A blank question and an unknown article match the schema but are refused.
        response = case.call()
        # If the URL is too long, nothing else is checked.
        if response.status_code != HTTPStatus.REQUEST_URI_TOO_LONG:
            case.validate_response(response, excluded_checks=[positive_data_acceptance])

    found = schemathesis.openapi.from_asgi("/openapi.json", api).get_all_operations()
    tried = [operation.ok() for operation in found if isinstance(operation, Ok)]
    assert {operation.path for operation in tried} == set(api.openapi()["paths"])
    for operation in tried:
        EVERY_RUN(given(operation.as_strategy())(check))()


@pytest.mark.parametrize(
    ("model", "example"),
    [
        (AnswerJson, examples.ANSWER),
        (BatchJson, examples.BATCH),
        (CheckedQuoteJson, examples.CHECKED_QUOTE),
        (ArticlesJson, examples.ARTICLES),
        (FiltersJson, examples.FILTERS),
        (ArticleTextJson, examples.ARTICLE),
        (HealthJson, examples.HEALTH),
        (LiveJson, examples.LIVE),
    ],
)
def test_the_examples_keep_the_contract(model: Any, example: dict[str, Any]) -> None:
    model.model_validate(example)


def test_the_examples_count_what_they_list() -> None:
    (key,) = examples.FILTERS["keys"]
    listed = [(key["count"], key["values"]), (examples.ARTICLES["count"], examples.ARTICLES["articles"])]
    assert [count for count, _ in listed] == [len(values) for _, values in listed]
    assert examples.FILTERS["articles"] == sum(value["articles"] for value in key["values"])


def test_the_places_in_the_example_of_an_article_are_those_of_its_text() -> None:
    said = [examples.ARTICLE["text"][block["start"] : block["end"]] for block in examples.ARTICLE["blocks"]]
    assert said == [examples.ARTICLE["article"]["title"], "Bring a book back within a month."]


def test_the_quotes_in_the_examples_end_where_they_say() -> None:
    quotes = [*examples.ANSWER["evidence"], *examples.CHECKED_QUOTE["places"]]
    assert [one["quote_end"] - one["quote_start"] for one in quotes] == [len(one["quote"]) for one in quotes]


def test_the_reference_escapes_what_an_operation_says_of_itself() -> None:
    described = FastAPI(description="Tags", docs_url=None)
    described.include_router(router)

    @described.get("/tags")
    async def tags() -> None:
        """Lists <script> tags."""

    page = TestClient(described).get("/docs").text
    assert ("Lists &lt;script&gt; tags." in page, "<script" in page) == (True, False)


def operations() -> list[tuple[str, dict[str, Any]]]:
    found = api.openapi()["paths"]
    return [(f"{method} {path}", operation) for path, methods in found.items() for method, operation in methods.items()]


@pytest.mark.parametrize(("name", "operation"), operations(), ids=[name for name, _ in operations()])
def test_every_operation_has_examples_of_all_it_answers(name: str, operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        for content in response.get("content", {}).values():
            assert "example" in content, f"{name} {status}"


def test_the_reference_shows_every_operation_and_loads_nothing() -> None:
    response = TestClient(api).get("/docs")
    for name, _ in operations():
        method, path = name.split(" ")
        assert f"<code>{method.upper()} {path}</code>" in response.text
    assert re.findall(r"(?:src|href)=\"(.*?)\"", response.text) == ["openapi.json"]
    assert "<script" not in response.text
    assert "'sha256-" in response.headers["content-security-policy"]
