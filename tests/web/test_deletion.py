"""After an article is deleted and the index built, no interface shows a sentence that only it contained."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from starlette.testclient import TestClient

from index.build import build
from index.corpus.golden import GoldenQuestion, Quote
from index.evaluation.evaluate import evaluate
from index.evaluation.stored import keep
from index.opening import open_answerer
from index.settings import Settings
from tests.cli.running import verbatim
from tests.web.opening import open_page
from tests.web.serving import environment, running
from web.links import permalink
from web.plain.routes import routes
from web.serving.mounting import Dispatcher, nothing_else
from web.serving.service import service

SENTENCE = "Zinc salve cools the marmalade shoulder of a juggler."
KEPT = "It is kept in a jar on the shelf."
TEXT = f"About zinc\n\n{SENTENCE} {KEPT}"


@pytest.fixture
def links(built: Settings) -> list[str]:
    """Every link that pages with the article showed, and other URLs, requested after its deletion."""
    (built.corpus / "zinc.txt").write_text(TEXT, encoding="utf-8")
    build(built)
    # Both questions fail, so that the quality page shows the expected and the first quotes.
    golden = [
        GoldenQuestion("expected", "the skin stays numb", "plain", (Quote("zinc.txt", KEPT),)),
        GoldenQuestion("came", "which jar on the shelf", "plain", (Quote("ice.md", "Repeat this every two hours."),)),
    ]
    answerer = open_answerer(built)
    keep(built.index, evaluate(answerer, golden), golden, answerer.engine)
    assert TestClient(Dispatcher(nothing_else, "", routes)).get("/quality").text.count(KEPT) == 2
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
    client = TestClient(Dispatcher(nothing_else, "", routes))
    shown = {link: client.get(link).text for link in links}
    # The question, which a link may contain, is not text of the article.
    assert {link for link, text in shown.items() if "marmalade shoulder" in text.replace(SENTENCE, "")} == set()
    assert {link for link, text in shown.items() if "kept in a jar" in text} == set()


def test_what_led_to_it_says_that_it_is_gone(links: list[str]) -> None:
    client = TestClient(Dispatcher(nothing_else, "", routes))
    assert [client.get(link).status_code for link in links if "/zinc" in link] == [404, 404, 404]
    assert "disappeared" in client.get(links[0]).text


FACES = (
    "/",
    "/library",
    "/library/map",
    "/library/map?q=jar",
    "/library/articles.json",
    "/library/articles.csv",
    "/quality",
    "/read/zinc",
    "/answer?q=jar",
    "/answer/download.html?q=jar",
    "/answer/download.md?q=jar",
    "/api/v1/ask?q=jar",
    "/api/v1/quote?text=It is kept in a bar on the shelf.",
    "/api/v1/articles",
    "/api/v1/articles/zinc",
    "/api/v1/health",
    "/api/v1/metrics",
)


def test_once_the_last_article_is_deleted_no_face_and_after_gc_no_file_has_a_word_of_it(
    served: Settings, tmp_path: Path
) -> None:
    """The service is a process of its own, and runs throughout."""
    variables = environment(served, page__feedback="true")
    golden = {"id": "a", "question": "is the jar cold", "evidence": [{"source": "zinc.txt", "quote": KEPT}]}
    for file in served.corpus.iterdir():
        file.unlink()
    (served.corpus / "zinc.txt").write_text(TEXT, encoding="utf-8")
    (served.corpus / "questions.jsonl").write_text(json.dumps(golden), encoding="utf-8")

    def command(*arguments: str) -> str:
        done = verbatim(variables, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def holding() -> set[str]:
        """The files in the index folder that contain words of the article."""
        files = (path for path in served.index.rglob("*") if path.is_file())
        return {
            path.name for path in files if any(word in path.read_bytes() for word in (b"armalade", b"kept in a jar"))
        }

    command("build")
    command("eval", "--keep")
    with (
        running(["serve"], variables, tmp_path / "log") as service_of_people,
        httpx.Client(base_url=service_of_people.address, timeout=240) as client,
    ):
        shown = client.get("/answer", params={"q": "jar"})
        assert KEPT in html.unescape(re.sub("<[^>]*>", "", shown.text))
        (served.corpus / "zinc.txt").unlink()
        assert "The collection is empty now" in command("build")
        assert holding()
        faces = {face: client.get(face) for face in FACES}
        assert {face for face, got in faces.items() if "armalade" in got.text or "kept in a jar" in got.text} == set()
        gone = {"/read/zinc", "/api/v1/articles/zinc"}
        assert {face for face, got in faces.items() if got.status_code != 200} == gone
        saying = {face for face, got in faces.items() if "The collection is empty" in got.text}
        assert saying >= {"/library", "/library/map", "/answer?q=jar", "/answer/download.md?q=jar"}
        assert faces["/api/v1/ask?q=jar"].json()["empty"] is True
        page = open_page(service_of_people.address).sent
        assert ("The collection is empty" in page, "armalade" in page) == (True, False)
    assert "The collection is empty" in command("ask", "jar")
    command("gc")
    assert holding() == set()
