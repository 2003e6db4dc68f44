"""The filter chips without a browser: the rows, and the state of the URL."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from index.execution.progress import NullWatcher
from index.filtering.catalogue import Catalogue
from index.filtering.filters import ALL, Filters
from index.filtering.labels import Labels
from index.settings import Settings
from index.storage.locks import writing
from index.storage.running import ProgressFile
from tests.paths import WEB
from tests.web.conftest import add
from web.page.narrowing import rows
from web.plain.routes import routes
from web.words.words import words_in

SAY = words_in("en")
ICE = "cold-packs-ice"


def open_page(question: str = "sore back", filters: Sequence[str] = ()) -> AppTest:
    page = AppTest.from_file(str(WEB / "page" / "page.py"), default_timeout=240)
    if question:
        page.query_params["q"] = question
    if filters:
        page.query_params["filter"] = list(filters)
    return page.run()


def shown(page: AppTest) -> str:
    assert not page.exception
    return "".join(element.proto.body for element in page.get("html"))


def groups(page: AppTest) -> list[Any]:
    """The rows of chips, which AppTest does not type precisely."""
    return list(page.get("button_group"))


def chips(page: AppTest) -> dict[str, list[str]]:
    """The labels of the chips in every row, by the label of the row."""
    return {group.label: [option.content for option in group.proto.options] for group in groups(page)}


def place_of_filters(page: AppTest) -> list[int]:
    """Which of the page's elements contain the chips."""
    return [at for at, node in page.main.children.items() if isinstance(node, Block) and node.get("button_group")]


def test_the_chips_keep_their_place_when_a_build_ends(shelved: Settings) -> None:
    # In another place, Streamlit would draw them anew and close an open list of them.
    nobody = NullWatcher()
    with writing(shelved.index, nobody), ProgressFile(shelved.index, nobody) as told:
        told.begin("embedding", 10)
        page = open_page()
    assert SAY("ask.building_of", step=SAY("step.embedding"), done=0) in shown(page)
    during = place_of_filters(page)
    assert during
    assert place_of_filters(page.run()) == during


def test_a_row_stands_for_each_key_by_which_the_articles_differ(shelved: Settings) -> None:
    assert chips(open_page()) == {
        "Collection": [
            "in no folder :small[1]",
            "cold :small[1]",
            "cold\\/packs :small[1]",
        ],
        "Publisher": ["The clinic :small[1]"],
        "Year": ["2021 :small[1]"],
        "Tag": ["first aid :small[1]"],
        "Article": ["Ice for a sore back :small[1]", "Heat for a sore back :small[1]"],
    }


def test_the_link_narrows_the_answer_and_presses_its_chips(shelved: Settings) -> None:
    page = open_page(filters=["collection:cold", "tag:first aid"])
    assert "Ice for a sore back" in shown(page)
    assert "Heat for a sore back" not in shown(page)
    assert [page.session_state[f"filter: {key}"] for key in ("collection", "tag", "year")] == [
        ["cold"],
        ["first aid"],
        [],
    ]


def test_a_chip_that_is_pressed_stands_in_the_link_with_the_question(shelved: Settings) -> None:
    page = open_page()
    groups(page)[0].set_value(["cold"]).run()
    assert (page.query_params["q"], page.query_params["filter"]) == ("sore back", "collection:cold")
    groups(page)[0].set_value([]).run()
    assert "filter" not in page.query_params


def test_the_next_question_keeps_the_filters(shelved: Settings) -> None:
    page = open_page(filters=["collection:cold"])
    page.text_input[0].input("heat pads")
    page.button[0].click().run()
    assert (page.query_params["q"], page.query_params["filter"]) == ("heat pads", "collection:cold")


def test_all_filters_can_be_cleared_at_once(shelved: Settings) -> None:
    page = open_page(filters=["collection:cold", "year:2021"])
    page.button("clear_filters").click().run()
    assert "filter" not in page.query_params
    assert "Heat for a sore back" in shown(page)


def test_what_is_chosen_in_the_fold_is_told_outside(shelved: Settings) -> None:
    assert "Searched only: Year: 2021." in shown(open_page(filters=["year:2021"]))
    assert "Searched only" not in shown(open_page(filters=["collection:cold"]))


@pytest.mark.parametrize("written", ["collection:gone", "colour:red"])
def test_a_link_to_what_is_gone_says_so_and_answers_nothing(shelved: Settings, written: str) -> None:
    html = shown(open_page(filters=[written]))
    assert SAY("filters.unknown") in html
    assert "<mark>" not in html


def test_filters_that_no_article_meets_together_say_so(shelved: Settings) -> None:
    assert SAY("filters.nothing") in shown(open_page(filters=["collection:.", "year:2021"]))


def test_a_value_is_never_read_as_markdown(built: Settings) -> None:
    words = "*Ann* :red[x] $a$ `b` [c](d) <b> 1_2"
    add(built, "odd.md", f"---\nauthor: '{words}'\n---\n\n# Odd\n\nA warm towel helps.\n")
    shown_as = r"\*Ann\* \:red\[x\] \$a\$ \`b\` \[c\]\(d\) \<b\> 1\_2 :small[1]"
    assert chips(open_page())["Author"] == [shown_as]


def labelled(tags: int) -> list[Labels]:
    return [{"article": (f"a{number:03}",), "tag": (f"t{number:03}",)} for number in range(tags)]


def test_articles_that_do_not_differ_have_no_row() -> None:
    assert rows(Catalogue([{"article": ("a",), "tag": ("t",)}]), ALL) == []


def test_a_value_that_the_other_filters_leave_without_articles_is_not_offered() -> None:
    found = {row.key: list(row.counts) for row in rows(Catalogue(labelled(3)), Filters.of(["article:a001"]))}
    assert found == {"article": ["a000", "a001", "a002"], "tag": ["t001"]}


def test_in_view_is_a_key_with_a_short_choice() -> None:
    many: list[Labels] = [
        {"article": (f"a{at}",), "author": ("Ann",) if at else (), "year": (f"{at}",), "tag": ("x" if at else "y",)}
        for at in range(9)
    ]
    assert [row.key for row in rows(Catalogue(many), ALL) if row.in_view] == ["tag"]
    assert [row.key for row in rows(Catalogue(many), Filters.of(["year:0"])) if row.in_view] == ["tag"]


def test_the_order_of_chips_stays_when_one_is_chosen() -> None:
    many: list[Labels] = [
        {"article": ("a",), "tag": ("x", "y"), "year": ("1",)},
        {"article": ("b",), "tag": ("x",)},
        {"article": ("c",), "tag": ("y", "z"), "year": ("1",)},
        {"article": ("d",), "tag": ("x",)},
    ]
    before, after = (
        next(list(row.counts) for row in rows(Catalogue(many), filters) if row.key == "tag")
        for filters in (ALL, Filters.of(["year:1"]))
    )
    assert (before, after) == (["x", "y", "z"], ["x", "y", "z"])


@pytest.fixture
def plain(shelved: Settings) -> TestClient:
    return TestClient(Starlette(routes=routes))


def permanent(page: AppTest) -> str:
    found = re.search(r'href="(answer\?[^"]*)"', shown(page))
    assert found
    return found[1].replace("&amp;", "&")


def test_the_permanent_link_keeps_the_filters_and_says_what_was_searched(plain: TestClient) -> None:
    link = permanent(open_page(filters=["collection:cold", "article:" + ICE]))
    assert parse_qs(link)["filter"] == ["collection:cold", "article:" + ICE]
    text = plain.get(f"/{link}").text
    assert "Searched only: Collection: cold; Article: Ice for a sore back." in text
    assert "Heat for a sore back" not in text
    assert "Searched only: Collection: cold" in plain.get("/answer/download.md?" + link.partition("?")[2]).text


def test_the_source_leads_back_to_the_same_filters(plain: TestClient) -> None:
    link = re.search(r'href="(read/[^"#]*)', shown(open_page(filters=["collection:cold"])))
    assert link
    back = re.search(r'href="[^"]*\?(q=[^"]*)"', plain.get("/" + link[1].replace("&amp;", "&")).text)
    assert back
    assert parse_qs(back[1].replace("&amp;", "&"))["filter"] == ["collection:cold"]


@pytest.mark.parametrize("written", ["collection:gone", "colour:red"])
def test_a_permanent_link_to_what_is_gone_is_refused_calmly(plain: TestClient, written: str) -> None:
    refused = plain.get("/answer", params={"q": "ice", "filter": written})
    assert (refused.status_code, SAY("filters.unknown") in refused.text) == (422, True)


def test_the_other_language_keeps_the_filters(shelved: Settings) -> None:
    assert "?q=sore+back&amp;filter=collection%3Acold&amp;lang=de" in shown(open_page(filters=["collection:cold"]))


def test_a_row_that_gathers_articles_is_in_view_before_one_that_lists_them() -> None:
    labels: list[Labels] = [
        {"article": (name,), "author": (name,), "language": (language,)}
        for name, language in (("a", "fr"), ("b", "fr"), ("c", "es"))
    ]
    assert [(row.key, row.in_view, row.gathers) for row in rows(Catalogue(labels), ALL)] == [
        ("article", False, False),
        ("author", True, False),
        ("language", True, True),
    ]
