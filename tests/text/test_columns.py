"""Table rows are searched with their headers, and numbered items with their numbers; quotes contain neither."""

from __future__ import annotations

import pytest

from index.article import Article, Block, Card
from index.corpus.reading.blocks import BlockText
from index.engine.protocol import passage_context
from index.indexing.splitting import split
from index.text.columns import SearchedTexts, cells_of


def article(text: BlockText) -> Article:
    read = text.reading(Card())
    return Article("a", "a.html", read.text, read.card, read.blocks)


def searched(text: str, block: Block) -> str:
    return SearchedTexts(Article("a", "a.html", text, Card(), (block,))).of(block, block.start, block.end)


@pytest.mark.parametrize(
    ("title", "heading", "before", "label", "found"),
    [
        ("Boats", "Rules", "Take these steps:", "3", "Step 3. Row."),
        ("Boats", "Rules of the lake", "All rowers, please:", "3", "Rule 3. Row."),
        ("How to row", "Lake", "All rowers, please:", "3", "Step 3. Row."),
        ("Boats", "Lake", "All rowers, please:", "3", "3. Row."),
        ("Boats", "Lake", "All rowers, please:", "3.1", "Clause 3.1. Row."),
    ],
)
def test_a_numbered_item_is_called_what_the_text_above_calls_it(
    title: str, heading: str, before: str, label: str, found: str
) -> None:
    text = BlockText()
    text.add(heading, "heading", level=1)
    text.add(before)
    text.add("Row.", "list-item", label=label)
    read = text.reading(Card.of("a", title=title))
    made = Article("a", "a.html", read.text, read.card, read.blocks)
    assert SearchedTexts(made).of(read.blocks[2], read.blocks[2].start, read.blocks[2].end) == found


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
    assert searched == ["Guest: Child. Under 6., yes, Season ticket: 45 crowns.", "Guest: Dog."]
    assert passage_context(passage, "Fees") == "\n".join(["Fees", *searched])


def test_a_row_with_more_cells_than_heads_stands_under_all_of_them() -> None:
    text = "A | B\n1 | 2 | 3"
    assert searched(text, Block(6, 15, "table-row", header=(0, 5))) == "A, B: 1, 2, 3."


def test_heads_of_two_rows_are_joined() -> None:
    text = "Fee | Fee\na day | a week\n3 | 9"
    block = Block(25, 30, "table-row", header=(0, 24))
    assert searched(text, block) == "Fee a day: 3, Fee a week: 9."


def test_the_first_sentence_of_a_numbered_item_is_searched_with_its_number() -> None:
    text = BlockText()
    text.add("Brush the base. Use short strokes.", "list-item", label="1.2")
    (passage,) = split(article(text), 110)
    assert [one.searched for one in passage.sentences] == ["Clause 1.2. Brush the base.", ""]
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


def test_a_head_that_spans_rows_is_said_once() -> None:
    text = BlockText()
    text.add_row(["Part", "Torque"], head=True)
    text.add_row(["Part", "in Nm"], head=True)
    text.add_row(["Seatpost clamp", "5"])
    read = article(text)
    row = read.blocks[-1]
    assert SearchedTexts(read).of(row, row.start, row.end) == "Part: Seatpost clamp, Torque in Nm: 5."


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("Pool | 9", ["Pool", "9"]),
        ("| Mon | Tue", ["", "Mon", "Tue"]),
        ("Hall | | 8", ["Hall", "", "8"]),
        ("Hall |  | 8", ["Hall", "", "8"]),
        ("| | 8", ["", "", "8"]),
        ("a|b | c", ["a|b", "c"]),
    ],
)
def test_empty_cells_of_a_row_keep_their_place(row: str, cells: list[str]) -> None:
    assert cells_of(row) == cells


def test_a_row_is_searched_under_its_heads_where_the_first_head_is_empty() -> None:
    text = BlockText()
    text.add_row(["", "Mon", "Tue"], head=True)
    text.add_row(["Pool", "", "closed"])
    read = article(text)
    assert searched(read.text, read.blocks[1]) == "Pool, Tue: closed."
