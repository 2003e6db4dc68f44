"""The keyboard alone, from home to a source and back, to a citation and to what one thinks of a passage.

At each step the focus is seen: the same pixels look different without it.
"""

from __future__ import annotations

import io
import re
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Running
from web import texts
from web.plain import library_words, reading_words

pytestmark = [pytest.mark.browser, pytest.mark.model]

ICE = "Ice or heat for a back spasm?"
# Of what has the focus: its words, its place in the page, and whether the browser would show the focus.
_FOCUSED = """() => {
  const element = document.activeElement, box = element.getBoundingClientRect();
  const name = element.ariaLabel || element.textContent.trim() || element.name || element.type;
  const place = [box.left - 6, box.top - 6, box.width + 12, box.height + 12];
  return [element === document.body ? null : name, place, element.matches(":focus-visible")];
}"""
# Top, bottom and left edge of what Tab stops at, in the page's own coordinates.
_EDGES = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const scrolled = (document.querySelector(".stMain") ?? document.scrollingElement).scrollTop;
  return [box.top + scrolled, box.bottom + scrolled, box.left];
}"""
# As many pixels as a line around a small link has.
_SEEN = 40
_STOPS = 80


@pytest.fixture
def running(furnished: Running) -> Running:
    return furnished


def focused(page: Page) -> str | None:
    """What has the focus, by its words; it has to be seen to have it."""
    name, place, shown = page.evaluate(_FOCUSED)
    if name is not None:
        assert shown, f"{name!r} has a focus that the browser does not show"
        assert _changed_by_focus(page, place) >= _SEEN, f"{name!r} looks the same without the focus"
    return name if name is None else str(name)


def _changed_by_focus(page: Page, place: list[float]) -> int:
    """How many pixels around `place` the focus changes."""
    size = page.viewport_size
    assert size
    left, top = max(place[0], 0), max(place[1], 0)
    width, height = min(place[0] + place[2], size["width"]) - left, min(place[1] + place[3], size["height"]) - top
    assert width > 0, "the focus is out of view"
    assert height > 0, "the focus is out of view"
    with_focus = _picture(page, (left, top, width, height))
    page.evaluate("window.held = document.activeElement; window.held.blur()")
    without = _picture(page, (left, top, width, height))
    page.evaluate("window.held.focus({ preventScroll: true })")
    return int(np.asarray(ImageChops.difference(with_focus, without)).max(axis=2).astype(bool).sum())


def _picture(page: Page, clip: tuple[float, float, float, float]) -> Image.Image:
    left, top, width, height = clip
    # What fades in is waited for; a caret is no sign of where the focus is.
    taken = page.screenshot(
        clip={"x": left, "y": top, "width": width, "height": height}, animations="disabled", caret="hide"
    )
    return Image.open(io.BytesIO(taken)).convert("RGB")


def tab_to(page: Page, name: str, *, key: str = "Tab") -> list[str]:
    """Press Tab until what has that name is focused; what was passed on the way."""
    passed: list[str] = []
    for _ in range(_STOPS):
        page.keyboard.press(key)
        at = focused(page)
        if at == name:
            return passed
        passed.append(at or "")
    raise AssertionError(f"Tab never reached {name!r}, but {passed}")


def test_the_keyboard_alone_asks_reads_cites_and_says_what_it_thinks(open_page: OpenPage) -> None:
    page = open_page(fresh=True)
    # From home to the answer: the box is ready.
    expect(page.get_by_label(texts.BOX_LABEL)).to_be_focused()
    focused(page)
    page.keyboard.type(ICE)
    page.keyboard.press("Enter")
    expect(page.locator(".vb-card mark").first).to_be_visible()
    quote = page.locator(".vb-card mark").first.inner_text()
    # To the source: past the button and what stands above the passages, nothing else.
    passed = tab_to(page, texts.READ)
    assert passed == [texts.ASK, texts.BY_ARTICLE_TITLE, texts.SHARE_AHEAD]
    page.keyboard.press("Enter")
    expect(page.locator("#quote")).to_have_text(quote)
    expect(page.locator("#quote")).to_be_in_viewport()
    # Back to the answer by the reader's own link.
    tab_to(page, reading_words.BACK_TO_ANSWER)
    page.keyboard.press("Enter")
    expect(page.locator(".vb-card mark").first).to_have_text(quote)
    # To the citation, which is copied; and back by the browser's key.
    tab_to(page, texts.CITE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=reading_words.CITE_TITLE)).to_be_visible()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab_to(page, f"{reading_words.COPY} BibTeX")
    page.keyboard.press("Enter")
    expect(page.get_by_text(reading_words.COPIED)).to_be_visible()
    assert quote in page.evaluate("navigator.clipboard.readText()")
    page.go_back()
    expect(page.locator(".vb-card mark").first).to_have_text(quote)
    # To the form, which is filled in and sent, and from its thanks back to the answer.
    tab_to(page, texts.FEEDBACK)
    page.keyboard.press("Enter")
    expect(page.get_by_text(library_words.STORED)).to_be_visible()
    tab_to(page, "opinion")
    page.keyboard.press("Space")
    expect(page.get_by_role("radio").first).to_be_checked()
    tab_to(page, "comment")
    page.keyboard.type("By hand")
    tab_to(page, library_words.SEND)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=library_words.THANKS)).to_be_visible()
    tab_to(page, library_words.BACK)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q="))
    expect(page.locator(".vb-card mark").first).to_have_text(quote)


def is_after(place: list[float], before: list[float]) -> bool:
    """Whether a reader comes to `place` later: it is below, or farther right on the same line."""
    top, bottom, left = place
    middle = (top + bottom) / 2
    return middle > before[1] or (middle > before[0] and left >= before[2])


@pytest.mark.parametrize("path", ["", "?q=Ice+or+heat+for+a+back+spasm%3F", "answer?q=ice", "library", "quality"])
def test_tab_goes_down_the_page_leaves_it_and_comes_back_up(open_page: OpenPage, path: str) -> None:
    page = open_page(path)
    expect(page.locator(".vb-articles, .vb-card, main h1").first).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    names: list[str] = []
    places: list[list[float]] = []
    for _ in range(_STOPS):
        page.keyboard.press("Tab")
        name = focused(page)
        if name is None:
            break
        names.append(name)
        places.append(page.evaluate(_EDGES))
    else:
        raise AssertionError(f"Tab never left the page: {names}")
    assert len(names) > 5
    stops = pairwise(zip(names, places, strict=True))
    backwards = [(one, other) for (one, before), (other, place) in stops if not is_after(place, before)]
    assert backwards == []
    for name in reversed(names):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(_FOCUSED)[0] == name
