"""Markdown becomes what a browser would show: blocks, a card, and searchable code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.corpus.reading.markdown import read_text
from tests.corpus.reading.fuzz import fault

PAGE = """---
title: Cold packs
author: [Ann Lee, Bo Ray]
date: 2024-05-06
---

# Cold packs

Some *cold* helps.
It does.

- first thing
- second thing

Under
-----

| part | minutes |
|------|---------|
| back | 20      |

> Quoted words.

```
code()
```
"""


def shown(source: str) -> list[tuple[str, str]]:
    reading = read_text(source)
    return [(block.kind, reading.text[block.start : block.end]) for block in reading.blocks if block.kept]


def texts(source: str) -> list[str]:
    return [words for _, words in shown(source)]


def aside(source: str) -> list[tuple[str | None, str]]:
    reading = read_text(source)
    return [(one.reason, reading.text[one.start : one.end]) for one in reading.blocks if not one.kept]


def test_front_matter_states_the_card() -> None:
    card = read_text(PAGE).card
    assert (card.title, card.author, card.published, card.url) == ("Cold packs", "Ann Lee, Bo Ray", "2024-05-06", None)


def test_the_first_top_heading_is_the_title_where_none_is_stated() -> None:
    assert read_text("# Cold *packs*\n\nText.").card.title == "Cold packs"


def test_a_second_level_heading_is_no_title() -> None:
    assert read_text("## Cold packs\n\nText.").card.title is None


def test_each_leaf_of_the_page_is_a_block_without_its_marks() -> None:
    assert shown(PAGE) == [
        ("heading", "Cold packs"),
        ("paragraph", "Some cold helps. It does."),
        ("list-item", "first thing"),
        ("list-item", "second thing"),
        ("heading", "Under"),
        ("table-row", "part | minutes"),
        ("table-row", "back | 20"),
        ("paragraph", "Quoted words."),
        ("code", "code()"),
    ]


def test_heading_levels_are_kept() -> None:
    assert [block.level for block in read_text(PAGE).blocks if block.kind == "heading"] == [1, 2]


def test_front_matter_is_set_aside_with_a_reason() -> None:
    assert [reason for reason, _ in aside(PAGE)] == ["front matter"]


def test_windows_line_ends_give_the_same_text() -> None:
    assert read_text(PAGE.replace("\n", "\r\n")) == read_text(PAGE) == read_text(PAGE.replace("\n", "\r"))


@pytest.mark.parametrize(
    "stated",
    ['+++\ntitle = "Kilns"\nauthor = "R. Fitz"\n+++\n', '{"title": "Kilns", "author": "R. Fitz"}\n'],
)
def test_front_matter_may_be_toml_or_json(stated: str) -> None:
    reading = read_text(f"{stated}\nFire the kiln slowly.")
    assert (reading.card.title, reading.card.author) == ("Kilns", "R. Fitz")
    assert texts(f"{stated}\nFire the kiln slowly.") == ["Fire the kiln slowly."]


@pytest.mark.parametrize("opening", ['{"title": "Kilns"} is JSON.', "{braces} are text.", "+++ three pluses", "{}"])
def test_a_text_that_only_begins_like_front_matter_is_text(opening: str) -> None:
    assert texts(opening) == [opening]


def test_front_matter_that_is_no_yaml_states_nothing() -> None:
    assert read_text("---\n{: [\n---\n\nText.").card.title is None


@pytest.mark.parametrize("value", ["2024-02-30", "[" * 700, "{a: b}", "1" * 5001, "[[a, b]]"])
def test_values_that_are_no_words_state_nothing(value: str) -> None:
    assert read_text(f"---\ntitle: {value}\n---\n\nText.").card.title is None


def test_half_a_character_in_a_value_is_replaced() -> None:
    assert read_text('---\ntitle: "half \\ud800"\n---\n\nText.').card.title == "half ?"


def test_front_matter_that_is_a_list_states_nothing() -> None:
    assert read_text("---\n- a\n---\n\nText.").card.author is None


def test_code_keeps_its_lines_and_indentation() -> None:
    assert shown("```py\nif wet:\n    dry('<b>')\n```\n\n    indented()") == [
        ("code", "if wet:\n    dry('<b>')"),
        ("code", "indented()"),
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("The pit gave 10<sup>5</sup> tonnes.", ["The pit gave 10⁵ tonnes."]),
        ("<p>The roof <b>lasts</b> ten years.</p>", ["The roof lasts ten years."]),
        ("<details><summary>Why?</summary>\n\nIt *rains*.\n\n</details>", ["Why?", "It rains."]),
        ('!!! note "Beware"\n    The lid is hot.', ["Beware", "The lid is hot."]),
        (":::tip Mind it\nThe lid is hot.\n:::", ["Mind it", "The lid is hot."]),
        (":::tip[Mind it]\nThe lid is hot.\n:::", ["Mind it", "The lid is hot."]),
        (":::note\nThe lid is hot.\n:::", ["The lid is hot."]),
        ("> [!WARNING]\n> The lid is hot.", ["The lid is hot."]),
        ("The lid[^a] is hot.\n\n[^a]: It is iron.", ["The lid[1] is hot.", "It is iron."]),
        ("Lid\n: It is iron.", ["Lid", "It is iron."]),
        ('<Note kind={{a: "b"}}>The lid is hot.</Note>', ["The lid is hot."]),
        ('import Lid from "./lid";\n\n<Lid.Box>\n\nThe lid is hot.\n\n</Lid.Box>', ["The lid is hot."]),
        ("{/* not yet */}\n\nThe lid is hot.", ["The lid is hot."]),
        ("`a < B` and `{/* kept */}`", ["a < B and {/* kept */}"]),
        ("[a lid](http://lid.example) &amp; \\*one\\*", ["a lid & *one*"]),
        ("- [ ] Boil the jars\n- [x] Wash *the* plums", ["Boil the jars", "Wash the plums"]),
        ("[[_TOC_]]\n\n[TOC]\n\nBoil the jars.", ["Boil the jars."]),
    ],
)
def test_prose_is_read_without_its_markup(source: str, words: list[str]) -> None:
    assert texts(source) == words


@pytest.mark.parametrize("struck", ["~~nine~~", "<s>nine</s>", "<del>nine</del>"])
def test_struck_words_are_set_aside(struck: str) -> None:
    source = f"Take {struck} four plums."
    assert (texts(source), aside(source)) == (["Take four plums."], [("struck out", "nine")])


def test_hidden_words_are_set_aside() -> None:
    source = 'Take <span style="display:none">nine</span> four plums.'
    assert (texts(source), aside(source)) == (["Take four plums."], [("hidden", "nine")])


def test_list_items_have_the_numbers_that_a_browser_writes() -> None:
    blocks = read_text("3. Third\n4. Fourth\n   1. one\n   2. two\n\n- point").blocks
    assert [block.label for block in blocks] == ["3", "4", "4.1", "4.2", ""]


def test_a_row_of_a_table_knows_its_heads() -> None:
    reading = read_text(PAGE)
    (row,) = [block for block in reading.blocks if block.header]
    assert reading.text[slice(*row.header or ())] == "part | minutes"


@given(st.text(alphabet=st.sampled_from("ab #-*>|`1.\n\r\t[]()_=:~<&!^{}+")))
def test_blocks_hold_the_whole_text_in_order(text: str) -> None:
    assert fault(read_text(text)) == ""
