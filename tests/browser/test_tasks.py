"""Five tasks of a first-time visitor, each from the home page in at most three actions.

Each is done with an example question on a phone, and with a typed question on a desktop. Typing and Enter take two
actions, so every part of the answer must be one action away. The slow tests do each with an example on a desktop too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from index.corpus.collection import read_collection
from tests.browser.actions import Actions
from tests.browser.conftest import OpenPage, Running
from tests.paths import CORPUS
from web.words.words import words_in

pytestmark = [pytest.mark.browser, pytest.mark.model]

SAY = words_in("en")
EXAMPLE = "Ice or heat for a back spasm?"
OWN = "should i put ice or heat on my back"
MOST = 3
_ROWS_IN_VIEW = """() => [...document.querySelectorAll(".vb-rows li")].filter(row => {
  const box = row.getBoundingClientRect();
  return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
}).length >= 3"""


@dataclass(frozen=True)
class Asked:
    """A visitor with an answer on screen, and the actions so far."""

    person: Actions
    question: str

    @property
    def page(self) -> Page:
        return self.person.page

    def quotes(self) -> list[str]:
        """Every quote of the answer, including collapsed ones."""
        return self.page.locator(".vb-card mark").all_text_contents()


Ask = Callable[[], Asked]


@pytest.fixture(params=[pytest.param("example", marks=pytest.mark.slow), "example on a phone", "own words"])
def ask(request: pytest.FixtureRequest, open_page: OpenPage) -> Ask:
    """A function that opens the home page and asks. Reusing the browser between tests only makes it faster."""
    own, phone = request.param == "own words", request.param.endswith("phone")

    def _ask() -> Asked:
        person = Actions(open_page(phone=phone))
        if own:
            expect(person.page.get_by_label(SAY("ask.label"))).to_be_focused()
            person.type(OWN)
            person.press("Enter")
        else:
            person.click(person.page.get_by_role("button", name=EXAMPLE))
        expect(person.page.locator(".vb-card mark").first).to_be_visible()
        return Asked(person, OWN if own else EXAMPLE)

    return _ask


def test_asking_shows_a_marked_quote(ask: Ask) -> None:
    asked = ask()
    expect(asked.page.locator(".vb-card mark").first).to_be_in_viewport()
    expect(asked.page).to_have_title(f"{asked.question} · {read_collection(CORPUS).name}")
    assert asked.person.count <= MOST


def test_a_quote_is_checked_marked_in_its_source(ask: Ask) -> None:
    asked = ask()
    quote = asked.quotes()[0]
    asked.person.click(asked.page.get_by_role("link", name=SAY("answer.read")).first)
    mark = asked.page.locator("mark#quote")
    expect(mark).to_have_text(quote)
    expect(mark).to_be_in_viewport(ratio=1)
    assert mark.evaluate("mark => getComputedStyle(mark).backgroundColor") == "rgb(255, 231, 154)"
    assert asked.person.count <= MOST


def test_the_quotes_of_three_articles_are_compared_on_one_screen(ask: Ask) -> None:
    asked = ask()
    asked.person.click(asked.page.get_by_role("link", name=SAY("answer.by_article")))
    asked.page.wait_for_function(_ROWS_IN_VIEW)
    titles = asked.page.locator(".vb-rows .vb-title").all_text_contents()
    assert len(set(titles)) == len(titles) >= 3
    assert asked.person.count <= MOST


def test_a_citation_is_had(ask: Ask) -> None:
    asked = ask()
    quote = asked.quotes()[0]
    asked.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    asked.person.click(asked.page.get_by_role("link", name=SAY("answer.cite"), exact=True).first)
    cited = asked.page.locator("#form-bib")
    expect(cited).to_contain_text(quote)
    if asked.person.count < MOST:
        asked.person.click(asked.page.get_by_role("button", name=SAY("cite.copy")).first)
        expect(asked.page.get_by_text(SAY("shared.copied"))).to_be_visible()
        assert quote in asked.page.evaluate("navigator.clipboard.readText()")
    assert asked.person.count <= MOST


def test_an_answer_is_shared_and_opens_the_same_quotes_elsewhere(
    ask: Ask, open_page: OpenPage, running: Running
) -> None:
    asked = ask()
    quotes = asked.quotes()
    asked.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    asked.person.click(asked.page.get_by_role("link", name=SAY("answer.share_ahead"), exact=True))
    expect(asked.page).to_have_url(re.compile(r"/answer\?q=.+&snapshot=.+&quotes="))
    link = asked.page.url
    if asked.person.count < MOST:
        asked.person.click(asked.page.get_by_role("button", name=SAY("shared.copy_link")))
        expect(asked.page.get_by_text(SAY("shared.copied"))).to_be_visible()
        link = asked.page.evaluate("navigator.clipboard.readText()")
    assert asked.person.count <= MOST
    elsewhere = open_page(link.removeprefix(running.address), fresh=True)
    assert elsewhere.locator(".evidence mark").all_text_contents() == quotes
