"""Automatic numbers become labels of blocks, and table rows have their headers, in every office format."""

from __future__ import annotations

import pytest

from index.corpus.reading.formatting.numbering import letters, roman, written
from index.corpus.reading.reading import Reading
from tests.corpus.reading.kinds import docx, labels, odt, rows, rtf, run


@pytest.mark.parametrize(
    ("number", "way", "shown"),
    [
        (3, "decimal", "3"),
        (3, "lowerLetter", "c"),
        (28, "upperLetter", "BB"),
        (4, "lowerRoman", "iv"),
        (1990, "upperRoman", "MCMXC"),
        (7, "decimalZero", "07"),
        (3, "bullet", ""),
    ],
)
def test_numbers_are_written_in_their_way(number: int, way: str, shown: str) -> None:
    assert written(number, way) == shown


def test_there_is_no_number_nought_in_letters_or_roman() -> None:
    assert (letters(0), roman(0)) == ("", "")


def level(at: int, way: str = "decimal", text: str = "", more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{way}"/>{more}'
        f'<w:lvlText w:val="{text or f"%{at + 1}."}"/></w:lvl>'
    )


def numbering(*levels: str, more: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{more}'
    )


def item(words: str, at: int = 0, number: int = 1) -> str:
    properties = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(words)}</w:p>"


def numbers(reading: Reading) -> list[str]:
    return [label for label, _ in labels(reading)]


def test_word_counts_items_and_clauses() -> None:
    body = item("a") + item("b", 1) + item("c", 1) + item("d") + item("e", 1)
    given = numbering(level(0), level(1, text="%1.%2"))
    assert labels(docx(body, numbering=given)) == [("1", "a"), ("1.1", "b"), ("1.2", "c"), ("2", "d"), ("2.1", "e")]


@pytest.mark.parametrize(
    ("one", "shown"),
    [
        (level(0, "lowerLetter", "(%1)"), ["a", "b"]),
        (level(0, "upperRoman", "Article %1"), ["Article I", "Article II"]),
        (level(0, "bullet", "•"), []),
        (level(0, "none", ""), []),
    ],
)
def test_word_s_numbers_read_as_their_level_writes_them(one: str, shown: list[str]) -> None:
    assert numbers(docx(item("x") + item("y"), numbering=numbering(one))) == shown


def test_a_list_of_word_that_starts_anew_does() -> None:
    anew = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num>"
    )
    body = item("a") + item("b") + item("c", number=2) + item("d", number=2)
    assert numbers(docx(body, numbering=numbering(level(0), more=anew))) == ["1", "2", "5", "6"]


def test_lists_of_one_kind_in_word_count_on() -> None:
    more = '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
    assert numbers(docx(item("a") + item("b", number=2), numbering=numbering(level(0), more=more))) == ["1", "2"]


def test_headings_of_word_are_numbered_by_their_style() -> None:
    style = (
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = f'<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr>{run("Duties")}</w:p>'
    reading = docx(item("One") + body, style, numbering(level(0), level(1, text="%1.%2")))
    block = reading.blocks[1]
    assert (block.kind, block.level, block.label) == ("heading", 2, "1.1")


def row(*cells: str, head: bool = False, span: str = "") -> str:
    inside = "".join(f"<w:tc>{span}<w:p>{run(cell)}</w:p></w:tc>" for cell in cells)
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if head else ''}{inside}</w:tr>"


HEADED = [("", "Guest | Fee"), ("Guest | Fee", "Child | 45 crowns"), ("Guest | Fee", "Adult | 90 crowns")]


def test_word_s_tables() -> None:
    body = row("Guest", "Fee", head=True) + row("Child", "45 crowns") + row("Adult", "90 crowns")
    assert rows(docx(f"<w:tbl>{body}</w:tbl>")) == HEADED


def test_word_s_tables_that_do_not_say_which_row_is_their_head() -> None:
    body = row("Guest", "Fee") + row("Child", "45 crowns") + row("Adult", "90 crowns")
    assert rows(docx(f"<w:tbl>{body}</w:tbl>")) == HEADED


def test_a_cell_over_two_columns_of_word_takes_two() -> None:
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    body = f"<w:tr><w:tc>{wide}<w:p>{run('Dogs')}</w:p></w:tc><w:tc><w:p>{run('no')}</w:p></w:tc></w:tr>"
    assert rows(docx(f"<w:tbl>{body}</w:tbl>")) == [("", "Dogs |  | no")]


LIST = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" '
    'text:display-levels="2"/></text:list-style>'
    '<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"/></text:list-style>'
)


def entry(*inside: str, more: str = "") -> str:
    return f"<text:list-item {more}>{''.join(inside)}</text:list-item>"


def para(words: str) -> str:
    return f"<text:p>{words}</text:p>"


def test_opendocument_counts_items() -> None:
    inner = f"<text:list>{entry(para('b'))}{entry(para('c'), para('more of c'))}</text:list>"
    body = f'<text:list text:style-name="L1">{entry(para("a"), inner)}{entry(para("d"))}</text:list>'
    assert labels(odt(body, LIST)) == [("1", "a"), ("1.a", "b"), ("1.b", "c"), ("2", "d")]


def test_opendocument_s_lists_start_where_they_say_and_go_on() -> None:
    fourth = 'text:start-value="4"'
    first = f'<text:list text:style-name="L1">{entry(para("a"), more=fourth)}</text:list>'
    second = f'<text:list text:style-name="L1" text:continue-numbering="true">{entry(para("b"))}</text:list>'
    third = f'<text:list text:style-name="L1">{entry(para("c"))}</text:list>'
    assert numbers(odt(first + second + third, LIST)) == ["4", "5", "1"]


def test_opendocument_s_bullets_are_no_numbers() -> None:
    assert numbers(odt(f'<text:list text:style-name="L2">{entry(para("a"))}</text:list>', LIST)) == []


def test_opendocument_s_headings_are_numbered_by_the_outline() -> None:
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
    )
    heads = [(1, "a"), (2, "b"), (2, "c"), (1, "d"), (2, "e")]
    body = "".join(f'<text:h text:outline-level="{level}">{words}</text:h>' for level, words in heads)
    assert numbers(odt(body, outline)) == ["1", "1.1", "1.2", "2", "2.1"]


def cells(*words: str) -> str:
    inside = "".join(f"<table:table-cell>{para(one)}</table:table-cell>" for one in words)
    return f"<table:table-row>{inside}</table:table-row>"


@pytest.mark.parametrize(
    "head",
    [f"<table:table-header-rows>{cells('Guest', 'Fee')}</table:table-header-rows>", cells("Guest", "Fee")],
)
def test_opendocument_s_tables(head: str) -> None:
    body = f"<table:table>{head}{cells('Child', '45 crowns')}{cells('Adult', '90 crowns')}</table:table>"
    assert rows(odt(body)) == HEADED


def test_rich_text_s_list_marks_are_numbers() -> None:
    body = (
        r"\pard\ls1{\listtext\pard\plain 1.\tab}Wash.\par{\listtext 1.a)\tab}Rub.\par"
        r"{\listtext\f3\'b7\tab}Dry.\par\pard Done.\par"
    )
    reading = rtf(body, r"{\fonttbl{\f0 Arial;}{\f3\fcharset2 Symbol;}}")
    assert labels(reading) == [("1", "Wash."), ("1.a", "Rub.")]
    assert [block.kind for block in reading.blocks] == ["list-item"] * 3 + ["paragraph"]


@pytest.mark.parametrize("head", [r"\trhdr", ""])
def test_rich_text_s_tables(head: str) -> None:
    body = "".join(
        rf"\trowd{mark}\intbl {one}\cell {other}\cell\row "
        for mark, one, other in ((head, "Guest", "Fee"), ("", "Child", "45 crowns"), ("", "Adult", "90 crowns"))
    )
    assert rows(rtf(rf"{body}\pard Done.\par")) == HEADED
