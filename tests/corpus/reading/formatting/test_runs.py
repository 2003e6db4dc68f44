"""Superscript and subscript runs stay readable and distinct; struck and hidden runs leave a complete sentence."""

from __future__ import annotations

import pytest

from index.article import Card
from index.corpus.reading.blocks import BlockText, heads_columns
from index.corpus.reading.formatting.runs import Place, Runs
from index.reasons import HIDDEN, STRUCK

UP: Place = "raised"
DOWN: Place = "lowered"


def runs(*parts: str | tuple[str, Place]) -> Runs:
    gathered = Runs()
    for part in parts:
        gathered.add(*(part if isinstance(part, tuple) else (part,)))
    return gathered


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        (("20", ("1", UP), " seconds"), "20¹ seconds"),
        (("10", ("1", UP), ("2", UP), " cells"), "10¹² cells"),
        (("2", ("1", UP), "/", ("2", DOWN), " spoons"), "2½ spoons"),
        (("2", ("1/4", UP), " spoons"), "2¼ spoons"),
        (("1", ("3", UP), "/", ("7", DOWN)), "1³⁄₇"),
        (("x", ("1/2", UP)), "x^(1/2)"),
        (("CO", ("2", DOWN)), "CO₂"),
        (("v", ("total", DOWN), " is"), "v_(total) is"),
        (("m s", ("-1", UP)), "m s⁻¹"),
        (("the 2", ("nd", UP), " of May"), "the 2nd of May"),
        (("Calmex", ("TM", UP)), "Calmex™"),
        (("sleep", ("[4]", UP), " well"), "sleep[4] well"),
        (("sleep", ("1,2", UP), " well"), "sleep¹,² well"),
        (("A", ("T", UP)), "A^(T)"),
    ],
)
def test_raised_and_lowered_text_stays_apart(parts: tuple[str | tuple[str, Place], ...], shown: str) -> None:
    assert runs(*parts).text == shown


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ("Eat ", " two plums.", "Eat two plums."),
        ("Leave by ", ", not later.", "Leave by, not later."),
        ("Leave by ", ".", "Leave by."),
        ("", " Plums are ripe.", "Plums are ripe."),
        ("(", " ripe)", "(ripe)"),
    ],
)
def test_a_sentence_reads_as_if_struck_words_were_not_there(before: str, after: str, kept: str) -> None:
    gathered = runs(before)
    gathered.add("nine", reason=STRUCK)
    gathered.add(after)
    assert (gathered.text, gathered.aside) == (kept, [(STRUCK, "nine")])


def test_struck_words_are_a_block_of_their_own_behind_the_sentence() -> None:
    text, gathered = BlockText(), runs("Eat ")
    gathered.add("nine", reason=HIDDEN)
    gathered.add(" two plums.")
    text.add(gathered, "list-item", label="3")
    read = text.reading(Card())
    blocks = [(read.text[one.start : one.end], one.kind, one.label, one.reason) for one in read.blocks]
    assert blocks == [("Eat two plums.", "list-item", "3", None), ("nine", "paragraph", "", HIDDEN)]


def table(*rows: list[str], head: int = 1) -> list[str | None]:
    text = BlockText()
    for at, row in enumerate(rows):
        text.add_row(row, head=at < head)
    read = text.reading(Card())
    return [None if one.header is None else read.text[slice(*one.header)] for one in read.blocks]


def test_a_row_knows_the_header_row_above_it() -> None:
    assert table(["Boat", "Fee"], ["Punt", "3"], ["Raft", "4"]) == [None, "Boat | Fee", "Boat | Fee"]


def test_two_header_rows_are_one_header() -> None:
    assert table(["Boat", "Fee"], ["", "a day"], ["Punt", "3"], head=2)[2] == "Boat | Fee\n | a day".replace(
        "\n |", "\n|"
    )


def test_a_paragraph_ends_a_table() -> None:
    text = BlockText()
    text.add_row(["Boat", "Fee"], head=True)
    text.add("Boats are let in May.")
    text.add_row(["Punt", "3"])
    assert text.reading(Card()).blocks[-1].header is None


@pytest.mark.parametrize(
    ("rows", "headed"),
    [
        ([["Boat", "Fee"], ["Punt", "3 crowns"]], True),
        ([["", "Monday"], ["Punt", "3 crowns"]], True),
        ([["Height", "two metres"], ["Weight", "ten kilos"]], False),
        ([["Year", "2019"], ["Fee", "3"]], False),
        ([["Sign", "Cause", "Cure"], ["Cough", "Cold", "Tea"]], True),
        ([["Boat", "Fee"]], False),
        ([["Fee", "Fee"], ["1", "2"]], False),
    ],
)
def test_the_first_row_of_a_table_heads_it_where_it_reads_so(rows: list[list[str]], headed: bool) -> None:
    assert heads_columns(rows) is headed


def test_code_keeps_its_indentation() -> None:
    text = BlockText()
    text.add("if wet:\n    dry()\n", "code")
    assert text.reading(Card()).text == "if wet:\n    dry()"


def _runs(*bold: bool) -> Runs:
    found = Runs()
    for one in bold:
        found.add("bold " if one else "plain ", bold=one)
    return found


@pytest.mark.parametrize(
    ("first", "more", "words"),
    [
        ((), (True, False), ("bold ", "plain ")),
        ((True,), (False,), ("bold ", "plain ")),
        ((True,), (True, False), ("bold bold ", "plain ")),
        ((True, False), (True,), ("bold ", "plain bold ")),
    ],
)
def test_joined_runs_know_the_bold_words_at_their_beginning(
    first: tuple[bool, ...], more: tuple[bool, ...], words: tuple[str, str]
) -> None:
    runs = _runs(*first)
    runs.extend(_runs(*more))
    assert runs.after_bold is not None
    assert tuple(map(str, runs.after_bold)) == words


@pytest.mark.parametrize(("first", "more"), [((), (True,)), ((False,), (True,)), ((False,), (True, False))])
def test_joined_runs_that_do_not_begin_in_bold_have_no_bold_beginning(
    first: tuple[bool, ...], more: tuple[bool, ...]
) -> None:
    runs = _runs(*first)
    runs.extend(_runs(*more))
    assert runs.after_bold is None
