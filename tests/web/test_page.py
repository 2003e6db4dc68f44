"""The states of the page, without a browser."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.testing.v1 import AppTest

from index.ask import Answerer
from index.build import build
from index.execution.progress import NullWatcher
from index.settings import Settings, load_settings
from index.storage.locks import writing
from index.storage.running import ProgressFile
from tests.paths import ROOT, WEB
from tests.web.conftest import add
from web.page.fitting import LONGEST, fitting
from web.serving.page_middleware import LONGEST_QUERY
from web.serving.service import Service, service
from web.words.words import words_in

SAY = words_in("en")
PAGE = WEB / "page" / "page.py"
# The one script that the page runs itself.
OURS = (ROOT / "web" / "page" / "focus.js").read_text(encoding="utf-8")
SCRIPT = "<script>window.hit = 1</script><img src=x onerror='window.hit = 1'>"


def open_page(**link: str) -> AppTest:
    page = AppTest.from_file(str(PAGE), default_timeout=240)
    for name, value in link.items():
        page.query_params[name] = value
    return page.run()


def shown(page: AppTest) -> str:
    """All HTML of the page."""
    assert not page.exception
    return "".join(element.proto.body for element in page.get("html"))


def ask(page: AppTest, question: str) -> AppTest:
    page.text_input[0].input(question)
    return page.button[0].click().run()


def test_the_empty_page_says_what_it_is_and_what_it_has(built: Settings) -> None:
    html = shown(open_page())
    assert "Ask two articles." in html
    assert "Ice for a sore back" in html
    assert "Heat for a sore back" in html
    assert SAY("site.disclaimer") in html
    assert "<mark>" not in html


def test_a_question_that_is_asked_gets_a_marked_quote_and_stands_in_the_link(built: Settings) -> None:
    page = ask(open_page(), " Hold it there for how many minutes? ")
    html = shown(page)
    assert "<mark>Hold it there for 20 minutes.</mark>" in html
    assert "undated" in html
    assert "¶ 1" in html
    assert SAY("site.disclaimer") in html
    assert page.query_params["q"] == "Hold it there for how many minutes?"


def test_a_link_answers_its_question_and_the_box_shows_it(built: Settings) -> None:
    page = open_page(q="do heat pads work as well as baths")
    assert "<mark>Heat pads work as well as baths do.</mark>" in shown(page)
    assert page.text_input[0].value == "do heat pads work as well as baths"


def test_another_link_in_the_same_session_replaces_what_stands_in_the_box(built: Settings) -> None:
    page = ask(open_page(), "heat pads")
    page.query_params["q"] = "wrap the ice pack in a towel"
    page.run()
    assert page.text_input[0].value == "wrap the ice pack in a towel"
    assert "<mark>Wrap the ice pack in a towel.</mark>" in shown(page)


def test_an_emptied_box_leads_to_the_empty_page(built: Settings) -> None:
    page = ask(open_page(q="heat pads"), "  ")
    assert "q" not in page.query_params
    assert "Ask two articles." in shown(page)


def test_a_question_without_an_answer_says_what_is_missing_and_folds_the_nearest(built: Settings) -> None:
    html = shown(open_page(q="kidney stones"))
    assert SAY("answer.unanswered") in html
    assert "No article mentions: kidney, stones." in html
    assert html.index("<details") < html.index("<mark>")
    assert SAY("answer.by_article") not in html


def test_an_example_of_the_collection_is_offered_and_asks_itself(built: Settings) -> None:
    stated = 'name = "Backs"\nabout = "What helps a back."\nquestions = ["Should a massage hurt?"]\n'
    (built.corpus / "collection.toml").write_text(stated, encoding="utf-8")
    add(built, "massage.txt", "Massage\n\nA massage should not hurt the back.\n")
    page = open_page()
    assert "What helps a back." in shown(page)
    assert ">Backs</a></h1>" in shown(page)
    assert [button.label for button in page.button] == [SAY("ask.ask"), "Should a massage hurt?"]
    page.button[1].click().run()
    assert page.query_params["q"] == "Should a massage hurt?"
    assert "<mark>A massage should not hurt the back.</mark>" in shown(page)


def test_a_question_that_is_asked_twice_is_one_step(built: Settings) -> None:
    page = ask(ask(open_page(), "heat pads"), "heat pads")
    assert page.query_params["q"] == "heat pads"


def test_mended_spelling_is_said_and_can_be_undone(built: Settings) -> None:
    page = open_page(q="heet pads on the skin")
    assert "Searching for “heat pads on the skin”" in shown(page)
    page.button("as_typed").click().run()
    assert "Searching for" not in shown(page)
    assert page.query_params["typed"] == "1"
    assert page.text_input[0].value == "heet pads on the skin"


def test_a_missing_index_is_one_calm_card_and_the_page_recovers(served: Settings) -> None:
    page = open_page(q="ice pack")
    html = shown(page)
    assert SAY("problem.title") in html
    assert "verbatim build" in html
    assert "Traceback" not in html
    assert SAY("site.disclaimer") in html
    add(served, "more.txt", "More about ice\n\nAn ice pack helps.\n")
    assert "<mark>" in shown(page.run())


def test_a_damaged_index_is_one_calm_card(built: Settings) -> None:
    shutil.rmtree(next((built.index / "snapshots").iterdir()))
    assert SAY("problem.title") in shown(open_page())


def test_wrong_settings_are_one_calm_card(served: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_SEARCH__CANDIDATES", "many")
    html = shown(open_page())
    assert SAY("problem.title") in html
    assert "candidates" in html


def test_what_nobody_expected_is_one_calm_card_and_goes_to_the_log(
    built: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Service) -> Answerer:
        raise RuntimeError("secret of the machine")

    monkeypatch.setattr(Service, "answerer", broken)
    html = shown(open_page(q="ice"))
    assert SAY("problem.unexpected") in html
    assert "secret" not in html
    assert "secret of the machine" in caplog.text


def test_a_new_snapshot_is_answered_from_without_a_restart(built: Settings) -> None:
    page = open_page(q="zebra liniment")
    assert "No article mentions: zebra, liniment." in shown(page)
    add(built, "zebra.txt", "Zebra liniment\n\nRub zebra liniment on the sore spot.\n")
    assert "<mark>Rub zebra liniment on the sore spot.</mark>" in shown(page.run())


def test_markup_in_a_question_or_an_article_stays_text(built: Settings) -> None:
    add(built, "hostile.txt", f"Title {SCRIPT}\n\nThe remedy {SCRIPT} is harmless.\n")
    for page in (open_page(q=f"remedy {SCRIPT}"), open_page(q="harmless remedy"), open_page()):
        html = shown(page)
        assert "<img" not in html
        assert html.count("<script>") == html.count(f"<script>{OURS}</script>")


@pytest.mark.parametrize(
    "question", ["🧊🔥", "冰还是热敷？", "x", "\x00\x07\u202e", "ice " * 5_000, "**ice** :red[pack] $x$"]
)
def test_any_text_is_an_ordinary_question(built: Settings, question: str) -> None:
    page = open_page(q=question)
    html = shown(page)
    assert SAY("problem.title") not in html
    assert SAY("site.disclaimer") in html
    assert (len(question) > 10_000) == (SAY("ask.shortened") in html)


def test_a_question_that_no_link_can_hold_is_cut_and_the_page_says_so(built: Settings) -> None:
    page = ask(open_page(), "🧊" * 10_000)
    assert page.query_params["q"] == page.text_input[0].value == "🧊" * 1_000
    assert SAY("ask.shortened") in shown(page)
    assert SAY("ask.shortened") not in shown(ask(page, "ice pack"))


@pytest.mark.parametrize("character", ["x", " x", "é", "冰", "🧊", "%"])
def test_a_page_at_its_longest_link_fits_into_one_message(character: str) -> None:
    link = urlencode({"q": fitting(character * LONGEST), "typed": "1", "lang": "de"})
    sent = BackMsg()
    sent.rerun_script.query_string = link
    sent.rerun_script.context_info.url = f"https://verbatim.example.org/verbatim/?{link}"
    sent.rerun_script.widget_states.widgets.add(id="question", string_value=(character * LONGEST)[:LONGEST])
    assert len(link) <= LONGEST_QUERY
    assert sent.ByteSize() <= load_settings().service.request_kilobytes * 1024


def test_a_question_that_fits_is_left_as_it_is() -> None:
    for question in ("ice, or heat?", "a+b %41 & c=d", "冰还是热敷？" * 200, "ice " * 2_499):
        assert fitting(question) == question.strip()
    assert fitting("🧊" * 10_000) == "🧊" * 1_000


def test_only_the_first_articles_are_listed_and_a_link_leads_to_all(
    built: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 'href="library">All' not in shown(open_page())
    for number in range(200):
        (built.corpus / f"more-{number}.txt").write_text(f"More {number}\n\nIce helps {number}.\n", encoding="utf-8")
    build(built)
    html = shown(open_page())
    assert html.count("<li lang=") == 200
    assert SAY("ask.all_articles") in html


def test_a_question_on_the_page_is_counted(built: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_SERVICE__RATE_LIMIT", "1/hour")
    service.forget()
    assert "<mark>" in shown(open_page(q="ice pack"))
    html = shown(open_page(q="ice pack"))
    assert "<mark>" not in html
    assert re.search(r"More was asked for than this service allows: try again in [\d,]+ s\.", html)
    # Opening the page does not count as a question.
    assert SAY("ask.articles") in shown(open_page())


def test_withheld_passages_are_counted(built: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Answerer.ask
    monkeypatch.setattr(
        Answerer, "ask", lambda self, question, **options: replace(plain(self, question, **options), withheld=1)
    )
    assert "One passage withheld" in shown(open_page(q="ice pack"))


def test_a_page_that_opens_before_the_model_is_loaded_has_its_header(built: Settings) -> None:
    assert not service().ready
    assert '<h1 class="vb-name">' in shown(open_page())
    assert service().ready


def test_a_running_build_is_shown_with_how_far_it_is(built: Settings) -> None:
    with writing(built.index), ProgressFile(built.index, NullWatcher()) as build:
        build.begin("embedding", 12)
        assert "A new index is being built: embedding, 0%." in shown(open_page())
    assert "is being built" not in shown(open_page())


def test_each_passage_leads_to_its_source_and_its_citation(built: Settings) -> None:
    html = shown(open_page(q="Hold it there for how many minutes?"))
    assert 'href="read/ice?start=' in html
    assert 'href="cite/ice?start=' in html
    assert 'href="answer?q=' in html


def test_a_question_without_an_answer_can_be_shared(built: Settings) -> None:
    html = shown(open_page(q="kidney stones"))
    assert f'href="answer?q=kidney+stones&amp;snapshot={service().answerer().snapshot}' in html
    assert SAY("answer.share") in html


def test_who_comes_when_all_is_busy_gets_a_calm_card(built: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_SERVICE__MAX_IN_FLIGHT", "1")
    service.forget()
    open_page()
    with service().asking():
        html = shown(open_page(q="ice pack"))
    assert SAY("problem.busy") in html
    assert 'lang="en"' not in html
