"""Markdown becomes blocks and a card; its own characters are the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.corpus.reading.markdown import read_text

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


def test_front_matter_states_the_card() -> None:
    card = read_text(PAGE).card
    assert (card.title, card.author, card.published, card.url) == ("Cold packs", "Ann Lee, Bo Ray", "2024-05-06", None)


def test_the_first_top_heading_is_the_title_where_none_is_stated() -> None:
    assert read_text("# Cold *packs*\n\nText.").card.title == "Cold *packs*"


def test_a_second_level_heading_is_no_title() -> None:
    assert read_text("## Cold packs\n\nText.").card.title is None


def test_each_leaf_of_the_page_is_a_block_without_its_marks() -> None:
    blocks = [(block.kind, PAGE[block.start : block.end]) for block in read_text(PAGE).blocks if block.kept]
    assert blocks == [
        ("heading", "Cold packs"),
        ("paragraph", "Some *cold* helps.\nIt does."),
        ("list-item", "first thing"),
        ("list-item", "second thing"),
        ("heading", "Under"),
        ("table-row", "part | minutes |"),
        ("table-row", "back | 20      |"),
        ("paragraph", "Quoted words."),
    ]


def test_heading_levels_are_kept() -> None:
    assert [block.level for block in read_text(PAGE).blocks if block.kind == "heading"] == [1, 2]


def test_front_matter_and_code_are_set_aside_with_a_reason() -> None:
    assert [block.reason for block in read_text(PAGE).blocks if not block.kept] == ["front matter", "not prose"]


def test_windows_line_ends_give_the_same_blocks() -> None:
    windows = PAGE.replace("\n", "\r\n")
    ours = [PAGE[block.start : block.end] for block in read_text(PAGE).blocks]
    theirs = [windows[block.start : block.end].replace("\r\n", "\n") for block in read_text(windows).blocks]
    assert ours == theirs


def test_front_matter_that_is_no_yaml_states_nothing() -> None:
    assert read_text("---\n{: [\n---\n\nText.").card.title is None


@pytest.mark.parametrize("value", ["2024-02-30", "[" * 3000, "{a: b}", "1" * 5001, "[[a, b]]"])
def test_values_that_are_no_words_state_nothing(value: str) -> None:
    assert read_text(f"---\ntitle: {value}\n---\n\nText.").card.title is None


def test_half_a_character_in_a_value_is_replaced() -> None:
    assert read_text('---\ntitle: "half \\ud800"\n---\n\nText.').card.title == "half ?"


def test_front_matter_that_is_a_list_states_nothing() -> None:
    assert read_text("---\n- a\n---\n\nText.").card.author is None


@given(st.text(alphabet=st.sampled_from("ab #-*>|`1.\n\r\t[]()_=:~<&")))
def test_blocks_are_in_order_without_overlap_and_hold_words(text: str) -> None:
    blocks = read_text(text).blocks
    assert all(text[block.start : block.end].strip() for block in blocks)
    assert all(first.end <= second.start for first, second in zip(blocks, blocks[1:], strict=False))
