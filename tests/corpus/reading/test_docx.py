"""Word documents become blocks by their styles."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from index.corpus.reading.docx import read
from index.corpus.reading.reading import Limits
from tests.corpus.reading.packages import changed, members_of, packed

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def with_body(body: str) -> bytes:
    """The sample with this body."""
    document = f'<?xml version="1.0"?><w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    return changed(".docx", word__document_0xml=document.encode())


def para(words: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def cell(*paragraphs: str) -> str:
    return f"<w:tc>{''.join(paragraphs)}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def blocks_of(body: str) -> list[tuple[str, int, str]]:
    reading = read(with_body(body), Limits())
    return [(block.kind, block.level, reading.text[block.start : block.end]) for block in reading.blocks]


def kept(body: str) -> list[str]:
    reading = read(with_body(body), Limits())
    return [reading.text[block.start : block.end] for block in reading.blocks if block.kept]


def aside(body: str) -> list[tuple[str | None, str]]:
    reading = read(with_body(body), Limits())
    return [(block.reason, reading.text[block.start : block.end]) for block in reading.blocks if not block.kept]


@pytest.mark.parametrize(
    ("properties", "kind", "level"),
    [
        ('<w:pStyle w:val="Heading3"/>', "heading", 3),
        ('<w:pStyle w:val="Heading9"/>', "heading", 6),
        ('<w:outlineLvl w:val="1"/>', "heading", 2),
        ('<w:outlineLvl w:val="9"/>', "paragraph", 0),
        ('<w:pStyle w:val="Title"/>', "title", 0),
        ('<w:pStyle w:val="ListNumber"/>', "list-item", 0),
        ('<w:pStyle w:val="ListNumber"/><w:numPr><w:numId w:val="0"/></w:numPr>', "paragraph", 0),
        ('<w:numPr><w:numId w:val="4"/></w:numPr>', "list-item", 0),
        ('<w:pStyle w:val="Heading1"/><w:numPr><w:numId w:val="4"/></w:numPr>', "heading", 1),
        ('<w:pStyle w:val="NoSuchStyle"/>', "paragraph", 0),
        ("", "paragraph", 0),
    ],
)
def test_a_paragraph_is_what_its_style_says(properties: str, kind: str, level: int) -> None:
    assert blocks_of(para("Before.") + para("Words", properties))[1] == (kind, level, "Words")


def test_a_style_is_what_the_style_that_it_is_based_on_is() -> None:
    document = Document()
    style = document.styles.add_style("House heading", 1)
    style.base_style = document.styles["Heading 2"]
    document.add_paragraph("Before.")
    document.add_paragraph("Words", style=style)
    data = io.BytesIO()
    document.save(data)
    assert read(data.getvalue(), Limits()).blocks[1].level == 2


def test_styles_based_on_each_other_in_a_circle_are_plain() -> None:
    styles = members_of(".docx")["word/styles.xml"].decode()
    circle = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{one}"/><w:basedOn w:val="{other}"/></w:style>'
        for one, other in ("XY", "YX")
    )
    members = members_of(".docx")
    members["word/styles.xml"] = styles.replace("</w:styles>", circle + "</w:styles>").encode()
    body = para("Words", '<w:pStyle w:val="X"/>')
    members["word/document.xml"] = f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'.encode()
    data = packed(members)
    assert read(data, Limits()).blocks[0].kind == "paragraph"


def test_a_row_s_cells_hold_all_their_paragraphs() -> None:
    table = f"<w:tbl>{row(cell(para('a'), para('b')), cell(para('c')))}</w:tbl>"
    assert blocks_of(table) == [("table-row", 0, "a b | c")]


def test_a_table_in_a_cell_is_in_its_row() -> None:
    inner = f"<w:tbl>{row(cell(para('b')), cell(para('c')))}</w:tbl>"
    assert blocks_of(f"<w:tbl>{row(cell(para('a'), inner), cell(para('d')))}</w:tbl>") == [
        ("table-row", 0, "a b c | d")
    ]


def test_a_row_of_one_cell_is_what_stands_in_it() -> None:
    table = f"<w:tbl>{row(cell(para('First.'), para('Second.')))}</w:tbl>"
    assert blocks_of(table) == [("paragraph", 0, "First."), ("paragraph", 0, "Second.")]


def test_content_controls_show_what_they_hold() -> None:
    inner = f"<w:sdt><w:sdtPr/><w:sdtContent>{para('Deep.')}</w:sdtContent></w:sdt>"
    body = f"<w:sdt><w:sdtContent>{para('Held.')}{inner}</w:sdtContent></w:sdt>"
    assert [words for *_, words in blocks_of(body)] == ["Held.", "Deep."]


def test_changes_are_read_as_accepted_and_what_was_deleted_is_struck_out() -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>New</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>"
        "<w:hyperlink><w:r><w:t> link</w:t></w:r></w:hyperlink></w:p>"
    )
    assert kept(body) == ["New link"]
    assert aside(body) == [("struck out", "oldgone")]


def test_tabs_breaks_and_hyphens_are_characters() -> None:
    body = "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>"
    assert blocks_of(body)[0][2] == "a\tb\nc\u2011d"


def test_a_text_box_follows_the_paragraph_that_it_hangs_on() -> None:
    box = f"<w:pict><w:txbxContent>{para('Boxed.')}</w:txbxContent></w:pict>"
    body = f"<w:p><w:r><w:t>Before </w:t></w:r><w:r>{box}</w:r><w:r><w:t>and after.</w:t></w:r></w:p>"
    assert [words for *_, words in blocks_of(body)] == ["Before and after.", "Boxed."]


def test_footnotes_follow_the_text() -> None:
    members = members_of(".docx")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relation = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    rels = members["word/_rels/document.xml.rels"].decode().replace("</Relationships>", relation)
    notes = (
        f'<w:footnotes xmlns:w="{_W}"><w:footnote w:type="separator" w:id="0">{para("---")}</w:footnote>'
        f'<w:footnote w:id="2">{para("A note on oil.")}</w:footnote></w:footnotes>'
    )
    more = {"word/_rels/document.xml.rels": rels.encode(), "word/footnotes.xml": notes.encode()}
    assert read(packed({**members, **more}), Limits()).text.endswith("waited too long.\n\nA note on oil.")


def test_what_the_library_fills_in_is_not_stated() -> None:
    document = Document()
    document.add_paragraph("Words.")
    data = io.BytesIO()
    document.save(data)
    assert read(data.getvalue(), Limits()).card.statements == ()


def test_a_document_without_properties_states_its_title_by_its_style() -> None:
    members = members_of(".docx")
    del members["docProps/core.xml"]
    rels = members["_rels/.rels"].decode()
    begin = rels.index("<Relationship ", rels.rindex("<", 0, rels.index("core-properties")) - 1)
    members["_rels/.rels"] = (rels[:begin] + rels[rels.index("/>", begin) + 2 :]).encode()
    statement = read(packed(members), Limits()).card.statement("title")
    assert statement is not None
    assert (statement.value, statement.place) == ("Caring for a Bicycle", "first heading")


def test_the_pictures_are_not_unpacked() -> None:
    data = changed(".docx", word__media__image1_0png=b"\0" * 3_000_000)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert "word/media/image1.png" in package.namelist()
    assert read(data, Limits(unpacked_megabytes=4)).blocks


def test_cells_in_content_controls_are_cells_and_what_was_deleted_in_them_is_not_shown() -> None:
    gone = f"<w:del>{para('old')}</w:del>"
    held = f"<w:sdt><w:sdtContent>{cell(para('b'), gone)}</w:sdtContent></w:sdt>"
    assert kept(f"<w:tbl>{row(cell(para('a')), held)}</w:tbl>") == ["a | b"]


def test_footnotes_that_are_no_xml_cost_themselves_and_are_named() -> None:
    members = members_of(".docx")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relation = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    rels = members["word/_rels/document.xml.rels"].decode().replace("</Relationships>", relation)
    more = {"word/_rels/document.xml.rels": rels.encode(), "word/footnotes.xml": b"no xml"}
    reading = read(packed({**members, **more}), Limits())
    told = [(reading.text[block.start : block.end], block.reason) for block in reading.blocks]
    assert told[-2:] == [
        ("Squeaking on a dry day is the sign that a chain has waited too long.", None),
        ("[word/footnotes.xml is left out: it is damaged or missing]", "left out"),
    ]


GONE = "<w:rPr><w:del/></w:rPr>"


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    assert kept(para("Oil it ", GONE) + para("weekly.")) == ["Oil it weekly."]


def test_a_last_paragraph_whose_end_is_deleted_is_kept() -> None:
    assert kept(para("Oil it.", GONE)) == ["Oil it."]


def test_a_blank_paragraph_whose_end_is_deleted_does_not_end_the_one_before() -> None:
    deleted = "<w:rPr><w:del w:id='1'/></w:rPr>"
    assert kept(f"{para('Use ', deleted)}{para('', deleted)}{para('oil.')}") == ["Use oil."]
