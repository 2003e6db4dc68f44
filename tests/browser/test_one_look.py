"""The Streamlit page and the plain pages look alike, with another collection: nothing moves between pages.

Every page is opened once on each device and in each theme, and what is noted there is what most tests judge.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from index.build import build
from index.corpus.collection import COLLECTION
from index.corpus.golden import QUESTIONS
from index.settings import load_settings
from tests.browser.conftest import DEVICES, VIOLATIONS, Contexts, OpenPage, Running, opening
from tests.browser.serving import serving
from web.look.shades import shades
from web.words.words import words_in

pytestmark = [pytest.mark.browser, pytest.mark.model]

ACCENT = "#c9a227"
STATED = f"""
name = "Bread at home"
about = "What bakers know of flour, water and time."
disclaimer = "Ovens differ."
contact = "bakers@example.org"
language = "en"
accent = "{ACCENT}"
"""
DOUGH = """---
publisher: The bakers' circle
date: 2024-03-01
---
# Dough

## How long does the dough rest?

Let the dough rest for two hours. A cold kitchen takes longer. Fold it once in between.

## Which flour is best?

Strong flour holds the gas. Rye flour needs a sourdough starter, and more water than wheat does.
"""
OVEN = """# The oven

## How hot is the oven?

Bake the bread at 230 degrees for forty minutes. Steam in the first ten minutes gives a thin crust.
"""
ASKED = "How long does the dough rest?"
PAGES = {
    "empty": "",
    "answer": f"?q={quote(ASKED)}",
    "nothing": f"?q={quote('xylophone lessons in Vienna')}",
    "shared": f"answer?q={quote(ASKED)}",
    "reader": "read/dough?start=90&end=120",
    "citation": "cite/dough?start=90&end=120",
    "library": "library",
    "map": f"library/map?q={quote(ASKED)}",
    "quality": "quality",
    "problem": "read/none",
}
# An element's style and position.
_STYLE = """selector => {
  const style = getComputedStyle(document.querySelector(selector));
  return ["fontFamily", "fontSize", "fontWeight", "lineHeight", "color", "textDecorationLine"].map(name => style[name]);
}"""
_PLACE = """selector => {
  const box = document.querySelector(selector).getBoundingClientRect();
  return [box.x, box.y, box.width, box.height];
}"""
_LINK = ".vb-site nav a:not([aria-current])"
_HEAD = [".vb-site", ".vb-name", ".vb-name a", ".vb-site nav", *(f".vb-site nav a:nth-child({at})" for at in (1, 2, 3))]
# The pages where the sources' words and ours stand, and in which elements.
_QUOTED = {"answer": ".vb-passage", "shared": ".passage", "reader": ".source p", "citation": ".quoted"}
_OURS = {"answer": ".vb-source", "shared": ".evidence footer", "reader": ".about", "library": ".facts"}
_FAMILY = "selector => getComputedStyle(document.querySelector(selector)).fontFamily"
_LOOKS = {
    "desktop light": (False, False),
    "phone dark": (True, True),
    "desktop dark": (False, True),
    "phone light": (True, False),
}
_ORDINARY = ("desktop light", "phone dark")


@dataclass(frozen=True)
class Seen:
    """What was seen of a page."""

    look: dict[str, Any]
    quoted: str | None
    ours: str | None
    serious: list[tuple[str, str]]
    width: int


@pytest.fixture(scope="module")
def bakery(browser: Browser, graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service with two articles about bread."""
    folder = tmp_path_factory.mktemp("bakery")
    settings = load_settings(corpus=folder / "corpus", index=shutil.copytree(graph, folder / "index"))
    settings.corpus.mkdir()
    for name, text in (("dough.md", DOUGH), ("oven.md", OVEN), (COLLECTION, STATED)):
        (settings.corpus / name).write_text(text, encoding="utf-8")
    line = {"id": "1", "question": ASKED, "evidence": [{"source": "dough.md", "quote": "Let the dough rest"}]}
    (settings.corpus / QUESTIONS).write_text(json.dumps(line) + "\n", encoding="utf-8")
    build(settings)
    log = folder / "log"
    with serving(settings.corpus, settings.index, log, service__evaluate="true") as address:
        yield Running(address, settings)


@pytest.fixture
def running(bakery: Running) -> Running:
    return bakery


def whole(open_page: OpenPage, path: str, **options: Any) -> Page:
    page = open_page(path, **options)
    expect(page.locator(".vb-foot .vb-disclaimer")).to_be_visible()
    if path.startswith("?q"):
        expect(page.locator(".vb-card, .vb-none").first).to_be_visible()
    # Wait for the fade-in of Streamlit's elements.
    expect(page.locator(".stApp:not([data-test-script-state=notRunning])")).to_have_count(0)
    page.evaluate("document.fonts.ready")
    page.wait_for_function("document.getAnimations().every((one) => one.playState !== 'running')")
    return page


def look(page: Page) -> dict[str, Any]:
    """The styles of a page's header, footer and background, and the position of its header."""
    styled = [".vb-site", ".vb-name", ".vb-name a", _LINK, ".vb-foot", ".vb-disclaimer"]
    return {
        "ground": page.evaluate("getComputedStyle(document.querySelector('.stApp') || document.body).backgroundColor"),
        **{f"style of {selector}": page.evaluate(_STYLE, selector) for selector in styled},
        **{f"place of {selector}": page.evaluate(_PLACE, selector) for selector in _HEAD},
    }


def serious(page: Page) -> list[tuple[str, str]]:
    """What axe finds."""
    found = Axe().run(page, options=VIOLATIONS).response["violations"]
    return [(item["id"], item["nodes"][0]["html"]) for item in found if item["impact"] in {"serious", "critical"}]


@pytest.fixture(
    scope="module",
    params=[name if name in _ORDINARY else pytest.param(name, marks=pytest.mark.slow) for name in _LOOKS],
)
def looked(request: pytest.FixtureRequest) -> str:
    """The device and the theme."""
    return str(request.param)


@pytest.fixture(scope="module")
def seen(contexts: Contexts, bakery: Running, looked: str) -> dict[str, Seen]:
    """Every page by its name, each opened after the other in one tab."""
    phone, dark = _LOOKS[looked]
    found = {}
    with opening(contexts, bakery.address) as open_page:
        tab = open_page("api/v1/health/live", phone=phone, dark=dark)
        for name, path in PAGES.items():
            page = whole(open_page, path, tab=tab)
            quoted, ours = (page.evaluate(_FAMILY, of[name]) if name in of else None for of in (_QUOTED, _OURS))
            width = page.evaluate("document.documentElement.scrollWidth")
            found[name] = Seen(look(page), quoted, ours, serious(page), width)
    return found


def test_head_and_colours_are_the_same_on_every_page(seen: dict[str, Seen], looked: str) -> None:
    home = seen["empty"].look
    assert {name: own.look for name, own in seen.items() if own.look != home} == {}
    light, shaded = shades(ACCENT)
    _, dark = _LOOKS[looked]
    red, green, blue = (int((shaded if dark else light)[at : at + 2], 16) for at in (1, 3, 5))
    assert f"rgb({red}, {green}, {blue})" in home[f"style of {_LINK}"]


def test_the_sources_words_are_in_one_typeface_and_ours_in_another(seen: dict[str, Seen]) -> None:
    assert {seen[name].quoted for name in _QUOTED} == {'"Source Serif", serif'}
    assert {seen[name].ours for name in _OURS} == {'"Source Sans", sans-serif'}


def test_axe_finds_nothing_serious(seen: dict[str, Seen]) -> None:
    assert {name: own.serious for name, own in seen.items() if own.serious} == {}


def test_nothing_scrolls_sideways(seen: dict[str, Seen], looked: str) -> None:
    phone, _ = _LOOKS[looked]
    assert {name: own.width for name, own in seen.items() if own.width > DEVICES[phone]["width"]} == {}


@pytest.mark.parametrize("name", ["answer", "shared"])
def test_the_typefaces_are_there_and_from_this_host(open_page: OpenPage, name: str) -> None:
    page = whole(open_page, PAGES[name])
    loaded = page.evaluate(
        "Promise.all(['400 16px \"Source Sans\"', '400 16px \"Source Serif\"'].map(f => document.fonts.load(f)))"
        ".then(found => found.flat().map(f => f.family.replaceAll('\"', '')))"
    )
    assert {"Source Sans", "Source Serif"} <= set(loaded)


def test_the_empty_page_is_about_the_collection(open_page: OpenPage) -> None:
    page = whole(open_page, "")
    expect(page).to_have_title("Bread at home")
    expect(page.get_by_role("heading", level=1, name="Bread at home")).to_be_visible()
    expect(page.get_by_text("What bakers know of flour, water and time.")).to_be_visible()
    expect(page.get_by_text("Ovens differ.")).to_be_visible()
    expect(page.get_by_role("link", name="bakers@example.org")).to_have_attribute("href", "mailto:bakers@example.org")
    page.get_by_role("button", name=ASKED).click()
    expect(page.locator(".vb-card").first).to_contain_text("The bakers' circle · published 2024-03-01")


def test_the_quality_page_has_its_figures_without_anybody_asking_for_them(open_page: OpenPage) -> None:
    page = open_page("quality")
    for _ in range(60):
        if page.locator(".reliability svg").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.locator(".reliability svg")).to_be_visible()


def test_the_keyboard_reaches_the_head_and_the_foot_of_the_page(open_page: OpenPage) -> None:
    page = whole(open_page, "library")
    order = []
    page.keyboard.press("Tab")
    for _ in range(4):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.innerText"))
    say = words_in("en")
    assert order == ["Bread at home", say("site.ask"), say("site.library"), say("site.quality")]
