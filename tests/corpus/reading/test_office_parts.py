"""A damaged, unknown or embedded part is left out and named; the rest is read."""

from __future__ import annotations

import io
import zipfile

import pytest

from index.corpus.reading.formats import read_as
from index.corpus.reading.reading import Limits
from index.errors import UnreadableFileError
from tests.corpus.reading.kinds import aside, docx, docx_bytes, kept, labels, run, strict
from tests.corpus.reading.packages import changed, packed

PARAGRAPH = f"<w:p>{run('Tides are printed in May.')}</w:p>"


def chunk(name: str, content: bytes) -> tuple[list[str], list[tuple[str | None, str]]]:
    reading = docx(f'{PARAGRAPH}<w:altChunk r:id="{name}"/>', "", "", **{name.replace(".", "_0"): content})
    return kept(reading), aside(reading)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("part.html", b"<html><body><p>Boats lie in the bay.</p></body></html>"),
        ("part.txt", b"Boats lie in the bay."),
        ("part.rtf", b"{\\rtf1 Boats lie in the bay.}"),
        ("part.docx", docx_bytes(f"<w:p>{run('Boats lie in the bay.')}</w:p>")),
        (
            "part.mht",
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
            b"Content-Type: text/html\r\n\r\n"
            b"<html><body><p>Boats lie in the bay.</p></body></html>\r\n--x--\r\n",
        ),
    ],
)
def test_a_document_inside_a_document_is_read_where_it_stands(name: str, content: bytes) -> None:
    assert chunk(name, content) == (["Tides are printed in May.", "Boats lie in the bay."], [])


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        ("part.bin", b"\0", "its format .bin is not supported"),
        ("part.mht", b"Subject: x\r\n\r\nwords", "it contains no web page"),
        ("part.rtf", b"words", "it is damaged (it does not begin with {\\rtf)"),
    ],
)
def test_a_document_inside_that_nothing_reads_is_named(name: str, content: bytes, cause: str) -> None:
    left_out = ("left out", f"[word/{name} is left out: {cause}]")
    assert chunk(name, content) == (["Tides are printed in May."], [left_out])


def test_a_document_inside_that_is_not_there_is_named() -> None:
    reading = docx(f'{PARAGRAPH}<w:altChunk r:id="nowhere"/>')
    assert aside(reading) == [("left out", "[a part of the document is left out: it is missing]")]


def test_the_strict_kind_of_the_standard_reads_as_the_other() -> None:
    heading = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>'
    body = f'<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr>{run("Tides")}</w:p>{PARAGRAPH}'
    data = docx_bytes(body, heading)
    assert read_as("a.docx", strict(data), Limits()) == read_as("a.docx", data, Limits())


@pytest.mark.parametrize("damaged", ["styles_0xml", "numbering_0xml"])
def test_a_damaged_part_that_the_words_can_do_without_is_done_without(damaged: str) -> None:
    members = {"word/" + damaged.replace("_0", "."): b"<broken"}
    data = docx_bytes(PARAGRAPH)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        whole = {name: package.read(name) for name in package.namelist()}
    assert kept(read_as("a.docx", packed({**whole, **members}), Limits())) == ["Tides are printed in May."]


def test_a_package_that_holds_no_word_document_is_damaged() -> None:
    with pytest.raises(UnreadableFileError, match="holds no Word document"):
        read_as("a.docx", changed(".docx", word__document_0xml=b"<workbook/>"), Limits())


@pytest.mark.parametrize("damaged", ["styles_0xml", "meta_0xml"])
def test_an_opendocument_text_does_without_a_damaged_part(damaged: str) -> None:
    assert "Cleaning" in kept(read_as("a.odt", changed(".odt", **{damaged: b"<broken"}), Limits()))


def test_numbers_of_a_document_inside_come_along() -> None:
    page = b"<html><body><ol start='4'><li>Rub the wax in.</li></ol></body></html>"
    reading = docx(f'{PARAGRAPH}<w:altChunk r:id="part.html"/>', part_0html=page)
    assert labels(reading) == [("4", "Rub the wax in.")]


def test_a_part_in_other_capitals_is_found() -> None:
    with zipfile.ZipFile(io.BytesIO(docx_bytes(PARAGRAPH))) as package:
        members = {name: package.read(name) for name in package.namelist()}
    members["word/Document.xml"] = members.pop("word/document.xml")
    assert kept(read_as("a.docx", packed(members), Limits())) == ["Tides are printed in May."]
