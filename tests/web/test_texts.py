"""The texts of pages: complete in every language, with its typography, and only in their files."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes
from jinja2.lexer import TOKEN_DATA

from index.article import FIELDS
from index.ask import Answerer
from index.corpus.collection import Collection
from index.feedback.store import OPINIONS
from index.filtering.filters import KEYS
from index.reasons import REASONS
from tests.paths import WEB
from web.page import around
from web.plain.quality import COLUMNS, MEASURES
from web.words.choosing import preferred
from web.words.words import LANGUAGES, Words, words_in

EN, DE = words_in("en"), words_in("de")
TEMPLATES = sorted((WEB / "plain" / "templates").glob("*.html"))
OTHERS = [words_in(language) for language in LANGUAGES[1:]]
# Attributes that screen readers read or tooltips show.
_SAID = {"alt", "aria-label", "aria-roledescription", "content", "data-done", "data-label", "placeholder", "title"}
# Values of `meta` that are for machines.
_MACHINES = {"article", "light dark", "no-referrer", "noindex", "width=device-width, initial-scale=1"}


def marks(text: str | list[str]) -> set[str]:
    """The names of a text's placeholders, without their formats, which depend on the language."""
    forms = [text] if isinstance(text, str) else text
    return {str(name) for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}


@pytest.mark.parametrize("other", OTHERS, ids=lambda words: words.language)
def test_every_language_has_the_same_texts(other: Words) -> None:
    assert other.texts.keys() == EN.texts.keys()


@pytest.mark.parametrize("other", OTHERS, ids=lambda words: words.language)
def test_every_text_replaces_the_same_in_every_language(other: Words) -> None:
    assert {name for name, text in EN.texts.items() if marks(text) != marks(other.texts[name])} == set()


@pytest.mark.parametrize("say", [EN, *OTHERS], ids=lambda words: words.language)
def test_every_form_that_a_text_asks_for_is_known(say: Words) -> None:
    forms = [form for text in say.texts.values() for form in ([text] if isinstance(text, str) else text)]
    asked = {spec for form in forms for _, _, spec, _ in string.Formatter().parse(form) if spec}
    known = {"spelled", "Spelled", "share", "percent", "date", "all", "or"}
    assert {spec for spec in asked - known if f"count.{spec}" not in say.texts} == set()


@pytest.mark.parametrize("say", [EN, *OTHERS], ids=lambda words: words.language)
def test_every_counted_text_has_one_form_for_one_and_one_for_more(say: Words) -> None:
    counted = {name: text for name, text in say.texts.items() if isinstance(text, list)}
    assert {name: len(text) for name, text in counted.items() if len(text) != 2} == {
        "number.spelled": 13,
        "number.months": 12,
    }


def test_whatever_the_program_has_names_for_has_words() -> None:
    needed: list[tuple[str, Iterable[str]]] = [("field", FIELDS), ("reason", REASONS), ("feedback", OPINIONS)]
    needed += [("measure", MEASURES), ("column", COLUMNS), ("filters", KEYS)]
    assert [
        f"{section}.{name}" for section, names in needed for name in names if f"{section}.{name}" not in EN.texts
    ] == []


def strings_of(module: Path) -> Iterator[str]:
    """The string literals in a module, without docstrings."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def templates_strings() -> Iterator[str]:
    """The string literals in the templates' expressions."""
    for path in TEMPLATES:
        for constant in Environment(autoescape=True).parse(path.read_text(encoding="utf-8")).find_all(nodes.Const):
            if isinstance(constant.value, str):
                yield constant.value


def test_every_text_is_used_and_every_text_that_is_used_is_there() -> None:
    sections = {name.partition(".")[0] for name in EN.texts}
    strings = {*(text for path in WEB.rglob("*.py") for text in strings_of(path)), *templates_strings()}
    named = {
        text for text in strings if re.fullmatch(r"[a-z]+\.[a-z_]*[a-z]", text) and text.partition(".")[0] in sections
    }
    assert {name for name in named if name not in EN.texts and not name.endswith(".html")} == set()
    # These names are composed at run time.
    by_name = r"(number|count|tongue|step|strength|notice|field|reason|place|measure|column)\..*|problem\.feedback_.*"
    by_name += r"|filters\.(collection|article|publisher|author|year|language|tag)"
    by_name += r"|feedback\.(up|down|not-an-answer)|quality\.(answered|refused|missed|late)"
    by_name += r"|shared\.(gone|moved)_(one|more)|library\.(.*_as|build_.*)"
    assert {name for name in EN.texts if name not in named and not re.fullmatch(by_name, name)} == set()


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "Ask no articles."), (1, "Ask one article."), (5, "Ask five articles."), (1234, "Ask 1,234 articles.")],
)
def test_things_are_counted_in_words(count: int, said: str) -> None:
    assert EN("ask.lede", articles=count).startswith(said)


def test_german_counts_in_german() -> None:
    assert DE("answer.found", passages=1, articles=1) == "Eine Textstelle aus einem Artikel"
    assert DE("answer.found", passages=10, articles=3) == "Zehn Textstellen aus drei Artikeln"
    assert DE("library.size", articles=1234, passages=1, sentences=2) == "1.234 Artikel, 1 Textstelle, 2 Sätze."


def test_times_are_written_as_people_do() -> None:
    stamp = "2026-11-21T13:36:00+00:00"
    assert EN("library.built", time=stamp) == "Built 21 November 2026, 13:36 UTC."
    assert DE("library.built", time=stamp) == "Erstellt am 21. November 2026, 13:36 Uhr UTC."
    assert EN("library.built", time="some day") == "Built some day."


def test_shares_are_written_with_their_sign() -> None:
    assert (EN.percent(0.456), DE.percent(0.456), EN.percent(None)) == ("46%", "46\u00a0%", "–")


def test_what_has_no_word_stays_as_it_is() -> None:
    assert DE.known("reason", "comment form") == "Kommentarformular"
    assert DE.known("reason", "something new") == "something new"


def test_marks_in_what_is_told_are_no_marks_of_the_text() -> None:
    assert EN("ask.corrected", question="{question} {0} {x.y}") == "Searching for “{question} {0} {x.y}”"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("en-GB,de;q=0.9", "en"),
        ("nl-NL, nl;q=0.9, de;q=0.5, en;q=0.4", "de"),
        ("fr-CA, en;q=0.4", "fr"),
        ("es-MX", "es"),
        ("nl;q=1.0, EN;q=0.2", "en"),
        ("de;q=0, en;q=0.1", "en"),
        ("de;q=x", None),
        ("de;q=nan", None),
        ("nl, *;q=0.5", None),
        ("", None),
        ("deutsch", None),
        (";;,=,;q=,", None),
    ],
)
def test_the_language_a_browser_likes_best_is_spoken(header: str, language: str | None) -> None:
    assert preferred(header) == language


def test_what_a_collection_is_about_stands_before_what_is_done_with_it() -> None:
    about = Collection(about="Alles über Gärten.", language="de")
    assert '<span lang="de" dir="auto">Alles über Gärten.</span> Ask one article. ' in around.lede(EN, about, 1)
    assert around.lede(EN, Collection(), 1).startswith('<p class="vb-lede">Ask one article. ')
    assert EN("ask.lede_opening") in around.lede(EN, Collection(), None)


def test_a_long_question_is_cut_in_the_tab() -> None:
    assert around.tab(EN, Collection(), "") == "Verbatim"
    assert around.tab(EN, Collection(name="Gardens"), "") == "Gardens"
    assert around.tab(EN, Collection(), "ice or heat") == "ice or heat · Verbatim"
    assert len(around.tab(EN, Collection(), "x" * 500)) < 80


def test_a_single_passage_is_called_one() -> None:
    assert EN("answer.nearest", n=1) == "The nearest passage"
    assert EN("answer.nearest", n=3) == "The three nearest passages"
    assert EN("answer.weaker", n=2) == "Two weaker matches"


class _Letters(HTMLParser):
    """Collects the literal text of a template."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"style", "script"}
        self.said += [value for name, value in attrs if name in _SAID and value and value not in _MACHINES]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"style", "script"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_words_of_its_own(template: Path) -> None:
    tokens = Environment(autoescape=True).lexer.tokeniter(template.read_text(encoding="utf-8"), template.name)
    outside = "".join(value if kind == TOKEN_DATA else "" for _, kind, value in tokens)
    letters = _Letters()
    letters.feed(re.sub(r"<meta http-equiv[^>]*>", "", outside))
    assert [said for said in letters.said if re.search(r"[^\W\d_]", said)] == []


def test_a_template_with_a_word_would_be_found() -> None:
    letters = _Letters()
    letters.feed('<p title="Word">1<b>word</b></p>')
    assert letters.said == ["Word", "1", "word"]


@pytest.mark.parametrize("script", [WEB / "plain" / "plain.js", WEB / "page" / "focus.js"], ids=lambda path: path.name)
def test_a_script_has_no_words_of_its_own(script: Path) -> None:
    code = re.sub(r"//.*", "", script.read_text(encoding="utf-8"))
    strings = re.findall(r'"([^"]*)"', code)
    # Selectors, names of attributes and events, and JavaScript's "use strict".
    known = re.compile(r"use strict|[a-z-]*|\(pointer: fine\)|[a-z.#\[][-\w.#\[\], ]*\]|\.st-key-ask input")
    assert strings
    assert [text for text in strings if not known.fullmatch(text)] == []
    assert not re.search(r"[`']", code)


@pytest.mark.parametrize("sheet", sorted(WEB.rglob("*.css")), ids=lambda path: path.name)
def test_a_style_sheet_has_no_words_of_its_own(sheet: Path) -> None:
    drawn = re.findall(r'content:\s*"([^"]*)"', sheet.read_text(encoding="utf-8"))
    assert [text for text in drawn if re.search(r"[^\W\d_]", text)] == []


@pytest.mark.model
def test_every_example_is_answered_by_the_articles_it_is_offered_for(real: Answerer) -> None:
    assert real.collection.questions
    verdicts = {question: real.ask(question).verdict for question in real.collection.questions}
    assert verdicts == dict.fromkeys(verdicts, "answered")
