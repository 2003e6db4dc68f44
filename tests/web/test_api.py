"""The JSON API: the contract's answer, and problem details for everything else."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from index.contract import AnswerJson
from index.settings import Settings
from web.api import api


@pytest.fixture
def client() -> TestClient:
    return TestClient(api)


def problem(response: Any, status: int) -> str:
    """The detail of a problem that has everything a problem has."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert body["title"]
    assert "Traceback" not in body["detail"]
    return str(body["detail"])


def test_a_question_gets_the_contracts_answer(built: Settings, client: TestClient) -> None:
    response = client.get("/v1/ask", params={"q": "Hold it there for how many minutes?", "k": 2})
    answer = AnswerJson.model_validate(response.json())
    assert response.status_code == 200
    assert answer.evidence[0].quote == "Hold it there for 20 minutes."
    assert len(answer.evidence) == 2


def test_one_article_can_be_asked(built: Settings, client: TestClient) -> None:
    response = client.get("/v1/ask", params={"q": "sore back", "article": "heat"})
    assert {item["article"]["id"] for item in response.json()["evidence"]} == {"heat"}


def test_spelling_is_left_alone_on_demand(built: Settings, client: TestClient) -> None:
    mended = client.get("/v1/ask", params={"q": "heet pads on the skin"}).json()
    typed = client.get("/v1/ask", params={"q": "heet pads on the skin", "as_typed": True}).json()
    assert mended["corrected"] == "heat pads on the skin"
    assert typed["corrected"] is None


@pytest.mark.parametrize("k", ["0", "101", "many", "-1"])
def test_k_out_of_range_is_named(built: Settings, client: TestClient, k: str) -> None:
    assert k in problem(client.get("/v1/ask", params={"q": "ice", "k": k}), 422)


def test_a_missing_question_is_named(built: Settings, client: TestClient) -> None:
    assert "'q' is missing" in problem(client.get("/v1/ask"), 422)


@pytest.mark.parametrize("question", ["", "   ", "\x00"])
def test_an_empty_question_is_named(built: Settings, client: TestClient, question: str) -> None:
    assert "empty" in problem(client.get("/v1/ask", params={"q": question}), 422)


def test_an_unknown_article_is_not_found(built: Settings, client: TestClient) -> None:
    detail = problem(client.get("/v1/ask", params={"q": "ice", "article": "ghost"}), 404)
    assert "ghost" in detail
    assert "heat, ice" in detail


@pytest.mark.parametrize("path", ["/v1/ask?q=ice", "/v1/health"])
def test_without_an_index_the_service_is_unavailable(served: Settings, client: TestClient, path: str) -> None:
    assert "verbatim build" in problem(client.get(path), 503)


def test_health_names_the_snapshot(built: Settings, client: TestClient) -> None:
    body = client.get("/v1/health").json()
    assert body["status"] == "ready"
    assert body["snapshot"] == (built.index / "current").read_text().strip()
    assert body["passages"] > 0


def test_an_unknown_path_and_method_are_problems_too(built: Settings, client: TestClient) -> None:
    assert "/api/v1/ask" in problem(client.get("/v1/nothing"), 404)
    problem(client.post("/v1/ask"), 405)
