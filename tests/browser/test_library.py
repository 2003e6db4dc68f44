"""Library, map, quality and feedback in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from index.feedback.store import LONGEST_COMMENT, FeedbackStore, quote_sum
from index.opening import open_answerer
from tests.browser.conftest import HIT, VIOLATIONS, OpenPage, Running
from web.words.words import words_in

pytestmark = [pytest.mark.browser, pytest.mark.model]

SAY = words_in("en")
ICE = "should i use heat or ice"
PAGES = ("library", "library/map", f"library/map?q={quote(ICE)}", "quality", "feedback")


@pytest.fixture
def running(furnished: Running) -> Running:
    return furnished


@pytest.fixture(scope="module")
def form(furnished: Running) -> str:
    """The path of the feedback form for the first evidence."""
    item = open_answerer(furnished.settings).ask(ICE).evidence[0]
    place = f"article={item.passage.article_id}&start={item.quote.start}&end={item.quote.end}"
    return f"feedback?q={quote(ICE)}&{place}&sum={quote_sum(item.quoted)[:16]}"


@pytest.fixture
def path(form: str, name: str) -> str:
    """The path of a page of `PAGES`."""
    return form if name == "feedback" else name


@pytest.mark.parametrize(
    "looks",
    [
        [(False, False), (True, True)],
        pytest.param([(False, True), (True, False)], marks=pytest.mark.slow),
    ],
    ids=["desktop in light, phone in dark", "desktop in dark, phone in light"],
)
# The map with a question has all of the map without.
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name == "library/map" else name for name in PAGES]
)
def test_no_page_has_a_serious_finding(open_page: OpenPage, path: str, looks: list[tuple[bool, bool]]) -> None:
    for phone, dark in looks:
        page = open_page(path, phone=phone, dark=dark)
        for summary in page.locator("summary").all():
            summary.click()
        found = Axe().run(page, options=VIOLATIONS).response["violations"]
        assert [
            (item["id"], item["nodes"][0]["html"]) for item in found if item["impact"] in {"serious", "critical"}
        ] == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_on_a_phone(open_page: OpenPage, path: str) -> None:
    page = open_page(path, phone=True)
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("name", [*PAGES, f"library/map?q={quote(HIT)}"])
def test_words_of_an_article_or_a_question_do_nothing(open_page: OpenPage, path: str) -> None:
    page = open_page("api/v1/health/live")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    open_page(path, tab=page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("window.hit") is None
    assert page.locator("main img, main script, main iframe").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    # No violation of the policy was reported.
    assert said == []


def test_an_address_of_ill_will_is_shown_as_words(open_page: OpenPage) -> None:
    expect(open_page("library").get_by_text("javascript:window.hit=1")).to_be_visible()


def test_a_mark_tells_its_sentence_and_leads_into_its_article(open_page: OpenPage) -> None:
    page = open_page("library/map")
    point = page.locator("a.point").first
    assert point.locator("title").text_content()
    point.click()
    page.wait_for_url(re.compile(r"/read/[a-z0-9-]+\?start=\d+&end=\d+#quote$"))


def test_the_keyboard_alone_places_a_question_and_reaches_the_nearest_passage(open_page: OpenPage) -> None:
    page = open_page("library/map")
    page.get_by_label(SAY("ask.label")).focus()
    page.keyboard.type(ICE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=SAY("map.nearest"))).to_be_visible()
    expect(page.get_by_label(SAY("ask.label"))).to_have_value(ICE)
    page.get_by_label(SAY("ask.label")).focus()
    for _ in range(2):
        page.keyboard.press("Tab")
    # After the button comes the first passage: the marks in the drawing are not tab stops.
    assert page.evaluate("document.activeElement.closest('ol.nearest') !== null")


def test_the_skip_link_comes_first(open_page: OpenPage) -> None:
    page = open_page("library")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_what_was_set_aside_unfolds_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("library")
    folded = page.locator("details.aside").first
    folded.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(folded.locator("li").first).to_be_visible()


def test_the_metadata_is_downloaded(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("library")
    with page.expect_download() as download:
        page.get_by_role("link", name=SAY("library.json")).click()
    assert download.value.suggested_filename == "articles.json"


def _send(page: Page, comment: str) -> None:
    page.get_by_label(SAY("feedback.not-an-answer")).check()
    page.get_by_label(SAY("feedback.comment", most=LONGEST_COMMENT)).fill(comment)
    page.get_by_role("button", name=SAY("feedback.send")).click()


def test_an_opinion_is_sent_stored_and_leads_back(open_page: OpenPage, running: Running, form: str) -> None:
    page = open_page(form)
    expect(page.get_by_text(SAY("feedback.stored"))).to_be_visible()
    _send(page, HIT)
    expect(page.get_by_role("heading", name=SAY("feedback.thanks"))).to_be_visible()
    item = FeedbackStore.of(running.settings).all()[-1]
    assert (item.question, item.opinion, item.comment) == (ICE, "not-an-answer", HIT)
    expect(page.get_by_role("link", name=SAY("feedback.back"))).to_have_attribute("href", f"../?q={quote(ICE)}")


def test_quality_draws_its_plots_and_names_what_fails(open_page: OpenPage) -> None:
    page = open_page("quality")
    expect(page.locator(".reliability svg")).to_be_visible()
    assert page.locator(".reliability .dot").count() == 10
    assert page.locator(".bars .share").first.bounding_box()
