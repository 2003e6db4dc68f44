"""Books become chapters in the order of their spine."""

from __future__ import annotations

import pytest

from index.corpus.reading.epub import read
from index.corpus.reading.reading import Limits, Reading
from index.errors import UnreadableFileError
from tests.corpus.reading.packages import changed, members_of, packed

CHAPTER = "OEBPS/text/chapter 1.xhtml"


def page(body: str) -> Reading:
    """The sample with this body as its first chapter."""
    html = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{body}</body></html>'
    return read(packed({**members_of(".epub"), CHAPTER: html.encode()}), Limits())


def blocks_of(body: str) -> list[tuple[str, int, str]]:
    """The blocks of a first chapter with this body, without the heading that the contents give it."""
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
        ("<p>a <b>b</b><i>c</i> &nbsp;d&eacute;&amp;</p>", [("paragraph", 0, "a bc \u00a0dé&")]),
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
        ("META-INF/container.xml", b"<container/>", "META-INF/container.xml names no package"),
        ("OEBPS/book.opf", None, "it has no OEBPS/book.opf"),
        ("OEBPS/book.opf", b"<package/>", "OEBPS/book.opf lists no chapters"),
        (CHAPTER, None, "it has no OEBPS/text/chapter 1.xhtml"),
        (CHAPTER, b" ", "OEBPS/text/chapter 1.xhtml holds no page"),
    ],
)
def test_a_book_without_its_parts_is_damaged(name: str, content: bytes | None, cause: str) -> None:
    members = {**members_of(".epub"), name: content}
    data = packed({key: value for key, value in members.items() if value is not None})
    with pytest.raises(UnreadableFileError) as caught:
        read(data, Limits())
    assert str(caught.value) == f"it is damaged ({cause})"
