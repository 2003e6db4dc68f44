"""Feedback: off by default, accepted only from our own page, and stored as the page says."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from index.feedback.store import FILE, LONGEST_COMMENT, FeedbackStore
from index.settings import Settings
from tests.web.conftest import add
from web.plain.feedback import feedback_link
from web.plain.routes import routes
from web.serving.mounting import Dispatcher, nothing_else
from web.serving.service import service

QUESTION = "how long does the ice pack stay <b>on</b>?"
OURS = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def open_to_all(built: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The small corpus, served with feedback on."""
    monkeypatch.setenv("VERBATIM_PAGE__FEEDBACK", "true")
    service.forget()
    return built


def client() -> TestClient:
    return TestClient(Dispatcher(nothing_else, "", routes), follow_redirects=False)


def link() -> str:
    made = feedback_link(service().answerer().ask(QUESTION).evidence[0], QUESTION, "up")
    assert made is not None
    return "/" + made


def form(**other: str) -> dict[str, str]:
    """The fields that the form at `link` sends."""
    fields = {name: values[0] for name, values in parse_qs(urlsplit(link()).query).items()}
    return {**fields, "comment": "", **other}


def stored(settings: Settings) -> list[str]:
    return [item.comment for item in FeedbackStore.of(settings).all()]


def test_nothing_is_offered_or_taken_where_the_setting_is_off(built: Settings) -> None:
    assert feedback_link(service().answerer().ask(QUESTION).evidence[0], QUESTION) is None
    assert client().get("/feedback?q=x").status_code == 404
    assert client().get("/feedback/thanks").status_code == 404
    assert client().post("/feedback", data={"q": "x"}, headers=OURS).status_code == 404
    assert not (built.index / FILE).exists()


def test_the_form_shows_the_quote_and_says_what_is_stored(open_to_all: Settings) -> None:
    html = client().get(link()).text
    assert "What is stored" in html
    assert "No address, no name, no cookie." in html
    assert "on&lt;/b&gt;" in html
    assert 'value="up" required checked' in html


def test_an_opinion_is_stored_and_thanked_for(open_to_all: Settings) -> None:
    answer = client().post("/feedback", data=form(comment="<i>thanks</i>\r\nall"), headers=OURS)
    assert answer.status_code == 303
    assert "set-cookie" not in answer.headers
    [item] = FeedbackStore.of(open_to_all).all()
    assert (item.question, item.opinion, item.comment) == (QUESTION, "up", "<i>thanks</i>\nall")
    assert item.snapshot == service().answerer().snapshot
    assert item.time.endswith(":00+00:00")
    thanked = client().get(answer.headers["location"])
    assert "Thank you" in thanked.text
    assert "<b>" not in thanked.text


def test_the_link_holds_where_page_and_form_stand_under_a_base_path(open_to_all: Settings) -> None:
    below = TestClient(Dispatcher(nothing_else, "pre", routes), follow_redirects=False)
    assert 'action="./feedback"' in below.get("/pre" + link()).text
    assert below.post("/pre/feedback", data=form(), headers=OURS).headers["location"].startswith("./feedback/thanks")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://[broken"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://elsewhere.example"},
    ],
)
def test_what_another_site_sends_is_not_stored(open_to_all: Settings, headers: dict[str, str]) -> None:
    assert client().post("/feedback", data=form(), headers=headers).status_code == 403
    assert stored(open_to_all) == []


def test_an_origin_of_ours_will_do_where_a_browser_says_no_more(open_to_all: Settings) -> None:
    assert client().post("/feedback", data=form(), headers={"Origin": "http://testserver"}).status_code == 303


def test_a_comment_that_is_too_long_is_not_stored(open_to_all: Settings) -> None:
    long = client().post("/feedback", data=form(comment="x" * (LONGEST_COMMENT + 1)), headers=OURS)
    huge = client().post("/feedback", data=form(comment="x" * 100_000), headers=OURS)
    assert (long.status_code, huge.status_code) == (413, 413)
    assert stored(open_to_all) == []


@pytest.mark.parametrize(
    "wrong",
    [{"opinion": "best"}, {"q": " "}, {"start": "-1"}, {"end": "x"}, {"start": "9" * 30}],
    ids=str,
)
def test_a_form_that_is_not_ours_is_refused(open_to_all: Settings, wrong: dict[str, str]) -> None:
    assert client().post("/feedback", data=form(**wrong), headers=OURS).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [{"sum": "0"}, {"article": "none"}, {"article": "../ice"}, {"start": "0", "end": "3"}, {"end": "0"}],
    ids=str,
)
def test_an_opinion_on_words_that_are_not_there_is_refused(open_to_all: Settings, wrong: dict[str, str]) -> None:
    assert client().post("/feedback", data=form(**wrong), headers=OURS).status_code == 404
    assert stored(open_to_all) == []


def test_what_is_no_form_is_refused(open_to_all: Settings) -> None:
    assert client().post("/feedback", json=form(), headers=OURS).status_code == 415
    many = {f"f{number}": "" for number in range(50)}
    assert client().post("/feedback", data=many, headers=OURS).status_code == 400


def test_a_link_to_a_quote_that_has_changed_says_so(open_to_all: Settings) -> None:
    old = link()
    add(open_to_all, "ice.md", "# Ice\n\nNothing of the old words is here any more, and all is new.\n")
    answer = client().get(old)
    assert (answer.status_code, "has changed" in answer.text) == (404, True)


def test_who_says_too_much_is_told_to_wait(open_to_all: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_SERVICE__RATE_LIMIT", "1/hour")
    service.forget()
    assert client().post("/feedback", data=form(), headers=OURS).status_code == 303
    assert client().post("/feedback", data=form(), headers=OURS).status_code == 429
    assert len(stored(open_to_all)) == 1


def test_the_form_lets_a_browser_on_plain_http_say_whose_page_it_was(open_to_all: Settings) -> None:
    answer = client().get(link())
    assert answer.headers["referrer-policy"] == "same-origin"
    assert '<meta name="referrer" content="same-origin">' in answer.text
    assert client().get("/feedback/thanks").headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("host", ["192.168.1.20:8501", "reader.lan", "[fd00::1]:8501"])
def test_an_opinion_is_taken_over_plain_http_on_the_local_network(open_to_all: Settings, host: str) -> None:
    ours = {"Host": host, "Origin": f"http://{host}"}
    assert client().post("/feedback", data=form(), headers=ours).status_code == 303


@pytest.mark.parametrize(
    "origin",
    ["null", "", "http://evil.example", "http://192.168.1.20", "http://192.168.1.20:80", "http://192.168.1.21:8501"],
)
def test_over_plain_http_too_no_other_page_may_send_one(open_to_all: Settings, origin: str) -> None:
    headers = {"Host": "192.168.1.20:8501", "Origin": origin}
    assert client().post("/feedback", data=form(), headers=headers).status_code == 403
    assert stored(open_to_all) == []
