"""The pages library, map and quality: what they show, and that nothing in an article becomes markup."""

from __future__ import annotations

import csv
import io
import json
import re

import numpy as np
import pytest
from starlette.testclient import TestClient

from index.corpus.golden import GoldenQuestion, Quote
from index.evaluation.evaluate import evaluate
from index.evaluation.stored import FILE, keep
from index.opening import open_answerer
from index.settings import Settings
from tests.web.conftest import add
from web.plain import library
from web.plain.map import drawing
from web.plain.map.frame import Frame, label_of_question, label_of_ring
from web.plain.routes import routes
from web.serving.mounting import Dispatcher, nothing_else
from web.serving.service import service

PAYLOADS = [
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    '"><svg onload=window.hit=1>',
    "'><iframe src=javascript:window.hit=1>",
    "{{ 7 * 7 }}{% raw %}",
    "</title></svg></a><script>window.hit=1</script>",
]


def client(base: str = "") -> TestClient:
    return TestClient(Dispatcher(nothing_else, base, routes))


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def judged(settings: Settings) -> None:
    """Store results of three questions, two of which fail."""
    questions = [
        GoldenQuestion("a", "ice pack in a towel", "plain", (Quote("ice.md", "Wrap the ice pack in a towel."),)),
        GoldenQuestion("b", "when does it stay numb", "plain", (Quote("heat.txt", "It burns the skin."),)),
        GoldenQuestion("c", "A warm bath loosens the muscles.", "<b>near</b>", ()),
    ]
    answerer = open_answerer(settings)
    keep(settings.index, evaluate(answerer, questions), questions, answerer.engine)


def test_the_library_lists_every_article_with_its_card_and_counts(built: Settings) -> None:
    said = text_of(client().get("/library").text)
    assert "2 articles, " in said
    assert "Ice for a sore back" in said
    assert "title read in" in said
    assert "Not stated Author, Publisher, Date, Fetched, Address" in said
    assert f"Snapshot {service().answerer().snapshot}." in said


@pytest.mark.parametrize("base", ["", "pre"])
def test_links_lead_to_the_reader_under_the_base_path(built: Settings, base: str) -> None:
    prefix = f"/{base}" if base else ""
    assert 'href="./read/ice"' in client(base).get(f"{prefix}/library").text


def test_the_library_says_what_was_set_aside_and_why(built: Settings) -> None:
    add(built, "nav.md", "# Cold\n\nA cold pack soothes the back for a while.\n\nSubscribe to our newsletter today!\n")
    said = text_of(client().get("/library").text)
    assert "Set aside: 5 of 15 words newsletter 5 words" in said


def test_a_statement_is_shown_with_the_words_it_was_read_from(built: Settings) -> None:
    add(built, "page.html", "<title>Cold | Site</title><h1>Cold</h1><p>A cold pack soothes the sore back a while.</p>")
    assert "title read in <title>: “Cold | Site”" in text_of(client().get("/library").text).replace(
        "&lt;", "<"
    ).replace("&gt;", ">")


def test_the_library_names_what_was_skipped_with_its_cause(built: Settings) -> None:
    (built.corpus / "empty.txt").touch()
    add(built, "more.txt", "A cold pack soothes the back for a while.")
    assert "Not in the library" in (said := text_of(client().get("/library").text))
    assert "empty.txt it is empty" in said


def test_many_articles_are_shown_page_by_page(built: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "PAGE", 1)
    first = client().get("/library").text
    assert ("read/heat" in first, "read/ice" in first) == (True, False)
    assert "?after=heat" in first
    second = client().get("/library?after=heat").text
    assert ("read/heat" in second, "read/ice" in second) == (False, True)
    assert "?before=ice" in second
    assert "read/heat" in client().get("/library?before=ice").text


def test_a_new_snapshot_is_shown_at_once(built: Settings) -> None:
    client().get("/library")
    add(built, "cold.txt", "A cold pack soothes the back for a while.")
    assert "3 articles" in client().get("/library").text


def test_without_an_index_the_pages_say_so(served: Settings) -> None:
    for path in ("/library", "/library/map", "/quality", "/library/articles.json"):
        answer = client().get(path)
        assert answer.status_code == 503
        assert "verbatim build" in answer.text


def test_the_metadata_can_be_kept_as_json(built: Settings) -> None:
    answer = client().get("/library/articles.json")
    assert answer.headers["content-disposition"] == 'attachment; filename="articles.json"'
    kept = answer.json()
    assert [article["id"] for article in kept["articles"]] == ["heat", "ice"]
    assert kept["articles"][1]["card"]["title"]["value"] == "Ice for a sore back"
    assert "text" not in kept["articles"][0]


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1", "\t=1"])
def test_no_cell_of_the_csv_is_a_formula(built: Settings, title: str) -> None:
    (built.corpus / "sources.toml").write_text(f'["ice.md"]\ntitle = {title!r}\n'.replace("'", '"'), encoding="utf-8")
    add(built, "more.txt", "A cold pack soothes the back for a while.")
    rows = list(csv.DictReader(io.StringIO(client().get("/library/articles.csv").content.decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row.values()]
    assert [cell for cell in cells if cell.strip()[:1] in set("=+-@＝")] == []
    assert any(title.strip() in cell for cell in cells)


def test_the_map_has_a_mark_for_every_passage_that_leads_to_its_place(built: Settings) -> None:
    html = client().get("/library/map").text
    points = re.findall(r'<a class="point" href="../read/(\w+)\?start=(\d+)&amp;end=(\d+)#quote"', html)
    assert len(points) == service().answerer().engine.count
    article, start, end = points[-1]
    text = service().answerer().engine.article(article)[0].text
    sentence = " ".join(text[int(start) : int(end)].split())
    assert f'<title lang="en">{sentence} —' in html


def test_marks_differ_in_shape_and_colour_between_articles(built: Settings) -> None:
    html = client().get("/library/map").text
    keys = set(re.findall(r'class="key".*?<path class="mark (c-\w+)" d="([^"]+)"', html))
    assert len({colour for colour, _ in keys}) == len({shape for _, shape in keys}) == 2


def test_a_question_has_its_place_and_its_nearest_passages_as_text(built: Settings) -> None:
    html = client().get("/library/map", params={"q": "ice pack in a towel"}).text
    assert html.count('class="here"') == 1
    assert "The five nearest passages" in html
    nearest = html.partition('<ol class="nearest">')[2].partition("</ol>")[0]
    assert 'href="../read/ice?start=' in nearest.partition("</li>")[0]
    assert html.count('class="near"') == nearest.count("<li>")


def test_a_question_without_words_still_shows_the_map(built: Settings) -> None:
    html = client().get("/library/map", params={"q": "\x00"}).text
    assert "There are no words in that question" in html
    assert 'class="point"' in html


def test_a_large_library_is_sampled_and_the_map_says_so(built: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_DRAWN", 2)
    add(built, "more.txt", "A cold pack soothes the back for a while.")
    html = client().get("/library/map", params={"q": "a cold pack"}).text
    assert html.count('class="point"') == 2
    assert f"The map shows 2 of {service().answerer().engine.count} passages" in html


def test_articles_beyond_the_marks_share_one(built: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_MARKS", 1)
    add(built, "more.txt", "A cold pack soothes the back for a while.")
    assert "All other articles" in client().get("/library/map").text


def test_a_library_of_one_passage_has_a_map(built: Settings) -> None:
    (built.corpus / "ice.md").unlink()
    (built.corpus / "heat.txt").unlink()
    add(built, "one.txt", "A cold pack soothes the back for a while.")
    for path in ("/library/map", "/library/map?q=cold"):
        assert client().get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/library/map?q=ice", "/library/map", "/library", "/library/articles.csv", "/quality"]
)
def test_every_page_is_counted(built: Settings, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setenv("VERBATIM_SERVICE__RATE_LIMIT", "1/hour")
    service.forget()
    assert client().get(path).status_code == 200
    refused = client().get(path)
    assert (refused.status_code, int(refused.headers["retry-after"]) > 0) == (429, True)


def test_every_place_is_within_the_frame_at_one_scale() -> None:
    places = np.array([[-2, 1], [3, 0], [0, -1]], dtype=np.float32)
    frame = Frame.around(places)
    spots = [frame.at(place) for place in places]
    assert all(0 <= x <= frame.width and 0 <= y <= frame.height for x, y in spots)
    assert (spots[1][0] - spots[0][0]) / 5 == pytest.approx(spots[1][1] - spots[0][1], rel=0.01)


def test_labels_stand_where_there_is_room() -> None:
    assert label_of_ring((100, 100), [(100, 100), (120, 90)])[0] < 0
    frame = Frame.around(np.array([[0, 0], [1, 1]], dtype=np.float32))
    assert label_of_question((700, 200), [], frame)[2] == "end"
    assert label_of_question((300, 200), [(340.0, 200.0)], frame)[2] == "end"


def test_quality_says_how_to_get_figures_where_there_are_none(built: Settings) -> None:
    assert "verbatim eval --keep" in client().get("/quality").text


def test_quality_shows_figures_and_the_questions_that_fail(built: Settings) -> None:
    judged(built)
    html = client().get("/quality").text
    said = text_of(html)
    assert "3 questions, evaluated" in said
    assert f"on the snapshot {service().answerer().snapshot}" in said
    assert "another snapshot than the published one" not in said
    assert html.count('class="dot"') == 3
    assert "The questions that fail" in said
    assert "It burns the skin." in said
    assert "&lt;b&gt;near&lt;/b&gt;" in html


def test_quality_says_when_the_figures_are_of_another_snapshot(built: Settings) -> None:
    judged(built)
    add(built, "more.txt", "A cold pack soothes the back for a while.")
    assert "another snapshot than the published one" in client().get("/quality").text


@pytest.mark.parametrize("text", ["{", '{"format": 1}'])
def test_figures_that_cannot_be_read_are_a_page_that_says_so(built: Settings, text: str) -> None:
    (built.index / FILE).write_text(text, encoding="utf-8")
    answer = client().get("/quality")
    assert (answer.status_code, "verbatim eval --keep" in answer.text) == (503, True)


def test_questions_of_another_shape_are_a_page_that_says_so(built: Settings) -> None:
    judged(built)
    path = built.index / FILE
    path.write_text(path.read_text(encoding="utf-8").replace('"verdict"', '"ruling"'), encoding="utf-8")
    assert client().get("/quality").status_code == 503


@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_of_an_article_or_question_never_become_markup(built: Settings, payload: str) -> None:
    (built.corpus / "sources.toml").write_text(
        f'["bad.txt"]\ntitle = {json.dumps(payload)}\npublisher = {json.dumps(payload)}\n', encoding="utf-8"
    )
    add(built, "bad.txt", f"The cold pack {payload} soothes the sore back for a while.")
    for path in ("/library", "/library/map", "/quality"):
        answer = client().get(path, params={"q": payload})
        assert answer.status_code == 200
        assert "<script>" not in answer.text
        assert not re.search(r"<(img|iframe|svg)[^>]*(src|onload|onerror)", answer.text)
        assert "49" not in answer.text or "7 * 7" not in payload
        assert "style=" not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:alert(1)"])
def test_an_address_that_is_none_of_the_web_is_shown_and_not_linked(built: Settings, url: str) -> None:
    (built.corpus / "sources.toml").write_text(f'["ice.md"]\nurl = "{url}"\n', encoding="utf-8")
    add(built, "more.txt", "A cold pack soothes the back for a while.")
    html = client().get("/library").text
    assert f'href="{url}' not in html


def test_half_a_character_does_not_stop_a_page(built: Settings) -> None:
    answer = client().get("/library/map", params={"q": "\udc80 ice".encode("utf-8", "surrogateescape")})
    assert answer.status_code == 200
