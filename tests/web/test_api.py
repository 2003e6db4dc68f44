"""The JSON API: answers follow the contract, and all errors are problem details."""

from __future__ import annotations

import gzip
import hashlib
import logging
import time
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.ask import Answerer
from index.build import build
from index.contract import AnswerJson, ArticlesJson, ArticleTextJson, BatchJson, CheckedQuoteJson, FailedJson
from index.settings import Settings
from tests.conftest import HEAT
from tests.web.conftest import add, occupied
from web.api import api
from web.serving.service import service

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def client() -> TestClient:
    return TestClient(api)


def problem(response: Any, status: int) -> str:
    """The detail of a problem, after checking that it is complete."""
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


def test_a_quote_is_checked(built: Settings, client: TestClient) -> None:
    stands = CheckedQuoteJson.model_validate(client.get("/v1/quote?text=Hold it there for 20 minutes.").json())
    assert (stands.stands, stands.places[0].article.id) == (True, "ice")
    differs = CheckedQuoteJson.model_validate(client.get("/v1/quote?text=Hold it there for 30 minutes.").json())
    assert [(each.given, each.stands) for each in differs.differences] == [("30", "20")]
    assert "Check a shorter part" in problem(client.get("/v1/quote?text=%20"), 422)


def test_an_empty_collection_is_said(served: Settings, client: TestClient) -> None:
    build(served)
    for file in served.corpus.iterdir():
        file.unlink()
    build(served)
    answer = AnswerJson.model_validate(client.get("/v1/ask?q=ice").json())
    assert (answer.empty, answer.verdict, answer.evidence) == (True, "unanswered", [])
    assert client.get("/v1/articles").json()["count"] == 0
    assert (client.get("/v1/health").status_code, client.get("/v1/health").json()["passages"]) == (200, 0)
    assert "the collection is empty" in problem(client.get("/v1/articles/ice"), 404)


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
    response = client.post("/v1/health")
    problem(response, 405)
    assert response.headers["allow"] == "GET"


@pytest.fixture
def configured(built: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A function that changes settings, such as `service__port=1`."""

    def configure(**values: object) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"VERBATIM_{name.upper()}", str(value))
        service.forget()

    return configure


def test_a_question_may_be_posted(built: Settings, client: TestClient) -> None:
    posted = client.post("/v1/ask", json={"question": "Hold it there for how many minutes?", "k": 2})
    asked = client.get("/v1/ask", params={"q": "Hold it there for how many minutes?", "k": 2})
    assert posted.status_code == 200
    assert posted.json()["evidence"] == asked.json()["evidence"]


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"{", 400, "not JSON"),
        (b"\xff", 400, "body"),
        (b"[" * 50_000, 400, "body"),
        (b"[]", 422, "body"),
        (b'{"question": 1}', 422, "question"),
        (b'{"question": "ice", "k": "5"}', 422, "k"),
        (b'{"question": "ice", "k": NaN}', 422, "k"),
        (b'{"question": "ice", "mode": 1}', 422, "mode"),
        (b'{"question": " "}', 422, "empty"),
    ],
)
def test_a_body_that_is_none_is_a_problem(
    built: Settings, client: TestClient, body: bytes, status: int, said: str
) -> None:
    assert said in problem(client.post("/v1/ask", content=body, headers=JSON), status)


def test_half_a_character_is_refused(built: Settings, client: TestClient) -> None:
    response = client.post("/v1/ask", content=b'{"question": "\\ud800 ice"}', headers=JSON)
    assert "unicode" in problem(response, 422)


def test_a_batch_is_answered_in_order_and_a_bad_question_spoils_only_itself(
    built: Settings, client: TestClient
) -> None:
    questions = [{"id": "b", "question": "ice pack"}, {"id": 7, "question": " "}, {"question": "heat pad"}]
    answers = BatchJson.model_validate(client.post("/v1/ask/batch", json={"questions": questions}).json()).answers
    assert [(answer.id, isinstance(answer, FailedJson)) for answer in answers] == [
        ("b", False),
        (7, True),
        (None, False),
    ]


@pytest.mark.parametrize("count", [0, 101])
def test_a_batch_has_bounds(built: Settings, client: TestClient, count: int) -> None:
    problem(client.post("/v1/ask/batch", json={"questions": [{"question": "ice"}] * count}), 422)


def test_the_articles_are_listed_page_by_page(built: Settings, client: TestClient) -> None:
    first = ArticlesJson.model_validate(client.get("/v1/articles", params={"limit": 1}).json())
    second = ArticlesJson.model_validate(client.get("/v1/articles", params={"after": first.next}).json())
    assert [article.id for article in (*first.articles, *second.articles)] == ["heat", "ice"]
    assert (first.next, second.next, second.count) == ("heat", None, 2)


def test_an_article_comes_as_read_with_its_blocks_and_card(built: Settings, client: TestClient) -> None:
    article = ArticleTextJson.model_validate(client.get("/v1/articles/heat").json())
    assert article.text == HEAT
    assert hashlib.sha256(article.text.encode()).hexdigest() == article.sha256
    assert article.card["title"].value == "Heat for a sore back"
    assert any(article.text[block.start : block.end].startswith("A warm bath") for block in article.blocks)


@pytest.mark.parametrize(
    "name", ["ghost", "..", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "ice%00", "..%5c..%5cwin.ini", "ICE"]
)
def test_an_article_that_is_none_is_not_found(built: Settings, client: TestClient, name: str) -> None:
    response = client.get(f"/v1/articles/{name}")
    assert response.status_code == 404
    assert "root:" not in response.text


def test_an_article_that_is_not_as_published_is_withheld(
    built: Settings, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.serving.service.is_intact", lambda *_: False)
    assert "withheld" in problem(client.get("/v1/articles/ice"), 503)
    assert "verbatim_withheld_total 1.0" in client.get("/v1/metrics").text


@pytest.mark.parametrize("path", ["/v1/ask?q=ice&K=1", "/v1/health?x=", "/v1/articles?Limit=1", "/v1/articles/ice?q=1"])
def test_an_unknown_parameter_is_named(built: Settings, client: TestClient, path: str) -> None:
    assert "is unknown" in problem(client.get(path), 422)


def test_a_parameter_that_is_given_twice_is_named(built: Settings, client: TestClient) -> None:
    assert "'q' is given 2 times" in problem(client.get("/v1/ask?q=ice&q=heat"), 422)


@pytest.mark.parametrize("path", ["/v1/ask?q=ice&k=2", "/v1/articles", "/v1/articles/ice"])
def test_what_is_asked_again_is_not_sent_again(built: Settings, client: TestClient, path: str) -> None:
    etag = client.get(path).headers["etag"]
    again = client.get(path, headers={"If-None-Match": f'"other", {etag}'})
    assert (again.status_code, again.content) == (304, b"")
    add(built, "more.txt", "More about ice\n\nIce helps.\n")
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_another_question_has_another_etag(built: Settings, client: TestClient) -> None:
    tags = {client.get("/v1/ask", params={"q": q, "k": k}).headers["etag"] for q in ("ice", "heat") for k in (1, 2)}
    assert len(tags) == 4


@pytest.mark.parametrize("path", ["/v1/ask?q=ice", "/v1/nothing", "/v1/health", "/docs", "/openapi.json"])
def test_every_reply_keeps_to_itself(built: Settings, client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["cache-control"] == "private, no-cache"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "access-control-allow-origin" not in headers


def test_named_origins_may_read_the_api(configured: Callable[..., None], client: TestClient) -> None:
    configured(service__cors_origins="https://a.example, https://b.example")
    named = client.get("/v1/ask?q=ice", headers={"Origin": "https://b.example"})
    other = client.get("/v1/ask?q=ice", headers={"Origin": "https://c.example"})
    assert named.headers["access-control-allow-origin"] == "https://b.example"
    assert "access-control-allow-origin" not in other.headers


def test_a_body_that_is_too_large_is_refused_unread(built: Settings, client: TestClient) -> None:
    problem(client.post("/v1/ask", content=b"x" * 65_537, headers=JSON), 413)
    problem(client.post("/v1/ask", content=iter([b"x" * 40_000] * 2), headers=JSON), 413)


def test_a_packed_body_is_refused(built: Settings, client: TestClient) -> None:
    bomb = gzip.compress(b" " * 30_000_000)
    assert len(bomb) < 64 * 1024
    problem(client.post("/v1/ask", content=bomb, headers={**JSON, "Content-Encoding": "gzip"}), 415)


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded"])
def test_a_body_that_is_not_said_to_be_json_is_refused(built: Settings, client: TestClient, kind: str) -> None:
    problem(client.post("/v1/ask", content=b"{}", headers={"Content-Type": kind}), 415)


def test_addresses_and_headers_have_bounds(built: Settings, client: TestClient) -> None:
    problem(client.get("/v1/articles/" + "x" * 3_000), 414)
    problem(client.get("/v1/ask", params={"q": "x" * 61_000}), 414)
    problem(client.get("/v1/ask?q=ice", headers={"X-Padding": "x" * 40_000}), 431)
    problem(client.get("/v1/ask", params={"q": "x" * 10_001}), 422)


def test_a_question_cannot_write_headers(built: Settings, client: TestClient) -> None:
    response = client.get("/v1/ask?q=ice%0d%0aSet-Cookie:%20a=b&article=x%0d%0aX-Evil:%201")
    assert "set-cookie" not in response.headers
    assert "x-evil" not in response.headers


def test_what_nobody_expected_is_a_problem_and_the_log_has_no_question(
    built: Settings, client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(self: Answerer, question: str, *_: object, **__: object) -> None:
        raise RuntimeError(f"cannot cope with {question}")

    monkeypatch.setattr(Answerer, "ask", broken)
    detail = problem(client.get("/v1/ask?q=secret+ailment"), 500)
    assert "secret" not in detail + caplog.text
    assert "RuntimeError" in caplog.text


def test_an_answer_that_takes_too_long_is_a_problem(
    configured: Callable[..., None], client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured(service__request_seconds=0.05)
    service().warm()
    monkeypatch.setattr(Answerer, "ask", lambda *_, **__: time.sleep(0.3))
    response = client.get("/v1/ask?q=ice")
    problem(response, 503)
    assert response.headers["retry-after"] == "1"


def test_one_too_many_is_told_to_come_again(configured: Callable[..., None], client: TestClient) -> None:
    configured(service__max_in_flight=1)
    with occupied(service().api):
        response = client.get("/v1/ask?q=ice")
        assert client.get("/v1/health").status_code == 200
    problem(response, 503)
    assert response.headers["retry-after"] == "1"
    assert client.get("/v1/ask?q=ice").status_code == 200
    assert "verbatim_busy_total 1.0" in client.get("/v1/metrics").text


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/articles", "/v1/articles/ice", "/v1/ask?q=ice&k=no"])
def test_every_route_that_is_worked_on_is_refused_while_all_is_busy(
    configured: Callable[..., None], client: TestClient, path: str
) -> None:
    configured(service__max_in_flight=1)
    with occupied(service().api):
        problem(client.get(path), 503)


@pytest.mark.parametrize("path", ["/v1/ask-me", "/x/v1/articles", "/v1/articles/", "/v1/asks", "/v1/health"])
def test_a_path_that_only_looks_like_one_that_is_worked_on_does_not_count(
    configured: Callable[..., None], client: TestClient, path: str
) -> None:
    configured(service__max_in_flight=1)
    with occupied(service().api):
        assert client.get(path).status_code in (200, 404)
    assert "verbatim_busy_total 0.0" in client.get("/v1/metrics").text


def test_a_method_that_a_route_does_not_have_does_not_count(
    configured: Callable[..., None], client: TestClient
) -> None:
    configured(service__max_in_flight=1)
    with occupied(service().api):
        problem(client.delete("/v1/ask"), 405)


def test_a_live_service_may_not_be_ready(served: Settings, client: TestClient) -> None:
    assert client.get("/v1/health/live").json() == {"status": "live"}
    assert "verbatim build" in problem(client.get("/v1/health/ready"), 503)


def test_wrong_settings_are_a_problem(built: Settings, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_SEARCH__CANDIDATES", "many")
    service.forget()
    assert "candidates" in problem(client.get("/v1/ask?q=ice"), 503)


def test_metrics_count_answers_and_hold_no_question(built: Settings, client: TestClient) -> None:
    client.get("/v1/ask?q=numb+secret+skin")
    client.get("/v1/secret")
    client.request("SECRET", "/v1/ask")
    text = client.get("/v1/metrics").text
    assert 'verbatim_requests_total{method="GET",route="/v1/ask",status="200"} 1.0' in text
    assert "verbatim_answers_total" in text
    assert "secret" not in text.lower()


@pytest.mark.parametrize("logged", [False, True])
def test_questions_are_logged_only_on_demand(
    configured: Callable[..., None], client: TestClient, capfd: pytest.CaptureFixture[str], logged: bool
) -> None:
    configured(service__log_questions=logged)
    logging.getLogger("verbatim.questions").handlers.clear()
    client.get("/v1/ask?q=secret+ailment")
    client.post("/v1/ask", json={"question": "secret ailment\nforged line"})
    written = capfd.readouterr().err
    assert written.count("secret ailment") == (2 if logged else 0)
    assert "\nforged" not in written
