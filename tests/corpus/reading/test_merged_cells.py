"""Cells that span rows or are empty, heads in two rows, and what was deleted from OpenDocument text."""

from __future__ import annotations

import pytest

from index.article import Card
from index.corpus.reading.blocks import BlockText
from index.corpus.reading.formats import read_as
from index.corpus.reading.reading import Limits, Reading
from tests.corpus.reading.kinds import aside, docx, odt, rows, run


def word_cell(words: str, *properties: str) -> str:
    return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr><w:p>{run(words)}</w:p></w:tc>"


def word_table(*lines: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{cells}</w:tr>' for cells in lines)}</w:tbl>"


BEGIN, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def texts(reading: Reading) -> list[str]:
    return [words for _, words in rows(reading)]


def test_a_cell_of_word_that_spans_rows_is_in_each() -> None:
    first = word_cell("Foxes") + word_cell("Tuesday") + word_cell("Lena", BEGIN)
    second = word_cell("Hares") + word_cell("Friday") + word_cell("", GO_ON)
    assert texts(docx(word_table(first, second))) == ["Foxes | Tuesday | Lena", "Hares | Friday | Lena"]


def test_a_cell_of_word_after_one_that_spans_columns_is_in_the_rows_it_spans() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    first = word_cell("Foxes", wide) + word_cell("Lena", BEGIN)
    second = word_cell("Hares") + word_cell("Friday") + word_cell("", GO_ON)
    assert texts(docx(word_table(first, second))) == ["Foxes |  | Lena", "Hares | Friday | Lena"]


def test_a_long_cell_of_word_is_not_repeated() -> None:
    first = word_cell("Foxes") + word_cell("word " * 101, BEGIN)
    second = word_cell("Hares") + word_cell("", GO_ON)
    assert texts(docx(word_table(first, second)))[1] == "Hares"


def odt_table(*lines: str) -> Reading:
    return odt(
        f"<table:table>{''.join(f'<table:table-row>{cells}</table:table-row>' for cells in lines)}</table:table>"
    )


def odt_cell(words: str, spans: str = "") -> str:
    return f"<table:table-cell {spans}><text:p>{words}</text:p></table:table-cell>"


COVERED = "<table:covered-table-cell/>"


def test_a_cell_of_opendocument_that_spans_rows_is_in_each() -> None:
    first = odt_cell("Foxes") + odt_cell("Lena", 'table:number-rows-spanned="3"')
    reading = odt_table(first, *(odt_cell(words) + COVERED for words in ("Hares", "Bears")))
    assert texts(reading) == ["Foxes | Lena", "Hares | Lena", "Bears | Lena"]


def test_a_cell_of_opendocument_ends_where_it_says() -> None:
    first = odt_cell("Foxes") + odt_cell("Lena", 'table:number-rows-spanned="2"')
    reading = odt_table(first, odt_cell("Hares") + COVERED, odt_cell("Bears") + odt_cell("Ines"))
    assert texts(reading)[2] == "Bears | Ines"


def test_a_cell_of_opendocument_that_spans_columns_is_not_repeated() -> None:
    assert texts(odt_table(odt_cell("closed", 'table:number-columns-spanned="2"') + COVERED + odt_cell("none"))) == [
        "closed |  | none"
    ]


def test_what_opendocument_deleted_is_set_aside_without_who_did() -> None:
    deleted = (
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion><office:change-info>'
        "<text:p>Board</text:p></office:change-info><text:p>eighty</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
    )
    reading = odt(f'{deleted}<text:p>For <text:change text:change-id="c"/>sixty people.</text:p>')
    assert aside(reading) == [("struck out", "eighty")]


def table(*lines: list[str]) -> list[str]:
    """The header of each row."""
    text = BlockText()
    text.add_table(lines)
    reading = text.reading(card=Card())
    return [" / ".join(header.split("\n")) for header, _ in rows(reading)]


def test_a_head_over_two_columns_and_the_row_that_names_them_are_the_header() -> None:
    both = "Group | Fee |  | Hall / Group | monthly | yearly | Hall"
    assert (
        table(["Group", "Fee", "", "Hall"], ["Group", "monthly", "yearly", "Hall"], ["Youth", "11", "124", "no"])[2]
        == both
    )


def test_a_first_row_with_an_empty_cell_and_figures_is_no_header() -> None:
    assert table(["Youth", "11", ""], ["Part", "Oil", "Who"], ["Adults", "19", "Ines"])[2] == ""


def page(body: str) -> Reading:
    return read_as("a.html", f"<html><body><main>{body}</main></body></html>".encode(), Limits())


@pytest.mark.parametrize("corner", ["<td></td>", "<th>&nbsp;</th>"])
def test_an_empty_corner_of_a_page_s_table_keeps_its_columns_in_line(corner: str) -> None:
    table = (
        f"<table><tr>{corner}<td>Mon</td><td>Tue</td></tr><tr><td>Pool</td><td>9–12</td><td>closed</td></tr></table>"
    )
    assert texts(page(table)) == ["| Mon | Tue", "Pool | 9–12 | closed"]


def test_a_hidden_column_of_a_page_s_table_leaves_no_bar() -> None:
    table = '<table><tr><td style="display:none">7</td><td>Pool</td><td>9–12</td></tr></table>'
    assert texts(page(table)) == ["Pool | 9–12"]


def test_a_long_cell_of_an_open_document_that_spans_rows_is_only_in_the_first() -> None:
    first = odt_cell("Foxes") + odt_cell("Lena " * 120, 'table:number-rows-spanned="2"')
    assert texts(odt_table(first, odt_cell("Hares") + COVERED))[1] == "Hares"


def test_a_covered_cell_with_words_of_its_own_keeps_them() -> None:
    first = odt_cell("Foxes") + odt_cell("Lena", 'table:number-rows-spanned="2"')
    own = "<table:covered-table-cell><text:p>Omar</text:p></table:covered-table-cell>"
    assert texts(odt_table(first, odt_cell("Hares") + own))[1] == "Hares | Omar"


def test_a_covered_cell_below_a_cell_of_one_row_is_empty() -> None:
    first = odt_cell("Foxes") + odt_cell("Lena")
    assert texts(odt_table(first, odt_cell("Hares") + COVERED))[1] == "Hares"
