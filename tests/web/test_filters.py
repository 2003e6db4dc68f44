"""Filters in the API: for every question, and the endpoint that lists keys and values."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from index.build import build
from index.contract import AnswerJson, FiltersJson
from index.corpus.sources import write_source
from index.settings import Settings
from web.api import api

ICE, QUOTE = "cold-packs-ice", "Hold it there for 20 minutes."


@pytest.fixture
def client() -> TestClient:
    return TestClient(api)


def asked(client: TestClient, *filters: str) -> AnswerJson:
    return AnswerJson.model_validate(client.get("/v1/ask", params={"q": "sore back", "filter": filters}).json())


def articles_of(answer: AnswerJson) -> set[str]:
    return {item.article.id for item in (*answer.evidence, *answer.by_article)}


@pytest.mark.parametrize(
    ("filters", "articles"),
    [
        ((), {ICE, "heat"}),
        (("collection:cold",), {ICE}),
        (("collection:cold/packs", "collection:."), {ICE, "heat"}),
        (("tag:first aid", "year:2021", "publisher:The clinic"), {ICE}),
        (("article:heat",), {"heat"}),
        (("article:heat", "tag:first aid"), set()),
    ],
)
def test_a_question_is_narrowed(
    shelved: Settings, client: TestClient, filters: tuple[str, ...], articles: set[str]
) -> None:
    assert articles_of(asked(client, *filters)) == articles


def test_the_answer_names_its_filters(shelved: Settings, client: TestClient) -> None:
    answer = client.get("/v1/ask?q=ice&filter=tag:first%20aid&filter=collection:cold&article=" + ICE).json()
    assert answer["filters"] == ["collection:cold", f"article:{ICE}", "tag:first aid"]


def test_a_posted_question_is_narrowed(shelved: Settings, client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": "sore back", "filter": ["collection:cold"]}).json()
    assert articles_of(AnswerJson.model_validate(answer)) == {ICE}


def test_all_questions_of_a_batch_are_narrowed(shelved: Settings, client: TestClient) -> None:
    body = {"questions": [{"id": 1, "question": "sore back"}, {"id": 2, "question": "heat"}], "filter": ["year:2021"]}
    answers = client.post("/v1/ask/batch", json=body).json()["answers"]
    assert [{item["article"]["id"] for item in answer["evidence"]} for answer in answers] == [{ICE}, {ICE}]


@pytest.mark.parametrize(("chosen", "stands"), [("collection:cold", True), ("collection:.", False)])
def test_a_quote_is_looked_for_where_the_filters_say(
    shelved: Settings, client: TestClient, chosen: str, stands: bool
) -> None:
    assert client.get("/v1/quote", params={"text": QUOTE, "filter": chosen}).json()["stands"] is stands


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("collection:warm", "No article has the collection 'warm': expected one of ., cold, cold/packs."),
        ("colour:red", "no known key: expected KEY:VALUE with one of the keys collection, article, publisher"),
        ("author:Ann", "no article has a value for author"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/ask?q=ice", "/v1/quote?text=ice", "/v1/filters?limit=1"])
def test_an_unknown_filter_is_refused_with_those_that_exist(
    shelved: Settings, client: TestClient, path: str, written: str, said: str
) -> None:
    response = client.get(f"{path}&filter={quote(written)}")
    assert (response.status_code, said in response.json()["detail"]) == (422, True)


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/ask/batch"])
def test_an_unknown_filter_of_a_body_is_refused_too(shelved: Settings, client: TestClient, path: str) -> None:
    body: dict[str, Any] = {"questions": [{"question": "ice"}]} if "batch" in path else {"question": "ice"}
    response = client.post(path, json={**body, "filter": ["year:1999"]})
    assert (response.status_code, "expected one of 2021" in response.json()["detail"]) == (422, True)


def test_the_keys_and_values_are_listed_with_their_counts(shelved: Settings, client: TestClient) -> None:
    listed = FiltersJson.model_validate(client.get("/v1/filters").json())
    found = {each.key: {value.filter: value.articles for value in each.values} for each in listed.keys}
    assert found == {
        "collection": {"collection:.": 1, "collection:cold": 1, "collection:cold/packs": 1},
        "article": {f"article:{ICE}": 1, "article:heat": 1},
        "publisher": {"publisher:The clinic": 1},
        "author": {},
        "year": {"year:2021": 1},
        "language": {"language:en": 2},
        "tag": {"tag:first aid": 1},
    }


def test_counts_are_of_what_other_keys_select(shelved: Settings, client: TestClient) -> None:
    listed = FiltersJson.model_validate(client.get("/v1/filters?filter=collection:.").json())
    counts = {value.filter: (value.articles, value.chosen) for each in listed.keys for value in each.values}
    assert listed.articles == 1
    assert (counts["collection:cold"], counts["collection:."]) == ((1, False), (1, True))
    assert (counts["article:heat"], counts["year:2021"]) == ((1, False), (0, False))


def test_of_many_values_the_first_are_listed_and_all_are_counted(shelved: Settings, client: TestClient) -> None:
    listed = FiltersJson.model_validate(client.get("/v1/filters?limit=1").json())
    assert [(each.count, len(each.values)) for each in listed.keys if each.key == "collection"] == [(3, 1)]


def test_a_hundred_values_of_each_key_are_listed_where_no_number_is_asked_for(
    served: Settings, client: TestClient
) -> None:
    write_source(served.corpus, "ice.md", tags=[f"tag {number}" for number in range(101)])
    build(served)
    listed = FiltersJson.model_validate(client.get("/v1/filters").json())
    assert [(each.count, len(each.values)) for each in listed.keys if each.key == "tag"] == [(101, 100)]
