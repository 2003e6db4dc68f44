"""Several people ask at the same moment, and no file is opened for it."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from index.corpus.collection import read_collection
from index.corpus.golden import QUESTIONS, read_questions
from tests.browser.conftest import OpenPage, Running
from tests.browser.openings import Openings
from tests.paths import CORPUS
from web.page import around
from web.words.words import words_in

pytestmark = [pytest.mark.browser, pytest.mark.model]

SAY = words_in("en")
# Clicks the button at a given time of the clock that all tabs share.
_ASK_AT = """([label, at]) => {
  const button = [...document.querySelectorAll("button")].find(button => button.innerText.trim() === label);
  setTimeout(() => button.click(), at - Date.now());
}"""


@pytest.mark.parametrize("people", [4, pytest.param(10, marks=pytest.mark.slow)])
def test_people_who_ask_at_once_all_get_their_answer(open_page: OpenPage, running: Running, people: int) -> None:
    questions = [question.question for question in read_questions(CORPUS / QUESTIONS) if question.answerable][:people]
    # Each tab is a separate session.
    pages = [open_page() for _ in questions]
    for page, question in zip(pages, questions, strict=True):
        page.get_by_label(SAY("ask.label")).fill(question)
    with Openings(running.settings.index / "snapshots") as openings:
        at = 1000 * time.time() + 1000
        for page in pages:
            page.evaluate(_ASK_AT, [SAY("ask.ask"), at])
        for page, question in zip(pages, questions, strict=True):
            expect(page).to_have_title(around.tab(SAY, read_collection(CORPUS), question))
            expect(page.locator(".vb-card, .vb-none").first).to_be_visible()
            expect(page.locator(".vb-problem")).to_have_count(0)
        assert openings.taken() == {}
