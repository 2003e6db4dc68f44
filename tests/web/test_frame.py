"""The header and footer of every page, with the collection's name and colour."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from index.corpus.collection import COLLECTION, NEUTRAL, Collection
from index.settings import Settings
from tests.paths import WEB
from tests.web.conftest import add
from web.look import shades
from web.look.frame import accent_rule, footer, header
from web.look.shades import DARK, LIGHT, READABLE, contrast
from web.look.typefaces import preloaded, sheet
from web.plain.routes import routes
from web.serving.mounting import Dispatcher, nothing_else
from web.serving.service import service
from web.words.words import words_in

SAY = words_in("en")
COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")
GARDEN = """
name = "Garten & Beet"
disclaimer = "Für mildes Klima."
contact = "garten@example.org"
language = "de"
accent = "#2f6b3a"
"""


def get(path: str, language: str = "en") -> str:
    asking = TestClient(Dispatcher(nothing_else, "", routes), headers={"Accept-Language": language})
    return asking.get(f"/{path}").text


def test_the_name_leads_to_the_empty_page_and_where_one_is_is_told() -> None:
    head = header(SAY, lambda link: f"./{link}", Collection(name="<Garden>"), "library/map")
    assert '<a href="./" target="_self" lang="en" dir="auto">&lt;Garden&gt;</a></p>' in head
    assert '<a href="./library" target="_self" aria-current="true">Library</a>' in head
    assert head.count("aria-current") == 1


def test_a_collection_without_a_name_has_the_program_s() -> None:
    assert ">Verbatim</a></h1>" in header(SAY, str, NEUTRAL, "", heading=True)


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("garden@example.org", 'href="mailto:garden@example.org"'),
        ("https://example.org/us", 'href="https://example.org/us"'),
        ("javascript:alert(1)", None),
        ("x@y.org?bcc=z@y.org", None),
        ("The shed, on Sundays", None),
    ],
)
def test_an_address_is_a_link_and_words_are_words(contact: str, link: str | None) -> None:
    foot = footer(SAY, Collection(contact=contact), [])
    assert foot.count("<a ") == (link is not None)
    assert contact in foot
    assert link is None or link in foot


@given(COLOURS)
def test_any_accent_can_be_read_in_light_and_in_dark(accent: str) -> None:
    light, dark = shades.shades(accent)
    assert min(contrast(light, ground) for ground in LIGHT) >= READABLE
    assert min(contrast(dark, ground) for ground in DARK) >= READABLE


def test_an_accent_that_can_be_read_stays_as_it_is() -> None:
    assert shades.shades("#1d5b73").light == "#1d5b73"
    assert shades.shades("#7cc0da").dark == "#7cc0da"


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.0)]
)
def test_contrast_is_as_wcag_defines_it(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


def test_the_grounds_are_those_of_the_style_sheet_and_of_streamlit_s_theme() -> None:
    css = (WEB / "look" / "look.css").read_text(encoding="utf-8")
    pairs = dict(re.findall(r"--vb-([\w-]+): light-dark\((#\w+, #\w+)\)", css))
    grounds = [pairs[name].split(", ") for name in ("ground", "paper")]
    assert [light for light, _ in grounds] == list(LIGHT)
    assert [dark for _, dark in grounds] + [pairs["on-accent"].split(", ")[1]] == list(DARK)
    theme = (WEB / "page" / "streamlit.toml").read_text(encoding="utf-8")
    assert re.findall(r'^backgroundColor = "(.*)"', theme, re.MULTILINE) == grounds[0]
    assert re.findall(r'^primaryColor = "(.*)"', theme, re.MULTILINE) == pairs["accent"].split(", ")
    assert re.findall(r'^textColor = "(.*)"', theme, re.MULTILINE) == pairs["ink"].split(", ")


def test_without_an_accent_there_is_no_rule() -> None:
    assert accent_rule(NEUTRAL) == ""
    assert accent_rule(Collection(accent="#1d5b73")).startswith(":root { --vb-accent: light-dark(#1d5b73, #")


def test_the_typefaces_are_those_that_streamlit_serves() -> None:
    assert [path.partition(".")[0] for path in preloaded()] == [
        "static/media/SourceSansVF-Upright",
        "static/media/SourceSerifVariable-Roman",
    ]
    assert sheet().count("@font-face") == 4
    assert all(f'url("../{path}")' in sheet() for path in preloaded())


def test_a_plain_page_is_the_collection_s_own(built: Settings) -> None:
    (built.corpus / COLLECTION).write_text(GARDEN, encoding="utf-8")
    add(built, "more.txt", "Kalk\n\nKalk macht den Boden milde.\n")
    page = get("library")
    assert '<span lang="de" dir="auto">Für mildes Klima.</span>' in page
    assert "<title>Library · Garten &amp; Beet</title>" in page
    assert '<link rel="stylesheet" href="./plain/accent.css?2f6b3a">' in page
    assert get("plain/accent.css").startswith(":root { --vb-accent: light-dark(#2f6b3a, ")
    assert "Für mildes Klima." in get("answer/download.html?q=Kalk")
    assert "Für mildes Klima." in get("answer/download.md?q=Kalk")


def test_a_change_of_the_collection_shows_once_it_is_built(built: Settings) -> None:
    add(built, "more.txt", "Kalk\n\nKalk macht den Boden milde.\n")
    assert "Verbatim</a></p>" in get("library")
    (built.corpus / COLLECTION).write_text(GARDEN, encoding="utf-8")
    add(built, "more.txt", "Kalk\n\nKalk macht den Boden milde.\n")
    get("answer?q=Kalk")
    assert "Garten &amp; Beet</a></p>" in get("library")


def test_the_pages_speak_the_collection_s_language_where_nobody_asks_for_one(built: Settings) -> None:
    (built.corpus / COLLECTION).write_text(GARDEN, encoding="utf-8")
    add(built, "more.txt", "Kalk\n\nKalk macht den Boden milde.\n")
    assert '<html lang="de">' in get("library", "xx")
    assert '<html lang="en">' in get("library", "en")


def test_a_page_about_what_is_wrong_has_a_head_and_a_foot(served: Settings) -> None:
    page = get("library")
    assert SAY("problem.title") in page
    assert '<header class="vb-site">' in page
    assert SAY("site.disclaimer") in page
    assert service().collection == NEUTRAL
