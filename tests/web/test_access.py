"""Access to the API: keys and rate limits."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from index.settings import Settings
from index.storage.api_keys import Keys
from web.api import api
from web.api.access import asker_of
from web.serving.addresses import neighbourhood
from web.serving.limiting import RateLimit
from web.serving.service import service

ASK = "/v1/ask?q=ice"


@pytest.fixture
def client() -> TestClient:
    return TestClient(api)


@pytest.fixture
def key(built: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """The key of a service that requires one."""
    monkeypatch.setenv("VERBATIM_SERVICE__REQUIRE_KEY", "true")
    service.forget()
    return Keys.of(built).create("reader")


def refusal(response: Any) -> str:
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert response.headers["content-type"] == "application/problem+json"
    return str(response.json()["detail"])


@pytest.mark.parametrize("path", [ASK, "/v1/articles", "/v1/articles/ice", "/v1/metrics"])
def test_without_a_key_nothing_is_answered_where_one_is_demanded(key: str, client: TestClient, path: str) -> None:
    assert "API key is required" in refusal(client.get(path))


@pytest.mark.parametrize("path", ["/v1/health", "/v1/health/live", "/docs", "/openapi.json"])
def test_health_and_the_reference_need_no_key(key: str, client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_a_key_opens_in_either_header(key: str, client: TestClient) -> None:
    assert client.get(ASK, headers={"Authorization": f"Bearer {key}"}).status_code == 200
    assert client.get(ASK, headers={"X-API-Key": key}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Authorization": "Bearer wrong"}, {"X-API-Key": "wrong"}, {"Authorization": "Basic YTpi"}, {"X-API-Key": "é"}],
)
def test_a_key_that_is_none_is_refused_even_where_none_is_demanded(
    built: Settings, client: TestClient, headers: dict[str, str]
) -> None:
    refusal(client.get(ASK, headers=[(name.encode(), value.encode()) for name, value in headers.items()]))


def test_a_revoked_key_is_refused_at_once(key: str, built: Settings, client: TestClient) -> None:
    assert client.get(ASK, headers={"X-API-Key": key}).status_code == 200
    Keys.of(built).revoke("reader")
    refusal(client.get(ASK, headers={"X-API-Key": key}))


def test_who_asks_too_much_is_told_when_to_come_again(
    built: Settings, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERBATIM_SERVICE__RATE_LIMIT", "3/hour")
    service.forget()
    token = Keys.of(built).create("reader")
    assert [client.get(ASK).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.get(ASK)
    assert 1 <= int(refused.headers["retry-after"]) <= 3600
    assert client.get("/v1/health").status_code == 200
    # Each key has its own count.
    assert client.get(ASK, headers={"X-API-Key": token}).status_code == 200


def test_each_question_of_a_batch_counts(built: Settings, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_SERVICE__RATE_LIMIT", "3/hour")
    service.forget()
    batch = {"questions": [{"question": "ice"}] * 2}
    assert [client.post("/v1/ask/batch", json=batch).status_code for _ in range(2)] == [200, 429]
    assert client.get(ASK).status_code == 200


def named(address: str, *headers: tuple[bytes, bytes]) -> str:
    """Whom a request outside of the API counts for."""
    request = Request({"type": "http", "client": (address, 1), "headers": headers})
    return asyncio.run(asker_of(request))


def test_each_address_and_each_key_is_counted_for_itself_outside_of_the_api_too(built: Settings) -> None:
    token = Keys.of(built).create("reader")
    askers = [named("192.0.2.7"), named("192.0.2.8"), named("192.0.2.7", (b"x-api-key", token.encode()))]
    assert askers == ["address 192.0.2.7", "address 192.0.2.8", "key reader"]


def test_without_a_limit_nobody_waits() -> None:
    limit = RateLimit("none")
    assert [limit.wait("a") for _ in range(500)] == [None] * 500


@pytest.mark.parametrize(
    ("address", "stands_for"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
    ],
)
def test_a_subscriber_is_one_address(address: str, stands_for: str) -> None:
    assert neighbourhood(address) == stands_for
