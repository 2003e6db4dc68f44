"""Common tasks on the page, in a real browser."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from index.build import build
from index.corpus.collection import read_collection
from tests.browser.conftest import VIOLATIONS, OpenPage, Running
from tests.paths import CORPUS
from web.words.words import words_in

pytestmark = [pytest.mark.browser, pytest.mark.model]

SAY = words_in("en")
NAME = str(read_collection(CORPUS).name)
ICE = "Ice or heat for a back spasm?"
MASSAGE = "Should a massage hurt?"
NOTHING = "ice or heat for kidney stones"
NOTICE = "I cant hold my pee since my back went out"
SCRIPT = "<img src=x onerror='window.hit = 1'><script>window.hit = 1</script>"


def link(question: str) -> str:
    return f"?q={quote(question)}"


def ask(page: Page, question: str) -> None:
    page.get_by_label(SAY("ask.label")).fill(question)
    page.keyboard.press("Enter")


def test_a_question_typed_and_entered_shows_the_marked_quote(open_page: OpenPage) -> None:
    page = open_page()
    # Asking must not reload the page.
    page.evaluate("window.same = true")
    expect(page.get_by_label(SAY("ask.label"))).to_be_focused()
    page.keyboard.type(ICE)
    page.keyboard.press("Enter")
    expect(page.locator(".vb-card mark").first).to_be_visible()
    assert "ice" in page.locator(".vb-card").first.inner_text().lower()
    expect(page).to_have_url(re.compile(r"\?q=Ice(\+|%20)or"))
    expect(page).to_have_title(f"{ICE} · {NAME}")
    assert page.evaluate("window.same")


def test_a_link_reopens_its_answer(open_page: OpenPage) -> None:
    page = open_page(link(ICE))
    expect(page.locator(".vb-card mark").first).to_be_visible()
    expect(page.get_by_label(SAY("ask.label"))).to_have_value(ICE)
    first = page.locator(".vb-card mark").first.inner_text()
    page.reload()
    expect(page.locator(".vb-card mark").first).to_have_text(first)


def test_back_leads_to_the_question_before_and_forward_again(open_page: OpenPage) -> None:
    page = open_page(link(ICE))
    box, mark = page.get_by_label(SAY("ask.label")), page.locator(".vb-card mark").first
    expect(mark).to_be_visible()
    first = mark.inner_text()
    ask(page, MASSAGE)
    expect(mark).not_to_have_text(first)
    second = mark.inner_text()
    page.go_back()
    expect(mark).to_have_text(first)
    expect(box).to_have_value(ICE)
    page.go_forward()
    expect(mark).to_have_text(second)
    expect(box).to_have_value(MASSAGE)


def test_the_box_is_left_alone_on_a_phone_and_under_an_answer(open_page: OpenPage) -> None:
    phone = open_page(phone=True)
    expect(phone.locator(".vb-articles")).to_be_visible()
    expect(phone.get_by_label(SAY("ask.label"))).not_to_be_focused()
    answered = open_page(link(ICE))
    expect(answered.locator(".vb-card").first).to_be_visible()
    expect(answered.get_by_label(SAY("ask.label"))).not_to_be_focused()


def test_an_example_is_asked_by_a_click_and_the_name_leads_home(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("button", name=ICE).click()
    expect(page.locator(".vb-card mark").first).to_be_visible()
    expect(page.get_by_label(SAY("ask.label"))).to_have_value(ICE)
    page.get_by_role("link", name=NAME, exact=True).click()
    expect(page.get_by_role("button", name=ICE)).to_be_visible()


def test_the_keyboard_alone_asks_an_example(open_page: OpenPage) -> None:
    page = open_page()
    # Wait for the examples, whose script Streamlit loads separately: pressing Tab earlier would skip them.
    expect(page.get_by_role("button", name=ICE)).to_be_visible()
    expect(page.locator(".vb-articles")).to_be_visible()
    expect(page.get_by_label(SAY("ask.label"))).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText").strip() == ICE:
            break
    assert page.evaluate("document.activeElement.innerText").strip() == ICE
    page.keyboard.press("Enter")
    expect(page.locator(".vb-card mark").first).to_be_visible()


def test_a_question_that_is_not_answered_says_so_and_folds_the_nearest(open_page: OpenPage) -> None:
    page = open_page(link(NOTHING))
    expect(page.get_by_role("heading", name=SAY("answer.unanswered"))).to_be_visible()
    expect(page.get_by_text("No article mentions: kidney, stones.")).to_be_visible()
    card = page.locator(".vb-card").first
    expect(card).to_be_hidden()
    page.locator(".vb-folded > summary").first.click()
    expect(card).to_be_visible()


def test_mended_spelling_has_a_way_back(open_page: OpenPage) -> None:
    page = open_page(link("shoud i use heet or ise on my back"))
    expect(page.get_by_text("Searching for “should i use heat or ice on my back”")).to_be_visible()
    page.get_by_role("button", name=SAY("ask.as_typed")).click()
    expect(page.get_by_text("Searching for")).to_be_hidden()
    expect(page).to_have_url(re.compile("typed=1"))
    page.go_back()
    expect(page.get_by_text("Searching for")).to_be_visible()


def test_a_phone_shows_box_and_answer_at_once_and_nothing_scrolls_sideways(open_page: OpenPage) -> None:
    page = None
    for path in ("", link(NOTHING), link("x" * 300), link(ICE)):
        page = open_page(path, phone=True, tab=page)
        expect(page.locator(".vb-disclaimer")).to_be_visible()
        expect(page.locator(".vb-articles, .vb-card, .vb-none").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.evaluate(
            "[...document.querySelectorAll('.stMain *')].every(e => e.getBoundingClientRect().right <= 391)"
        )
    assert page
    box, mark = page.get_by_label(SAY("ask.label")).bounding_box(), page.locator(".vb-card mark").first.bounding_box()
    assert box
    assert mark
    assert 0 < box["y"] < mark["y"]
    assert mark["y"] + mark["height"] < 844


# Each page in one theme; the slow tests are each in the other.
@pytest.mark.parametrize(
    ("path", "dark"),
    [
        pytest.param(
            path, dark, id=f"{name}-{'dark' if dark else 'light'}", marks=[] if dark == first else pytest.mark.slow
        )
        for name, path, first in (
            ("empty", "", False),
            ("answer", link(ICE), True),
            ("unanswered", link(NOTHING), False),
            ("notice", link(NOTICE), True),
        )
        for dark in (False, True)
    ],
)
def test_nothing_on_the_page_shuts_anyone_out(open_page: OpenPage, path: str, dark: bool) -> None:
    page = open_page(path, dark=dark)
    expect(page.locator(".vb-articles, .vb-card:visible, .vb-none").first).to_be_visible()
    if path == link(NOTHING):
        page.locator(".vb-folded > summary").first.click()
    if path == link(NOTICE):
        expect(page.locator(".vb-notice").first).to_be_visible()
    # Wait for the fade-in of Streamlit's elements: until then, contrast is too low.
    expect(page.locator(".stApp:not([data-test-script-state=notRunning])")).to_have_count(0)
    page.wait_for_function("document.getAnimations().every((one) => one.playState !== 'running')")
    found = Axe().run(page, options=VIOLATIONS).response["violations"]
    grave = [item["id"] for item in found if item["impact"] in {"serious", "critical"}]
    assert grave + [item["id"] for item in found if item["id"] == "aria-allowed-role"] == []


def test_a_script_in_a_question_does_not_run(open_page: OpenPage) -> None:
    page = open_page(link(f"ice {SCRIPT}"))
    expect(page.get_by_label(SAY("ask.label"))).to_have_value(f"ice {SCRIPT}")
    expect(page.locator(".vb-card, .vb-none").first).to_be_visible()
    assert page.evaluate("window.hit") is None
    assert page.locator("img[src=x]").count() == 0


@pytest.mark.parametrize(
    "question",
    [pytest.param("ice " * 2_500, marks=pytest.mark.slow), "🧊" * 10_000, "\u202eice\u0007 pack"],
    ids=["long", "emoji", "bidi"],
)
def test_odd_questions_do_not_break_the_page(open_page: OpenPage, question: str) -> None:
    page = open_page()
    ask(page, question)
    expect(page.locator(".vb-card, .vb-none").first).to_be_visible()
    page.reload()
    expect(page.locator(".vb-card, .vb-none").first).to_be_visible()


def test_a_new_snapshot_is_answered_from_without_a_restart(open_page: OpenPage, running: Running) -> None:
    page = open_page(link("zebra liniment"))
    expect(page.get_by_text("No article mentions: zebra, liniment.")).to_be_visible()
    added = running.settings.corpus / "zebra-liniment.txt"
    added.write_text("Zebra liniment for the back\n\nRub zebra liniment on the sore spot.\n", encoding="utf-8")
    try:
        build(running.settings)
        ask(page, "where do I rub zebra liniment?")
        expect(page.locator(".vb-card mark").first).to_have_text("Rub zebra liniment on the sore spot.")
    finally:
        added.unlink()
        build(running.settings)


def test_a_notice_stands_above_everything_with_its_source_linked(open_page: OpenPage) -> None:
    page = open_page(link(NOTICE))
    notice = page.locator(".vb-notice.vb-emergency").first
    expect(notice).to_contain_text("999 or 112, or your local emergency number")
    # The notice has only one link, for the call; its source is below.
    expect(notice.get_by_role("link")).to_have_attribute("href", "tel:112")
    source = page.locator(".vb-notice-source")
    expect(source.get_by_role("link")).to_have_attribute("href", "https://www.nhs.uk/conditions/back-pain/")
    first = page.locator(".vb-card, .vb-none, .vb-note").first
    expect(first).to_be_visible()
    above, below = notice.bounding_box(), first.bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] + above["height"] <= below["y"]
