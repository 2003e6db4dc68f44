"""The reader, citations and shared answers, as HTML and as files."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import urljoin

import pytest
from starlette.testclient import TestClient

from index.ask import Answerer
from index.settings import Settings
from tests.paths import WEB
from tests.web.conftest import add, occupied
from web.links import cite_link, permalink, read_link
from web.plain.routes import routes
from web.serving.mounting import Dispatcher, nothing_else
from web.serving.service import service
from web.words.words import words_in

SAY = words_in("en")
client = TestClient(Dispatcher(nothing_else, "pre", routes))
MARKED = re.compile(r'<mark id="quote"[^>]*>(.*?)</mark>', re.DOTALL)
BLOG = """Back pain

Ice helps many backs.

Leave a Reply

Your email address will not be published. Required fields are marked *
"""
QUESTION = "how long to hold the ice pack"


def get(path: str, status: int = 200) -> str:
    answer = client.get(f"/pre/{path}")
    assert answer.status_code == status, answer.text
    return answer.text


def test_a_quote_is_marked_where_it_stands(built: Settings) -> None:
    with service().asking() as answerer:
        article, _ = answerer.engine.article("ice")
    start = article.text.index("Hold it there")
    assert MARKED.findall(get(f"read/ice?start={start}&end={start + 13}")) == ["Hold it there"]


def test_the_whole_article_is_shown_without_a_quote(built: Settings) -> None:
    page = get("read/ice")
    assert "<mark" not in page
    assert re.search(r"<h1>.*Ice for a sore back.*</h1>", page)
    assert re.search(r"<h[23]>When to stop</h[23]>", page)


def test_hits_of_the_question_are_marked_beside_the_quote(built: Settings) -> None:
    page = get("read/ice?start=28&end=40&q=wrap+the+ice+pack+in+a+towel")
    assert 'id="hit-1"' in page or 'id="quote"' in page


@pytest.mark.parametrize(
    "span", ["start=5", "start=5&end=5", "start=-1&end=4", "start=0&end=99999", "start=a&end=b", "start=1&end=٣"]
)
def test_a_span_outside_of_the_article_is_a_calm_page(built: Settings, span: str) -> None:
    page = get(f"read/ice?{span}", 422)
    assert SAY("problem.bad_link") in page
    assert "Traceback" not in page


def test_an_unknown_article_is_a_calm_page(built: Settings) -> None:
    assert SAY("problem.no_article") in get("read/nothing", 404)
    assert SAY("problem.no_article") in get("cite/nothing?start=0&end=1", 404)


def test_an_article_that_is_not_as_published_is_withheld(built: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.serving.service.is_intact", lambda *_: False)
    assert SAY("problem.withheld") in get("read/ice", 503)
    assert SAY("problem.withheld") in get("cite/ice?start=0&end=3", 503)


def test_without_an_index_the_page_says_what_to_run(served: Settings) -> None:
    assert "verbatim build" in get("read/ice", 503)


def test_who_comes_when_all_is_busy_is_told_when_to_come_again(
    built: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERBATIM_SERVICE__MAX_IN_FLIGHT", "1")
    service.forget()
    with occupied(service().page):
        assert client.get("/pre/read/ice").headers["retry-after"] == "1"


def test_the_card_says_what_is_stated_where_and_what_is_not(built: Settings) -> None:
    page = get("read/ice")
    assert SAY("library.not_stated") in page
    assert "first heading" in page
    assert re.search(r"\d+ words in \d+ passage", page)


def test_what_was_set_aside_is_folded_with_its_reason(built: Settings) -> None:
    add(built, "blog.txt", BLOG)
    page = get("read/blog")
    assert re.search(r'<details class="aside"><summary aria-label="[^"]* lines set aside: comment form"', page)


def test_a_quote_that_was_set_aside_is_unfolded(built: Settings) -> None:
    add(built, "blog.txt", BLOG)
    start = BLOG.index("Your email")
    assert '<details class="aside" open>' in get(f"read/blog?start={start}&end={start + 10}")


def _with_url(settings: Settings, url: str) -> None:
    (settings.corpus / "sources.toml").write_text(f'["web.txt"]\nurl = {json.dumps(url)}\n', encoding="utf-8")
    add(settings, "web.txt", "About ice\n\nIce packs, well-wrapped & cold.\n")


def test_the_original_is_opened_at_the_quote(built: Settings) -> None:
    _with_url(built, "https://example.org/ice")
    start = "About ice\n\n"
    page = get(f"read/web?start={len(start)}&end={len(start) + 31}")
    assert 'href="https://example.org/ice#:~:text=Ice%20packs%2C%20well%2Dwrapped%20%26%20cold."' in page


def test_an_address_that_is_none_of_the_web_is_only_shown(built: Settings) -> None:
    _with_url(built, "javascript:alert(1)")
    assert "javascript:alert(1)" in get("read/web")
    assert 'href="javascript' not in get("read/web")


def test_a_control_character_is_not_sent(built: Settings) -> None:
    assert "\x07" not in get("answer?q=ice+%07+pack")


@pytest.mark.parametrize(
    ("ending", "media_type", "has"),
    [
        ("txt", "text/plain", "characters 28–40"),
        ("md", "text/markdown", "> "),
        ("bib", "application/x-bibtex", "@misc{ice-28,"),
        ("ris", "application/x-research-info-systems", "TY  - GEN\r\n"),
        ("json", "application/vnd.citationstyles.csl+json", '"id": "ice-28"'),
    ],
)
def test_a_citation_is_a_file_of_its_kind(built: Settings, ending: str, media_type: str, has: str) -> None:
    answer = client.get(f"/pre/cite/ice.{ending}?start=28&end=40")
    assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="ice-28.{ending}"'
    assert has in answer.text


def test_a_form_that_there_is_not_is_a_calm_page(built: Settings) -> None:
    assert "bib" in get("cite/ice.doc?start=0&end=4", 404)


def test_a_citation_needs_a_quote(built: Settings) -> None:
    get("cite/ice", 422)


def test_every_form_can_be_copied_and_downloaded(built: Settings) -> None:
    page = get("cite/ice?start=28&end=40")
    assert page.count("data-copy=") == page.count(" download>") == 5


def test_the_links_of_an_answer_lead_to_what_they_name(built: Settings) -> None:
    with service().asking() as answerer:
        answer = answerer.ask(QUESTION)
    first = answer.evidence[0]
    assert MARKED.findall(get(read_link(first, QUESTION).partition("#")[0])) == [first.quoted]
    assert f"<mark>{first.quoted}</mark>" in get(cite_link(first))
    assert f"<mark>{first.quoted}</mark>" in get(permalink(answer))


def test_a_link_of_today_tells_of_no_change(built: Settings) -> None:
    with service().asking() as answerer:
        link = permalink(answerer.ask(QUESTION))
    assert 'class="changes"' not in get(link)


def test_a_link_says_which_quotes_are_gone_since(built: Settings) -> None:
    with service().asking() as answerer:
        answer = answerer.ask(QUESTION)
    number = next(item.rank for item in answer.evidence if item.passage.article_id == "ice")
    ice = built.corpus / "ice.md"
    ice.unlink()
    add(built, "cold.txt", "Cold for a back\n\nPut something cold on it.\n")
    page = get(permalink(answer))
    assert re.search(rf"Quotes? {number}\b.* disappeared: no article has those words now", page)
    assert f"(then {answer.snapshot})" in page


def test_a_link_says_when_all_its_quotes_stand(built: Settings) -> None:
    with service().asking() as answerer:
        link = permalink(answerer.ask("heat pads"))
    add(built, "zoo.txt", "About zebras\n\nZebras graze.\n")
    page = get(link)
    assert SAY("shared.unchanged") in page or "no longer among the best" in page


def test_hashes_that_are_none_are_no_changes(built: Settings) -> None:
    assert 'class="changes"' not in get("answer?q=ice&quotes=<b>.x&snapshot=<b>")


def test_a_link_without_a_question_is_a_calm_page(built: Settings) -> None:
    assert SAY("problem.bad_link") in get("answer?q=+", 422)
    assert SAY("ask.no_words") in get("answer?q=%07", 422)


def test_a_link_previews_as_its_question_and_first_quote(built: Settings) -> None:
    page = get("answer?q=ice+pack+towel")
    assert '<meta property="og:title" content="ice pack towel">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "og:description" in page


def test_mended_spelling_has_a_way_back(built: Settings) -> None:
    page = get("answer?q=ice+pack+towell")
    assert SAY("ask.corrected", question="ice pack towel") in page
    assert "typed=1" in page
    assert SAY("ask.as_typed") not in get("answer?q=ice+pack+towell&typed=1")


def test_what_is_not_answered_says_so_and_folds_the_nearest(built: Settings) -> None:
    page = get("answer?q=kidney+stones+xylophone")
    assert SAY("answer.unanswered") in page
    assert '<details class="nearest">' in page or "evidence" not in page


def test_the_downloaded_page_needs_nothing_and_runs_nothing(built: Settings) -> None:
    answer = client.get("/pre/answer/download.html?q=ice+pack")
    assert answer.headers["content-disposition"] == 'attachment; filename="verbatim-answer.html"'
    assert "<script" not in answer.text
    assert not re.search(r"(?:src=|<link)", answer.text)
    assert 'href="http://testserver/pre/read/' in answer.text


def test_the_downloaded_markdown_has_each_quote_and_where_it_stands(built: Settings) -> None:
    answer = client.get("/pre/answer/download.md?q=ice+pack")
    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    assert "\\[1\\] " in answer.text
    assert "<http://testserver/pre/read/" in answer.text


def test_every_page_has_the_strict_policy_and_no_inline_style(built: Settings) -> None:
    for path in ("read/ice?start=28&end=40", "cite/ice?start=28&end=40", "answer?q=ice", "read/nothing"):
        answer = client.get(f"/pre/{path}")
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert not re.search(r"<style|\sstyle=|<script>|\son\w+=", answer.text)


def test_every_link_stands_under_the_base_path(built: Settings) -> None:
    for path in ("read/ice?start=28&end=40&q=ice", "cite/ice?start=28&end=40", "answer?q=ice"):
        for link in re.findall(r'(?:href|src)="([^"]*)"', get(path)):
            assert urljoin(f"/pre/{path}", link).startswith("/pre/"), link
            assert not link.startswith("/"), link


def test_templates_are_in_the_package() -> None:
    folder = WEB / "plain" / "templates"
    assert {"read.html", "cite.html", "answer.html", "download.html"} <= {path.name for path in folder.iterdir()}


@pytest.mark.parametrize(
    "path",
    [
        "answer?q=ice",
        "answer/download.html?q=ice",
        "answer/download.md?q=ice",
        "read/ice?q=ice",
        "read/ice",
        "cite/ice?start=0&end=9",
        "cite/ice.bib?start=0&end=9",
    ],
)
def test_who_asks_too_often_is_told_when_to_come_again(
    built: Settings, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setenv("VERBATIM_SERVICE__RATE_LIMIT", "1/hour")
    service.forget()
    assert client.get(f"/pre/{path}").status_code == 200
    refused = client.get(f"/pre/{path}")
    assert (refused.status_code, int(refused.headers["retry-after"]) > 0) == (429, True)
    assert SAY("problem.too_often_title") in refused.text
    assert client.get("/pre/plain/plain.css").status_code == 200


def test_nothing_found_can_be_shared_and_kept(built: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Answerer.ask
    monkeypatch.setattr(Answerer, "ask", lambda *args, **options: replace(plain(*args, **options), evidence=()))
    with service().asking() as answerer:
        found = answerer.ask("xylophone zeppelins")
    link = permalink(found)
    files = [get(f"answer/download.{ending}?{link.partition('?')[2]}") for ending in ("html", "md")]
    for kept in (get(link), *files):
        assert "xylophone zeppelins" in kept
        assert SAY("answer.unanswered") in kept
        assert SAY("answer.nothing_near") in kept
        assert found.snapshot in kept


def test_a_link_to_nothing_says_when_the_articles_are_others(built: Settings) -> None:
    with service().asking() as answerer:
        found = answerer.ask("zebra liniment")
    add(built, "zebra.txt", "Zebra liniment\n\nRub zebra liniment on the sore spot.\n")
    page = get(permalink(found))
    assert f"(then {found.snapshot})" in page
    assert "<mark>Rub zebra liniment on the sore spot.</mark>" in page


def test_the_markdown_says_from_which_snapshot_it_is(built: Settings) -> None:
    assert service().answerer().snapshot in get("answer/download.md?q=ice+pack")
