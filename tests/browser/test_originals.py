"""With three saved pages as originals, "Open original" leads to the quote, and the browser marks exactly that."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from playwright.sync_api import Browser

from index.ask import Answerer
from index.build import build
from index.opening import open_answerer
from index.settings import load_settings
from tests.browser.conftest import OpenPage, Running
from tests.browser.highlights import LINES_OF_TEXT, comes_to_mark
from tests.browser.serving import serving as service_on
from tests.serving import Server, says, serving
from web.plain.reader.reading import original_of
from web.words.words import words_in

pytestmark = pytest.mark.browser

SAY = words_in("en")
_HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>::target-text {{ background: #ffe79a; color: black }} body {{ font: 18px/1.6 sans-serif; max-width: 40em }}
</style></head><body><nav><a href="/">Home</a> <a href="/health">Health</a></nav><main><h1>{title}</h1>"""
_TAIL = "</main><footer><p>Copyright, all rights reserved.</p></footer></body></html>"
# Markup inside sentences, lists, a table, repeated sentences, and characters that fragments must encode.
PAGES = {
    "ice": (
        "Ice for a sore back",
        "<p>Wrap the <b>ice pack</b> in a towel &amp; hold it there for <a href='/min'>20 minutes</a> at a time. Do not"
        " fall asleep on it, however well-wrapped it is, because skin that is cold for long is hurt before it aches."
        "</p><p>Rest after that. Do this every two hours.</p><h2>When to stop</h2><p>Stop when the skin turns white, or"
        " numb. Do this every two hours.</p><p>Most people feel better in 48–72 hours, and need no more ice then.</p>",
    ),
    "heat": (
        "Heat for a stiff back",
        "<p>A warm bath loosens the muscles of the back, and most people like it better than ice.</p><ul><li>Use a heat"
        " pad for 15 to 20 minutes.</li><li>Use a hot-water bottle in a cover, never on bare skin.</li><li>Never sleep"
        " on a heat pad, even on a low setting.</li></ul><p>“Heat,” says one nurse, “is for the days after the first"
        " three, when swelling has gone.”</p><p>Warm muscles stretch further, so stretch after the bath.</p>",
    ),
    "walk": (
        "Walking with a bad back",
        "<p>Short walks keep the back from stiffening. Begin with five minutes, on level ground, three times a day.</p>"
        "<table><tr><th>Day</th><th>How long to walk</th></tr><tr><td>First day</td><td>Five minutes, three times"
        "</td></tr></table><p>Bed rest for more than a day or two makes most backs worse, not better.</p><p>See a"
        " doctor at once when a leg goes weak, or when you cannot feel when you wipe.</p>",
    ),
}


@dataclass(frozen=True)
class Originals(Running):
    """The service, and the server of its articles' original pages."""

    answerer: Answerer


@pytest.fixture(scope="module")
def originals() -> Iterator[Server]:
    """A server with the saved pages."""
    with serving() as server:
        for name, (title, body) in PAGES.items():
            page = _HEAD.format(title=title) + body + _TAIL
            server.answers[f"/{name}.html"] = says(page.encode(), "text/html; charset=utf-8")
        server.answers["/favicon.ico"] = says(b"", status=404)
        yield server


@pytest.fixture(scope="module")
def running(browser: Browser, originals: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Originals]:
    """A service with the three pages, whose URLs point to the other server."""
    folder = tmp_path_factory.mktemp("originals")
    corpus = folder / "corpus"
    corpus.mkdir()
    tables = []
    for name, (title, body) in PAGES.items():
        (corpus / f"{name}.html").write_text(_HEAD.format(title=title) + body + _TAIL, encoding="utf-8")
        url = f"http://127.0.0.1:{originals.server_address[1]}/{name}.html"
        tables.append(f'["{name}.html"]\nurl = {json.dumps(url)}\n')
    (corpus / "sources.toml").write_text("\n".join(tables), encoding="utf-8")
    settings = load_settings(corpus=corpus, index=folder / "index", model={"name": "hash"})
    build(settings)
    with service_on(settings.corpus, settings.index, folder / "log", model="hash") as address:
        yield Originals(address, settings, open_answerer(settings))


def test_open_original_marks_exactly_the_quotes_of_three_saved_pages(open_page: OpenPage, running: Originals) -> None:
    """Every sentence that occurs once on its page, to the pixel."""
    page = open_page("api/v1/health/live")
    missed, count = [], 0
    engine = running.answerer.engine
    for passage in engine.passages(np.arange(engine.count)):
        article, _ = engine.article(passage.article_id)
        for sentence in passage.sentences:
            words_of = passage.quote(sentence)
            page.goto("about:blank")
            page.goto(original_of(article, (sentence.start, sentence.end)) or "about:blank#none")
            boxes = page.evaluate(LINES_OF_TEXT, words_of.replace("|", ""))
            count += boxes is not None
            if boxes is not None and not comes_to_mark(page, boxes):
                missed.append((words_of, page.url))
    assert count >= 15
    assert len(missed) <= 0.02 * count, missed


def test_open_original_leads_from_the_reader_to_the_quote(open_page: OpenPage, running: Originals) -> None:
    article, _ = running.answerer.engine.article("walk")
    start = article.text.index("Bed rest")
    page = open_page(f"read/walk?start={start}&end={start + 20}#quote")
    page.get_by_role("link", name=SAY("reader.original")).click()
    page.wait_for_url("**/walk.html*")
    assert comes_to_mark(page, page.evaluate(LINES_OF_TEXT, article.text[start : start + 20]))


def test_the_original_learns_nothing_of_the_question(open_page: OpenPage, running: Originals) -> None:
    article, _ = running.answerer.engine.article("heat")
    start = article.text.index("A warm bath")
    page = open_page(f"read/heat?start={start}&end={start + 11}&q=secret+question")
    with page.expect_request("**/heat.html*") as asked:
        page.get_by_role("link", name=SAY("reader.original")).click()
    assert "referer" not in asked.value.all_headers()
