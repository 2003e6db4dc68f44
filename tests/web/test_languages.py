"""Each page is in one language; quotes are marked with their own."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from index.build import build
from index.execution.progress import NullWatcher
from index.settings import Settings, load_settings
from index.storage.locks import writing
from index.storage.running import ProgressFile
from tests.conftest import HEAT, ICE
from tests.paths import WEB
from tests.web.conftest import add, serving
from tests.web.test_library import judged
from web.links import cite_link, permalink, read_link
from web.page.cards import Cards
from web.plain.feedback import feedback_link
from web.plain.routes import routes
from web.serving.mounting import Dispatcher, nothing_else
from web.serving.service import service
from web.words.words import LANGUAGES, words_in

PAGE = WEB / "page" / "page.py"
QUESTION = "ice pack towel"
PLAIN = [
    "library",
    "library/map",
    f"library/map?q={QUESTION}",
    "library/map?q=%00",
    "quality",
    "read/ice",
    "read/blog",
    "read/none",
    "read/ice?start=5",
    "read/ice?start=a&end=b",
    "cite/ice?start=28&end=40",
    "cite/ice.doc?start=28&end=40",
    "cite/ice",
    f"answer?q={QUESTION}",
    "answer?q=ice pack kidney",
    "answer?q=heet pads",
    "answer?q=kidney stones xylophone",
    "answer?q=%00",
    "answer",
    f"answer?q={QUESTION}&snapshot=abc&quotes=000000000000.111111111111",
    f"answer/download.html?q={QUESTION}",
    "answer/download.html?q=kidney stones xylophone",
    f"answer/download.md?q={QUESTION}",
    "answer/download.md?q=kidney stones xylophone",
    "feedback",
    f"feedback/thanks?q={QUESTION}",
    "plain/none",
]
BLOG = "Back pain\n\nIce helps many backs.\n\nLeave a Reply\n\nYour email address will not be published.\n"
_SAID = {"alt", "aria-label", "data-done", "data-label", "placeholder", "title"}
_EMPTY = {"br", "circle", "hr", "img", "input", "link", "meta", "path", "polyline", "rect"}
_ENGLISH = re.compile(r"\b(the|of|and|this|that|not|with|from|for|are|your|which)\b", re.IGNORECASE)
_GERMAN = re.compile(r"\b(der|die|das|und|nicht|mit|aus|von|eine|einen|ist|sind|Sie)\b")


class Heard(HTMLParser):
    """Collects the text of a page, each piece with its language."""

    def __init__(self, language: str = "") -> None:
        super().__init__()
        self.said: list[tuple[str, str]] = []
        self._languages = [language]
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or self._languages[-1]
        self.said += [(language, value) for name, value in attrs if name in _SAID and value]
        # The title contains a question or an article's title, whose language cannot be marked.
        if tag == "title" and "lang" not in given:
            language = ""
        if tag not in _EMPTY:
            self._languages.append(language)
            self._silent += tag in {"style", "script"}

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Ignore elements without content."""

    def handle_endtag(self, tag: str) -> None:
        self._languages.pop()
        self._silent -= tag in {"style", "script"}

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._silent:
            self.said.append((self._languages[-1], data))


def heard(html: str, language: str = "") -> list[tuple[str, str]]:
    listener = Heard(language)
    listener.feed(html)
    return listener.said


def pieces(language: str) -> set[str]:
    """The parts of a language's texts between placeholders that are long enough to identify the language."""
    forms = [form for text in words_in(language).texts.values() for form in ([text] if isinstance(text, str) else text)]
    parts = (piece for form in forms for piece, _, _, _ in string.Formatter().parse(form))
    return {piece.strip() for piece in parts if len(piece.strip()) > 12}


def foreign(language: str, text: str) -> set[str]:
    """The words of other languages in `text`."""
    own = pieces(language)
    others = {piece for other in LANGUAGES if other != language for piece in pieces(other)}
    return {piece for piece in others - own if piece in text and not any(piece in whole for whole in own)}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The small corpus, set up so that pages show as many of their texts as possible."""
    folder = tmp_path_factory.mktemp("full")
    (folder / "articles").mkdir()
    for name, text in (("ice.md", ICE), ("heat.txt", HEAT), ("blog.txt", BLOG), ("empty.txt", "")):
        (folder / "articles" / name).write_text(text, encoding="utf-8")
    settings = load_settings(corpus=folder / "articles", index=folder / "index", model={"name": "hash"})
    build(settings)
    judged(settings)
    return settings


@pytest.fixture
def full(filled: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """The service of that corpus, which tests only read."""
    with serving(filled, monkeypatch, page__feedback="true", service__rate_limit="none") as own:
        yield own


def client(language: str) -> TestClient:
    return TestClient(Dispatcher(nothing_else, "", routes), headers={"Accept-Language": f"{language}, *;q=0.1"})


def links() -> Iterator[str]:
    """The links from an answer."""
    with service().asking() as answerer:
        found = answerer.ask(QUESTION)
    first = found.evidence[0]
    yield from (read_link(first, QUESTION), cite_link(first), permalink(found), str(feedback_link(first, QUESTION)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plain_page_speaks_one_language(full: Settings, language: str) -> None:
    asking = client(language)
    for path in [*PLAIN, *links()]:
        answer = asking.get(f"/{path}")
        assert foreign(language, answer.text) == set(), path
        assert answer.headers["content-language"] == language, path
        assert answer.headers["vary"] == "Accept-Language", path
        assert "<html" not in answer.text or f'<html lang="{language}">' in answer.text, path


@pytest.mark.parametrize(("language", "other"), [("de", _ENGLISH), ("en", _GERMAN)])
def test_what_is_said_in_a_language_has_no_small_words_of_the_other(
    full: Settings, language: str, other: re.Pattern[str]
) -> None:
    for path in [*PLAIN, *links()]:
        html = client(language).get(f"/{path}").text
        said = [text for spoken, text in heard(html) if spoken == language] if "<html" in html else []
        assert [text for text in said if other.search(text)] == [], path


def test_without_an_index_the_title_is_german_and_what_to_run_is_marked_as_english(served: Settings) -> None:
    said = heard(client("de").get("/library").text)
    assert ("de", words_in("de")("problem.title")) in said
    assert [spoken for spoken, text in said if "verbatim build" in text] == ["en"]


def open_page(**link: str) -> AppTest:
    page = AppTest.from_file(str(PAGE), default_timeout=240)
    for name, value in link.items():
        page.query_params[name] = value
    return page.run()


def told(page: AppTest) -> list[tuple[str, str]]:
    """All text on the page with its language; without markup, that of the page."""
    html = "".join(element.proto.body for element in page.get("html"))
    labels = [page.text_input[0].label, page.text_input[0].placeholder, *(button.label for button in page.button)]
    return [*heard(html), *(("", str(label)) for label in labels)]


STATES = [{}, *({"q": question} for question in (QUESTION, "ice pack kidney", "heet pads", "kidney stones", "\x00"))]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_page_speaks_one_language(full: Settings, state: dict[str, str], language: str) -> None:
    said = told(open_page(lang=language, **state))
    assert foreign(language, "\n".join(text for _, text in said)) == set()
    other = _ENGLISH if language == "de" else _GERMAN
    assert [text for spoken, text in said if spoken in {"", language} and other.search(text)] == []


def test_a_running_build_is_told_of_in_german(built: Settings) -> None:
    with writing(built.index), ProgressFile(built.index, NullWatcher()) as build:
        build.begin("embedding", 1200)
        said = [text for _, text in told(open_page(lang="de"))]
    assert "Ein neuer Index entsteht: Einbetten, 0\u00a0%." in said


def test_what_goes_wrong_is_told_in_german_but_for_what_to_run(served: Settings) -> None:
    said = told(open_page(lang="de", q="ice"))
    assert ("", words_in("de")("problem.title")) in said
    assert [spoken for spoken, text in said if "verbatim build" in text] == ["en"]


def test_the_setting_decides_where_neither_link_nor_browser_does(
    built: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERBATIM_PAGE__LANGUAGE", "de")
    service.forget()
    assert '<html lang="de">' in TestClient(Dispatcher(nothing_else, "", routes)).get("/library").text
    assert words_in("de")("site.disclaimer") in [text for _, text in told(open_page())]
    assert '<html lang="en">' in client("en").get("/library").text


def test_a_link_decides_over_the_browser_and_hands_itself_on(built: Settings) -> None:
    page = client("en").get("/library?lang=de").text
    assert '<html lang="de">' in page
    assert 'href="./read/ice?lang=de"' in page
    assert 'href="./library/map?lang=de"' in page
    assert '<input type="hidden" name="lang" value="de">' in client("en").get("/library/map?lang=de").text
    reader = client("en").get(f"/read/ice?start=28&end=40&q={QUESTION}&lang=de").text
    assert 'href="../cite/ice?start=28&amp;end=40&amp;lang=de"' in reader


def test_a_language_that_there_is_not_is_not_handed_on(built: Settings) -> None:
    page = client("en").get("/library?lang=xx").text
    assert '<html lang="en">' in page
    assert "lang=xx" not in page


def test_every_page_leads_to_itself_in_the_other_language(built: Settings) -> None:
    page = client("en").get("/answer?q=ice+%26+pack&typed=1").text
    assert 'href="?q=ice+%26+pack&amp;typed=1&amp;lang=de" target="_self" lang="de" hreflang="de">Deutsch</a>' in page
    assert (
        'href="?q=ice+%26+pack&amp;typed=1&amp;lang=en"'
        in client("en").get("/answer?lang=de&q=ice+%26+pack&typed=1").text
    )


def test_a_link_to_share_leaves_the_language_to_who_opens_it(built: Settings) -> None:
    page = client("en").get(f"/answer?q={QUESTION}&lang=de").text
    [shared] = re.findall(r'data-copy-link="([^"]*)"', page)
    assert "lang=" not in shared


def test_asking_on_the_page_keeps_the_language_of_its_link(built: Settings) -> None:
    page = open_page(lang="de")
    page.text_input[0].input("heat pads")
    page.button[0].click().run()
    assert (page.query_params["q"], page.query_params["lang"]) == ("heat pads", "de")
    html = "".join(element.proto.body for element in page.get("html"))
    assert re.search(r'href="read/heat\?start=[^"]*&amp;lang=de#quote"', html)
    assert 'href="?q=heat+pads&amp;lang=en"' in html


def test_the_page_tells_the_browser_its_language(built: Settings) -> None:
    german, english = (
        "".join(element.proto.body for element in open_page(lang=language).get("html")) for language in ("de", "en")
    )
    assert 'document.documentElement.lang = "de"' in german
    assert "documentElement.lang" not in english


def test_a_quote_is_marked_with_the_language_of_its_article(built: Settings) -> None:
    (built.corpus / "sources.toml").write_text('["ice.md"]\nlanguage = "fr"\n', encoding="utf-8")
    add(built, "more.txt", "A cold pack soothes the back for a while.")
    with service().asking() as answerer:
        found = answerer.ask(QUESTION)
    first = found.evidence[0]
    assert first.passage.article_id == "ice"
    quotes = [
        heard(Cards(words_in("de"), str, str).answer(found)),
        heard(client("de").get(f"/{permalink(found)}").text),
        heard(client("de").get(f"/{cite_link(first)}").text),
        heard(client("de").get(f"/{read_link(first)}").text),
    ]
    assert [("fr", first.quoted) in said for said in quotes] == [True] * 4


@pytest.mark.parametrize("stated", ['x" onload="y', "", "en us", "1"])
def test_what_is_no_language_does_not_become_an_attribute(built: Settings, stated: str) -> None:
    (built.corpus / "sources.toml").write_text(f"['ice.md']\nlanguage = '{stated}'\n", encoding="utf-8")
    add(built, "more.txt", "A cold pack soothes the back for a while.")
    assert '<article class="source" dir="auto" lang="en">' in client("de").get("/read/ice").text
