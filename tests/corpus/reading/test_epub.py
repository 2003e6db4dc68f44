"""Books become chapters in spine order."""

from __future__ import annotations

import pytest

from index.corpus.reading.epub import read
from index.corpus.reading.reading import Limits, Reading
from index.errors import UnreadableFileError
from tests.corpus.reading.packages import changed, lying, members_of, packed
from tests.corpus.reading.test_html import LONG, UNSOUND

CHAPTER = "OEBPS/text/chapter 1.xhtml"


def page(body: str) -> Reading:
    """The sample with this body as its first chapter."""
    html = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{body}</body></html>'
    return read(packed({**members_of(".epub"), CHAPTER: html.encode()}), Limits())


def blocks_of(body: str) -> list[tuple[str, int, str]]:
    """The blocks of a first chapter with this body, without the heading from the table of contents."""
    reading = page(f"<h1>Begin</h1>{body}<h1>End</h1>")
    blocks: list[tuple[str, int, str]] = [
        (block.kind, block.level, reading.text[block.start : block.end]) for block in reading.blocks
    ]
    return blocks[1 : blocks.index(("heading", 1, "End"))]


def with_package(old: str, new: str, **more: bytes | None) -> Reading:
    package = members_of(".epub")["OEBPS/book.opf"].decode()
    assert old in package
    return read(changed(".epub", OEBPS__book_0opf=package.replace(old, new).encode(), **more), Limits())


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        (
            "<div>one<p>two</p>three</div>",
            [("paragraph", 0, "one"), ("paragraph", 0, "two"), ("paragraph", 0, "three")],
        ),
        ("<p>a <b>b</b><i>c</i> &nbsp;d&eacute;&amp;</p>", [("paragraph", 0, "a bc dé&")]),
        ("<p>line<br/>  line</p>", [("paragraph", 0, "line\nline")]),
        ("<p>a<script>x()</script><style>y</style>b</p>", [("paragraph", 0, "ab")]),
        ("<p>a<!-- c -->b</p>", [("paragraph", 0, "ab")]),
        ("<h3>A <em>heading</em></h3>", [("heading", 3, "A heading")]),
        ("<ol><li>one<ul><li>two</li></ul></li></ol>", [("list-item", 0, "one"), ("list-item", 0, "two")]),
        ("<ul><li><p>one</p></li></ul>", [("list-item", 0, "one")]),
        ("<table><tr><th>a</th><td><p>b</p><p>c</p></td></tr></table>", [("table-row", 0, "a | b c")]),
        ("<table><tr><td><p>one</p><p>two</p></td></tr></table>", [("paragraph", 0, "one"), ("paragraph", 0, "two")]),
        (
            "<table><tr><td>x</td><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>",
            [("paragraph", 0, "x"), ("table-row", 0, "a | b")],
        ),
        ("<pre>a\n  b</pre>", [("paragraph", 0, "a\nb")]),
        ("<p>  </p><div/>", []),
    ],
)
def test_a_page_s_elements_are_blocks(body: str, blocks: list[tuple[str, int, str]]) -> None:
    assert blocks_of(body) == blocks


def test_a_page_that_is_no_xml_is_read_as_browsers_would() -> None:
    assert blocks_of("<p>one<br>two<p>three & four") == [
        ("paragraph", 0, "one\ntwo"),
        ("paragraph", 0, "three & four"),
    ]


def test_a_chapter_without_a_heading_gets_what_the_contents_call_it() -> None:
    reading = page("<p>Words.</p>")
    assert [reading.text[block.start : block.end] for block in reading.blocks[:2]] == ["Cleaning", "Words."]


def test_headings_nest_as_the_contents_do() -> None:
    reading = page("<h2>Cleaning</h2><h3>What you need</h3><p>Words.</p>")
    assert [block.level for block in reading.blocks if block.kind == "heading"] == [1, 2, 1, 2]


def test_the_contents_of_older_books_name_the_chapters() -> None:
    ncx = (
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>Part</text></navLabel>'
        '<content src="none.xhtml"/><navPoint><navLabel><text>The oil</text></navLabel>'
        '<content src="text/chapter%202.xhtml#a"/></navPoint></navPoint></navMap></ncx>'
    )
    item = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>'
    reading = with_package(
        "</manifest>", item, OEBPS__toc_0ncx=ncx.encode(), OEBPS__nav_0xhtml=b"<html><body><nav/></body></html>"
    )
    found = [(block.level, reading.text[block.start : block.end]) for block in reading.blocks if block.level]
    assert found[-2] == (2, "The oil")


def test_contents_among_the_chapters_are_set_aside() -> None:
    reading = with_package("<spine>", '<spine><itemref idref="nav"/>')
    assert {block.reason for block in reading.blocks[:2]} == {"navigation"}


def test_a_chapter_listed_twice_is_read_once() -> None:
    assert with_package("</spine>", '<itemref idref="c1"/></spine>') == read(changed(".epub"), Limits())


def test_the_card_is_what_the_package_states() -> None:
    card = read(changed(".epub"), Limits()).card
    assert [(card.publisher, card.published, card.value("language"), card.value("licence"))] == [
        ("Quiet Street Press", "2021-04-03", "en", "CC BY 4.0")
    ]
    assert {statement.place for statement in card.statements} == {"EPUB package"}


def test_a_date_of_another_event_is_not_when_it_was_published() -> None:
    event = '<dc:date xmlns:opf="http://www.idpf.org/2007/opf" opf:event="modification">2021-04-03'
    assert with_package("<dc:date>2021-04-03", event).card.published is None


def test_all_authors_are_stated() -> None:
    assert with_package("</dc:creator>", "</dc:creator><dc:creator>Bo Rim</dc:creator>").card.author == (
        "Ada Spoke, Bo Rim"
    )


def encryption(way: str) -> bytes:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><e:EncryptedData '
        f'xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptionMethod Algorithm="{way}"/></e:EncryptedData>'
        "</encryption>"
    ).encode()


def test_a_book_with_rights_management_is_encrypted() -> None:
    way = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc")
    with pytest.raises(UnreadableFileError, match="it is encrypted"):
        read(packed({**members_of(".epub"), "META-INF/encryption.xml": way}), Limits())


def test_a_book_with_scrambled_fonts_is_read() -> None:
    way = encryption("http://www.idpf.org/2008/embedding")
    assert read(packed({**members_of(".epub"), "META-INF/encryption.xml": way}), Limits()).blocks


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        ("META-INF/container.xml", None, "it has no META-INF/container.xml"),
        ("META-INF/container.xml", b"<container/>", "META-INF/container.xml does not name a package document"),
        ("OEBPS/book.opf", None, "it has no OEBPS/book.opf"),
        ("OEBPS/book.opf", b"<package/>", "OEBPS/book.opf lists no chapters"),
    ],
)
def test_a_book_without_its_parts_is_damaged(name: str, content: bytes | None, cause: str) -> None:
    members = {**members_of(".epub"), name: content}
    data = packed({key: value for key, value in members.items() if value is not None})
    with pytest.raises(UnreadableFileError) as caught:
        read(data, Limits())
    assert str(caught.value) == f"it is damaged ({cause})"


def kept(reading: Reading) -> list[str]:
    return [reading.text[block.start : block.end] for block in reading.blocks if block.kept]


def aside(reading: Reading) -> list[tuple[str | None, str]]:
    return [(block.reason, reading.text[block.start : block.end]) for block in reading.blocks if not block.kept]


@pytest.mark.parametrize(
    ("content", "cause"),
    [(None, "it is missing"), (b" ", f"it is damaged ({CHAPTER} holds no page)")],
)
def test_a_chapter_that_is_missing_or_damaged_costs_itself_and_is_named(content: bytes | None, cause: str) -> None:
    members = {**members_of(".epub"), CHAPTER: content}
    reading = read(packed({key: value for key, value in members.items() if value is not None}), Limits())
    assert aside(reading) == [("left out", f"[{CHAPTER} is left out: {cause}]")]
    assert "Oiling" in kept(reading)


def test_a_book_without_any_of_its_chapters_is_damaged() -> None:
    members = {name: content for name, content in members_of(".epub").items() if not name.endswith(".xhtml")}
    with pytest.raises(UnreadableFileError, match=r"none of the chapters that OEBPS/book\.opf lists can be read"):
        read(packed(members), Limits())


@pytest.mark.parametrize("moved", ["OEBPS/Text/Chapter 1.XHTML", "OEBPS/chapter 1.xhtml"])
def test_a_chapter_in_other_capitals_or_in_another_folder_is_read(moved: str) -> None:
    members = members_of(".epub")
    members[moved] = members.pop(CHAPTER)
    reading = read(packed(members), Limits())
    assert "Cleaning" in kept(reading)


def whole_page(html: str, **more: bytes) -> Reading:
    """The sample with this page as its first chapter."""
    return read(changed(".epub", **{"OEBPS__text__chapter 1_0xhtml": html.encode(), **more}), Limits())


def test_a_style_sheet_of_the_book_strikes_hides_and_raises() -> None:
    css = b".gone { text-decoration: line-through } .never { display: none } .up { vertical-align: super }"
    body = (
        '<html><head><link rel="stylesheet" href="../look.css"/></head><body>'
        '<p>Feed <span class="gone">nine</span> four cats 10<span class="up">5</span> times.'
        '<span class="never"> Not for print.</span></p></body></html>'
    )
    reading = whole_page(body, OEBPS__look_0css=css)
    assert "Feed four cats 10⁵ times." in kept(reading)
    assert aside(reading) == [("struck out", "nine"), ("hidden", "Not for print.")]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p>Wait 20<sup>1</sup> minutes for H<sub>2</sub>O.</p>", "Wait 20¹ minutes for H₂O."),
        ("<p>Feed <del>nine</del> four cats.</p>", "Feed four cats."),
        ("<p>Add <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> cup.</p>", "Add ½ cup."),
        ("<p>It is <math><msup><mi>x</mi><mn>2</mn></msup></math>.</p>", "It is x²."),
        ("<p>The <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> sign.</p>", "The 漢kan sign."),
    ],
)
def test_a_chapter_s_text_reads_as_it_is_shown(body: str, words: str) -> None:
    assert words in kept(whole_page(f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'))


def test_rows_know_their_heads_and_items_their_numbers() -> None:
    body = (
        "<html><body><table><thead><tr><th>Guest</th><th>Fee</th></tr></thead><tr><td>Child</td><td>45</td></tr>"
        "</table><ol start='3'><li>Rub the wax in.</li></ol></body></html>"
    )
    reading = whole_page(body)
    row = next(block for block in reading.blocks if block.header)
    item = next(block for block in reading.blocks if block.label)
    assert (reading.text[slice(*row.header or ())], reading.text[row.start : row.end]) == ("Guest | Fee", "Child | 45")
    assert (item.label, reading.text[item.start : item.end]) == ("3", "Rub the wax in.")


def test_a_bomb_whose_directory_lies_costs_its_chapter() -> None:
    data = packed({**members_of(".epub"), CHAPTER: b"<a>" + b" " * 30_000_000 + b"</a>"})
    reading = read(lying(data, CHAPTER, 100), Limits(unpacked_megabytes=2))
    assert [reason for reason, _ in aside(reading)] == ["left out"]


@pytest.mark.parametrize("body", UNSOUND)
def test_a_chapter_with_names_that_are_no_xml_is_read_with_the_others(body: str) -> None:
    words = " ".join(kept(whole_page(f"<html><body>{body}<p>{LONG}</p></body></html>"))).split()
    assert {"Oil", "Part"} & set(words)
