"""Once an article is gone and the index built, no face shows a sentence that only it had."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from index.ask import open_answerer
from index.build import build
from index.evaluation.evaluate import evaluate
from index.evaluation.golden import GoldenQuestion, Quote
from index.evaluation.kept import keep
from index.settings import Settings
from web.links import permalink
from web.plain.routes import routes
from web.serving.mounting import OursFirst, nothing_else
from web.serving.service import service

SENTENCE = "Zinc salve cools the marmalade shoulder of a juggler."
KEPT = "It is kept in a jar on the shelf."
TEXT = f"About zinc\n\n{SENTENCE} {KEPT}"


@pytest.fixture
def links(built: Settings) -> list[str]:
    """Every address that a page with the article showed, and those that anybody may ask for, after it is gone."""
    (built.corpus / "zinc.txt").write_text(TEXT, encoding="utf-8")
    build(built)
    # Both fail, so that the page shows what was expected of one and what came first of the other.
    golden = [
        GoldenQuestion("expected", "the skin stays numb", "plain", (Quote("zinc.txt", KEPT),)),
        GoldenQuestion("came", "which jar on the shelf", "plain", (Quote("ice.md", "Repeat this every two hours."),)),
    ]
    answerer = open_answerer(built)
    keep(built.index, evaluate(answerer, golden), golden, answerer.engine)
    assert TestClient(OursFirst(nothing_else, "", routes)).get("/quality").text.count(KEPT) == 2
    shared = permalink(service().answerer().ask(SENTENCE))
    article, _ = service().answerer().engine.article("zinc")
    start = article.text.index("Zinc")
    asked = quote(SENTENCE.replace("marmalade", "orange"))
    (built.corpus / "zinc.txt").unlink()
    build(built)
    return [
        f"/{shared}",
        f"/{shared.replace('answer?', 'answer/download.html?')}",
        f"/{shared.replace('answer?', 'answer/download.md?')}",
        f"/read/zinc?start={start}&end={start + len(SENTENCE)}",
        f"/cite/zinc?start={start}&end={start + len(SENTENCE)}",
        "/library",
        "/quality",
        "/library/map",
        f"/library/map?q={asked}",
        "/library/articles.json",
        "/library/articles.csv",
        f"/api/v1/ask?q={asked}&k=100",
        "/api/v1/articles",
        "/api/v1/articles/zinc",
        "/api/v1/metrics",
    ]


def test_no_face_shows_a_sentence_of_an_article_that_is_gone(links: list[str]) -> None:
    client = TestClient(OursFirst(nothing_else, "", routes))
    shown = {link: client.get(link).text for link in links}
    # The question itself, which a link may hold, is not the article's.
    assert {link for link, text in shown.items() if "marmalade shoulder" in text.replace(SENTENCE, "")} == set()
    assert {link for link, text in shown.items() if "kept in a jar" in text} == set()


def test_what_led_to_it_says_that_it_is_gone(links: list[str]) -> None:
    client = TestClient(OursFirst(nothing_else, "", routes))
    assert [client.get(link).status_code for link in links if "/zinc" in link] == [404, 404, 404]
    assert "gone" in client.get(links[0]).text
