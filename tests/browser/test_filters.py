"""Filter chips in a real Chromium: mouse, keyboard, URL, Back, and phone layout."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from index.build import build
from index.corpus.sources import write_source
from index.settings import load_settings
from tests.browser.conftest import VIOLATIONS, OpenPage, Running
from tests.browser.focus import focused, tab_to
from tests.browser.serving import serving
from tests.conftest import HEAT, ICE
from web.words.words import words_in

pytestmark = [pytest.mark.browser]

SAY = words_in("en")
ODD = "*Ann* :red[x] $a$ _b_ <b>"


@pytest.fixture(scope="module")
def running(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A collection with two sub-folders, without a model."""
    folder = tmp_path_factory.mktemp("shelves")
    corpus = folder / "corpus"
    snow = ICE.replace("Ice", "Snow, and whatever else is cold, kept for a long time in a box")
    for name, text in (("cold/ice.md", ICE), ("cold/snow.md", snow), ("warm/heat.txt", HEAT)):
        (corpus / name).parent.mkdir(parents=True, exist_ok=True)
        (corpus / name).write_text(text, encoding="utf-8")
    write_source(corpus, "cold/ice.md", tags=["first aid"], language="en", author=ODD, published="2021")
    write_source(corpus, "warm/heat.txt", tags=["first aid"], language="de", published="2019")
    settings = load_settings(corpus=corpus, index=folder / "index", model={"name": "hash"})
    build(settings)
    with serving(corpus, settings.index, folder / "log", model__name="hash") as address:
        yield Running(address, settings)


def chip(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def asked(open_page: OpenPage, filters: str = "", **options: object) -> Page:
    page = open_page(f"?q=sore+back{filters}", **options)
    expect(page.locator(".st-key-filters")).to_be_visible()
    return page


def filters_of(page: Page) -> list[str]:
    return parse_qs(urlsplit(page.url).query).get("filter", [])


def titles(page: Page) -> Locator:
    return page.locator(".vb-card .vb-title")


def test_a_chip_narrows_the_answer_and_back_widens_it_again(open_page: OpenPage) -> None:
    page = asked(open_page)
    chip(page, "warm 1").click()
    expect(chip(page, "warm 1")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".vb-count, .vb-none h2").first).to_be_visible()
    expect(titles(page).filter(has_text="Ice")).to_have_count(0)
    assert filters_of(page) == ["collection:warm"]
    page.go_back()
    expect(chip(page, "warm 1")).to_have_attribute("aria-pressed", "false")
    expect(titles(page).filter(has_text="Ice")).not_to_have_count(0)
    assert filters_of(page) == []
    page.go_forward()
    expect(chip(page, "warm 1")).to_have_attribute("aria-pressed", "true")


def test_values_of_one_key_add_up_and_other_counts_follow(open_page: OpenPage) -> None:
    page = asked(open_page, "&filter=collection:warm")
    page.get_by_text(SAY("filters.more"), exact=True).click()
    expect(chip(page, "first aid 1")).to_be_visible()
    chip(page, "cold 2").click()
    expect(chip(page, "first aid 2")).to_be_visible()
    assert filters_of(page) == ["collection:cold", "collection:warm"]


def test_a_link_with_filters_opens_as_it_was(open_page: OpenPage) -> None:
    page = asked(open_page, "&filter=year:2019")
    expect(page.get_by_text(SAY("filters.only", chosen=f"{SAY('filters.year')}: 2019"))).to_be_visible()
    expect(titles(page).filter(has_text="Ice")).to_have_count(0)
    chip(page, SAY("filters.clear")).click()
    expect(titles(page).filter(has_text="Ice")).not_to_have_count(0)
    assert filters_of(page) == []


def test_the_permanent_link_keeps_the_filters(open_page: OpenPage) -> None:
    page = asked(open_page, "&filter=collection:warm")
    page.get_by_role("link", name=SAY("answer.share")).click()
    expect(page.get_by_text(SAY("filters.only", chosen=f"{SAY('filters.collection')}: warm"))).to_be_visible()
    assert filters_of(page) == ["collection:warm"]


def test_the_keyboard_alone_chooses_and_keeps_its_place(open_page: OpenPage) -> None:
    page = asked(open_page)
    tab_to(page, "cold 2")
    # A row is one tab stop; arrow keys move within it.
    page.keyboard.press("ArrowRight")
    assert focused(page) == "warm 1"
    page.keyboard.press("Space")
    expect(chip(page, "warm 1")).to_have_attribute("aria-pressed", "true")
    expect(chip(page, "warm 1")).to_be_focused()
    page.keyboard.press("Tab")
    assert (focused(page) or "").startswith(SAY("filters.more"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("toolbar", name=SAY("filters.tag"))).to_be_visible()


def test_an_author_is_no_markdown(open_page: OpenPage) -> None:
    page = asked(open_page)
    page.get_by_text(SAY("filters.more"), exact=True).click()
    expect(chip(page, f"{ODD} 1")).to_be_visible()


def test_chips_wrap_and_nothing_is_wider_than_the_screen(open_page: OpenPage) -> None:
    page = asked(open_page, "&filter=tag:first+aid", fresh=True)
    page.set_viewport_size({"width": 320, "height": 800})
    page.get_by_text(SAY("filters.more"), exact=True).click()
    expect(page.get_by_role("toolbar", name=SAY("filters.article"))).to_be_visible()
    within = (
        "width => [...document.querySelectorAll('.stMain *')].every(e => e.getBoundingClientRect().right <= width + 1)"
    )
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(within, width), width
        heights = page.locator(".st-key-filters [role=toolbar] button").evaluate_all(
            "chips => chips.map(chip => chip.getBoundingClientRect().height)"
        )
        # Large enough to touch on a phone.
        assert min(heights) >= (32 if width > 640 else 40), width


@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_axe_finds_nothing_serious(open_page: OpenPage, *, dark: bool) -> None:
    page = asked(open_page, "&filter=collection:cold&filter=tag:first+aid", dark=dark)
    page.get_by_text(SAY("filters.more"), exact=True).click()
    expect(page.get_by_role("toolbar", name=SAY("filters.article"))).to_be_visible()
    # Wait for the fade-in: until then, contrast is too low.
    page.wait_for_function("document.getAnimations().every((one) => one.playState !== 'running')")
    found = Axe().run(page, options=VIOLATIONS).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in {"serious", "critical"}] == []
