"""Joined blocks make up the text, and the text contains no forbidden characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Card
from index.corpus.reading.blocks import BlockText, clean_words, stated
from tests.corpus.reading.fuzz import fault

_KINDS = st.sampled_from(["paragraph", "list-item", "table-row", "heading"])


@given(st.lists(st.tuples(st.text(st.characters()), _KINDS)))
def test_whatever_is_added_blocks_hold_the_whole_text(pieces: list[tuple[str, str]]) -> None:
    text = BlockText()
    for words, kind in pieces:
        text.add(words, kind)  # type: ignore[arg-type] # drawn from the kinds
    assert fault(text.reading(Card())) == ""


@pytest.mark.parametrize(
    ("words", "clean"),
    [
        (" a\r\n\r\n b\x00\x07 ", "a\nb"),
        ("half \ud800", "half \ufffd"),
        ("a\x85b", "a\nb"),
        ("a\u00a0b\tc", "a\u00a0b\tc"),
    ],
)
def test_what_no_text_may_hold_is_left_out(words: str, clean: str) -> None:
    assert clean_words(words) == clean


def test_a_row_of_empty_cells_is_none() -> None:
    text = BlockText()
    text.add_row(["a", "", " "])
    text.add_row(["", ""])
    assert text.reading(Card()).text == "a"


@pytest.mark.parametrize("author", ["python-docx", "(anonymous)", "Administrator", "Windows User", " "])
def test_an_author_that_a_program_put_there_states_nothing(author: str) -> None:
    assert stated("document properties", author=author).statements == ()
