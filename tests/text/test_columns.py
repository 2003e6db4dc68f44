"""A table row is searched with its column heads, a numbered item with its number; both are quoted as they stand."""

from __future__ import annotations

import pytest

from index.article import Article, Block, Card
from index.corpus.reading.blocks import BlockText
from index.engine.protocol import passage_context
from index.indexing.splitting import split
from index.text.columns import searched_text


def article(text: BlockText) -> Article:
    read = text.reading(Card())
    return Article("a", "a.html", read.text, read.card, read.blocks)


def fees() -> Article:
    text = BlockText()
    text.add_row(["Guest", "", "Season ticket"], head=True)
    text.add_row(["Child. Under 6.", "yes", "45 crowns"])
    text.add_row(["Dog", "", ""])
    return article(text)


def test_a_row_is_quoted_whole_as_it_stands() -> None:
    (passage,) = split(fees(), 110)
    assert [passage.quote(one) for one in passage.sentences] == ["Child. Under 6. | yes | 45 crowns", "Dog"]


def test_a_row_is_searched_with_its_heads() -> None:
    (passage,) = split(fees(), 110)
    searched = [passage.searched_as(one) for one in passage.sentences]
    assert searched == ["Guest: Child. Under 6. · yes · Season ticket: 45 crowns", "Guest: Dog"]
    assert passage_context(passage, "Fees") == "\n".join(["Fees", *searched])


def test_a_row_with_more_cells_than_heads_stands_under_all_of_them() -> None:
    text = "A | B\n1 | 2 | 3"
    assert searched_text(text, Block(6, 15, "table-row", header=(0, 5)), 6, 15) == "A · B: 1 · 2 · 3"


def test_heads_of_two_rows_are_joined() -> None:
    text = "Fee | Fee\na day | a week\n3 | 9"
    block = Block(25, 30, "table-row", header=(0, 24))
    assert searched_text(text, block, 25, 30) == "Fee a day: 3 · Fee a week: 9"


def test_the_first_sentence_of_a_numbered_item_is_searched_with_its_number() -> None:
    text = BlockText()
    text.add("Brush the base. Use short strokes.", "list-item", label="1.2")
    (passage,) = split(article(text), 110)
    assert [one.searched for one in passage.sentences] == ["1.2. Brush the base.", ""]
    assert {one.label for one in passage.sentences} == {"1.2"}


def test_a_numbered_heading_is_named_with_its_number() -> None:
    text = BlockText()
    text.add("Deposits", "heading", level=1, label="2.1")
    text.add("The deposit is paid back in May.")
    assert split(article(text), 110)[0].heading == ("2.1 Deposits",)


@pytest.mark.parametrize("words", [60, 61])
def test_a_very_long_row_is_cut_and_each_piece_stands_under_the_heads(words: int) -> None:
    text = BlockText()
    text.add_row(["A", "B"], head=True)
    text.add_row(["x", " ".join(["y"] * (words - 2))])
    (passage,) = split(article(text), 500)
    assert len(passage.sentences) == (1 if words == 60 else 2)
    assert all(one.searched.startswith("A") for one in passage.sentences)
