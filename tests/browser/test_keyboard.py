"""Keyboard only: from the home page to a source and back, to a citation, and to the feedback form.

At each step the focus must be visible: a screenshot without focus must differ.
"""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, Running
from tests.browser.focus import FOCUSED, STOPS, focused, tab_to
from web.words.words import words_in

pytestmark = [pytest.mark.browser, pytest.mark.model]

SAY = words_in("en")
ICE = "Ice or heat for a back spasm?"
# The top, bottom and left edges of the focused element, in page coordinates.
_EDGES = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const scrolled = (document.querySelector(".stMain") ?? document.scrollingElement).scrollTop;
  return [box.top + scrolled, box.bottom + scrolled, box.left];
}"""


@pytest.fixture
def running(furnished: Running) -> Running:
    return furnished


def test_the_keyboard_alone_asks_reads_cites_and_says_what_it_thinks(open_page: OpenPage) -> None:
    page = open_page(fresh=True)
    # From the home page to the answer: the box has the focus.
    expect(page.get_by_label(SAY("ask.label"))).to_be_focused()
    focused(page)
    page.keyboard.type(ICE)
    page.keyboard.press("Enter")
    expect(page.locator(".vb-card mark").first).to_be_visible()
    quote = page.locator(".vb-card mark").first.inner_text()
    # To the source: only the button and the links above the passages come before it.
    passed = tab_to(page, SAY("answer.read"))
    # The name of an expander is followed by its icon, which screen readers skip.
    passed = [name.removesuffix("chevron_right") for name in passed]
    assert passed == [SAY("ask.ask"), SAY("filters.title"), SAY("answer.by_article"), SAY("answer.share_ahead")]
    page.keyboard.press("Enter")
    expect(page.locator("#quote")).to_have_text(quote)
    expect(page.locator("#quote")).to_be_in_viewport()
    # Back to the answer by the reader's own link.
    tab_to(page, SAY("answer.whole"))
    page.keyboard.press("Enter")
    expect(page.locator(".vb-card mark").first).to_have_text(quote)
    # To the citation, which is copied; and back with the browser's shortcut.
    tab_to(page, SAY("answer.cite"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=SAY("cite.title"))).to_be_visible()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab_to(page, f"{SAY('cite.copy')} BibTeX")
    page.keyboard.press("Enter")
    expect(page.get_by_text(SAY("shared.copied"))).to_be_visible()
    assert quote in page.evaluate("navigator.clipboard.readText()")
    page.go_back()
    expect(page.locator(".vb-card mark").first).to_have_text(quote)
    # To the feedback form, which is filled in and sent, and from the thank-you page back to the answer.
    tab_to(page, SAY("feedback.title"))
    page.keyboard.press("Enter")
    expect(page.get_by_text(SAY("feedback.stored"))).to_be_visible()
    tab_to(page, "opinion")
    page.keyboard.press("Space")
    expect(page.get_by_role("radio").first).to_be_checked()
    tab_to(page, "comment")
    page.keyboard.type("By hand")
    tab_to(page, SAY("feedback.send"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=SAY("feedback.thanks"))).to_be_visible()
    tab_to(page, SAY("feedback.back"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q="))
    expect(page.locator(".vb-card mark").first).to_have_text(quote)


def is_after(place: list[float], before: list[float]) -> bool:
    """Whether `place` comes later in reading order: below, or farther right on the same line."""
    top, bottom, left = place
    middle = (top + bottom) / 2
    return middle > before[1] or (middle > before[0] and left >= before[2])


@pytest.mark.parametrize(
    "path",
    [
        "",
        "?q=Ice+or+heat+for+a+back+spasm%3F",
        "answer?q=ice",
        pytest.param("library", marks=pytest.mark.slow),
        pytest.param("quality", marks=pytest.mark.slow),
    ],
)
def test_tab_goes_down_the_page_leaves_it_and_comes_back_up(open_page: OpenPage, path: str) -> None:
    page = open_page(path)
    expect(page.locator(".vb-articles, .vb-card, main h1").first).to_be_visible()
    # Wait for the footer, which Streamlit renders last, because the page is traversed twice.
    expect(page.locator(".vb-foot .vb-disclaimer")).to_be_visible()
    expect(page.locator(".stApp:not([data-test-script-state=notRunning])")).to_have_count(0)
    page.evaluate("document.activeElement.blur()")
    names: list[str] = []
    places: list[list[float]] = []
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        name = focused(page)
        place = page.evaluate(_EDGES)
        if name is None:
            break
        if places[:1] == [place]:
            # After the last tab stop, a headless browser may start again from the top.
            page.keyboard.press("Shift+Tab")
            break
        names.append(name)
        places.append(place)
    else:
        raise AssertionError(f"Tab never left the page: {names}")
    assert len(names) > 5
    stops = pairwise(zip(names, places, strict=True))
    backwards = [(one, other) for (one, before), (other, place) in stops if not is_after(place, before)]
    assert backwards == []
    for name in reversed(names):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(FOCUSED)[0] == name
