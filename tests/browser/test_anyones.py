"""All pages of another collection, with collapsed parts open, in a real browser: none mentions our five articles.

The collection has German articles in sub-folders, including a web page and a leaflet with a table, and an English one.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from index.build import build
from index.corpus.golden import QUESTIONS, read_questions
from index.corpus.new import new
from index.evaluation.evaluate import evaluate
from index.evaluation.stored import keep
from index.feedback.store import quote_sum
from index.opening import open_answerer
from index.settings import Settings, load_settings
from tests.browser.conftest import OpenPage, Running
from tests.browser.serving import launch, serving
from tests.web.seeds import seeds_in
from web.words.words import words_in

pytestmark = [pytest.mark.browser, pytest.mark.model]

STATED = """
name = "Gartenfreunde Aubach"
about = "Was unsere Mitglieder über Beete, Geräte und den Verein aufgeschrieben haben."
disclaimer = "Für ein mildes Klima."
contact = "https://gartenfreunde.example/kontakt"
language = "de"
accent = "#2f6b3a"
"""
FILES = {
    "beete/tomaten.md": """---
publisher: Gartenfreunde Aubach
date: 2024-03-01
---
# Tomaten

## Wann werden Tomaten gesät?

Tomaten werden Mitte März auf der Fensterbank gesät. Nach den Eisheiligen kommen sie ins Beet.
""",
    "beete/schnecken.html": """<!doctype html><html lang="de"><head><title>Schnecken | Aubach</title></head><body>
<nav><a href="/">Start</a> <a href="/k">Kalender</a> <a href="/f">Fotos</a></nav><main><h1>Schnecken</h1>
<p>Ein Schneckenzaun aus Blech hält Nacktschnecken vom Beet fern. Bierfallen locken fremde Schnecken an.</p></main>
<footer>© Gartenfreunde Aubach · Impressum · Datenschutz</footer></body></html>""",
    "verein/beitrag.md": """# Beiträge

Der Beitrag wird im Januar fällig.

| Parzelle | Beitrag | Pfand |
|---|---|---|
| Ganze | 62 Euro | 50 Euro |
| Halbe | 34 Euro | 25 Euro |
""",
    "guests.txt": "For our guests\n\nThe garden gate is open on Sundays in summer. Dogs stay on the lead.\n",
}
SOURCES = '\n["verein/beitrag.md"]\ntags = ["Geld"]\nsells = "Der Verein verkauft Komposterde."\n'
SOWN, FEE, NONE = "Wann werden Tomaten gesät?", "Was kostet eine halbe Parzelle?", "Wie stimmt man ein Klavier?"
FACES = {
    "empty": "",
    "answer": f"?q={quote(SOWN)}",
    "answer from a table": f"?q={quote(FEE)}",
    "answer in part": f"?q={quote('Tomaten im Gewächshaus säen')}",
    "filtered": f"?q={quote(SOWN)}&filter=collection:beete",
    "filtered to nothing": f"?q={quote(SOWN)}&filter=collection:gone",
    "nothing": f"?q={quote(NONE)}",
    "shared": f"answer?q={quote(SOWN)}",
    "shared nothing": f"answer?q={quote(NONE)}",
    "reader": f"read/beete-tomaten?q={quote(SOWN)}",
    "reader of a web page": "read/beete-schnecken",
    "citation": "cite/beete-tomaten?start=90&end=120",
    "library": "library",
    "map": f"library/map?q={quote(SOWN)}",
    "quality": "quality",
    "problem": "read/none",
    "thanks": "feedback/thanks",
    "reference of the API": "api/docs",
}
FILES_TO_KEEP = [f"answer/download.{form}?q={quote(SOWN)}" for form in ("html", "md")]
_SAID = """[...document.querySelectorAll("[title], [aria-label], [placeholder], [alt]")]
  .flatMap(of => [of.title, of.ariaLabel, of.placeholder, of.alt]).filter(Boolean)"""
_UNFOLD = "document.querySelectorAll('details').forEach(folded => { folded.open = true; })"


@pytest.fixture(scope="module")
def garden(browser: Browser, graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A collection created with `verbatim new` and evaluated, and its service."""
    folder = tmp_path_factory.mktemp("garden")
    index = shutil.copytree(graph, folder / "index")
    settings = load_settings(corpus=folder / "corpus", index=index, page={"feedback": True})
    _begin(settings)
    build(settings)
    golden = read_questions(settings.corpus / QUESTIONS)
    answerer = open_answerer(settings)
    keep(settings.index, evaluate(answerer, golden), golden, answerer.engine)
    with serving(settings.corpus, settings.index, folder / "log", page__feedback="true") as address:
        yield Running(address, settings)


def _begin(settings: Settings) -> None:
    new(settings.corpus)
    for name, text in (FILES | {"collection.toml": STATED}).items():
        path = settings.corpus / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with Path(settings.corpus, "sources.toml").open("a", encoding="utf-8") as sources:
        sources.write(SOURCES)
    known = {"source": "beete/tomaten.md", "quote": "Tomaten werden Mitte März auf der Fensterbank gesät."}
    line = {"id": "1", "question": SOWN, "evidence": [known]}
    Path(settings.corpus, QUESTIONS).write_text(json.dumps(line) + "\n", encoding="utf-8")


@pytest.fixture
def running(garden: Running) -> Running:
    return garden


def unfolded(open_page: OpenPage, path: str, tab: Page | None = None) -> Page:
    """The complete page at `path`, with all collapsed parts open; in the given tab, or in another."""
    page = open_page(path, tab=tab)
    if not path.startswith("api/"):
        expect(page.locator(".vb-foot .vb-disclaimer")).to_be_visible()
    if path.startswith("?q"):
        expect(page.locator(".vb-card, .vb-none, .vb-note").first).to_be_visible()
        expect(page.locator(".stApp:not([data-test-script-state=notRunning])")).to_have_count(0)
    page.evaluate(_UNFOLD)
    return page


def said(page: Page) -> str:
    """All text of a page, visible or for screen readers."""
    return "\n".join([page.locator("body").inner_text(), page.title(), *page.evaluate(_SAID)])


# `tests/web/test_neutral.py` checks the texts of all languages.
@pytest.mark.parametrize("language", ["en", pytest.param("de", marks=pytest.mark.slow)])
def test_no_face_says_a_word_of_the_five_articles(open_page: OpenPage, language: str) -> None:
    tab = open_page("api/v1/health/live")
    found = {
        name: seeds_in(said(unfolded(open_page, f"{path}{'&' if '?' in path else '?'}lang={language}", tab)))
        for name, path in FACES.items()
    }
    assert {name: words for name, words in found.items() if words} == {}


def test_no_file_to_keep_and_no_form_does(open_page: OpenPage, garden: Running) -> None:
    page = open_page("library")
    kept = [page.request.get(garden.address + path).text() for path in FILES_TO_KEEP]
    best = open_answerer(garden.settings).ask(SOWN).evidence[0]
    place = f"article={best.passage.article_id}&start={best.quote.start}&end={best.quote.end}"
    form = unfolded(open_page, f"feedback?q={quote(SOWN)}&{place}&sum={quote_sum(best.quoted)[:16]}")
    expect(form.locator(".opinion").first).to_be_visible()
    assert seeds_in("\n".join([*kept, said(form)])) == set()


def test_who_asks_for_no_language_of_ours_gets_the_collection_s(browser: Browser, garden: Running) -> None:
    # A context's `locale` does not reach Streamlit's WebSocket.
    swedish = launch(browser.browser_type, "--accept-lang=sv")
    page = swedish.new_page()
    for path in ("", "library"):
        page.goto(garden.address + path)
        expect(page.get_by_role("link", name=words_in("de")("site.quality"))).to_be_visible()
    swedish.close()


def test_a_table_is_shown_row_by_row_with_its_heads_once(open_page: OpenPage) -> None:
    shown = unfolded(open_page, FACES["answer from a table"]).locator(".vb-card").first
    assert shown.locator(".vb-passage").inner_text().splitlines()[-3:] == [
        "Parzelle | Beitrag | Pfand",
        "Ganze | 62 Euro | 50 Euro",
        "Halbe | 34 Euro | 25 Euro",
    ]
    expect(shown.get_by_text("Parzelle | Beitrag | Pfand")).to_have_count(1)


def test_the_language_of_an_article_has_a_name(open_page: OpenPage) -> None:
    expect(unfolded(open_page, "library?lang=de").locator("#beete-schnecken")).to_contain_text("Deutsch")
    expect(unfolded(open_page, "quality?lang=fr").locator("main")).to_contain_text("articles : allemand")
