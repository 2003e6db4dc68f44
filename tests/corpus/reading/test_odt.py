"""OpenDocument text becomes blocks."""

from __future__ import annotations

import pytest

from index.corpus.reading.odt import read
from index.corpus.reading.reading import Limits
from index.errors import UnreadableFileError
from tests.corpus.reading.packages import changed, members_of, packed

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in {
        **{name: name for name in ("office", "text", "table", "style")},
        "draw": "drawing",
        "svg": "svg-compatible",
    }.items()
)


def with_body(body: str, styles: str = "") -> bytes:
    """The sample with this text."""
    content = (
        f'<?xml version="1.0"?><office:document-content {_SPACES}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return changed(".odt", content_0xml=content.encode())


def blocks_of(body: str, styles: str = "") -> list[tuple[str, int, str]]:
    reading = read(with_body(body, styles), Limits())
    return [(block.kind, block.level, reading.text[block.start : block.end]) for block in reading.blocks]


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("<text:p>one <text:span>two</text:span>\n three</text:p>", [("paragraph", 0, "one two three")]),
        ("<text:p>a<text:s text:c='3'/>b<text:tab/>c<text:line-break/>d</text:p>", [("paragraph", 0, "a   b\tc\nd")]),
        ("<text:h text:outline-level='2'>Head</text:h>", [("heading", 2, "Head")]),
        ("<text:h text:outline-level='9'>Head</text:h>", [("heading", 6, "Head")]),
        ("<text:h>Head</text:h>", [("heading", 1, "Head")]),
        ("<text:section><text:p>In.</text:p></text:section>", [("paragraph", 0, "In.")]),
        (
            "<text:list><text:list-item><text:p>a</text:p><text:list><text:list-item><text:p>b</text:p>"
            "</text:list-item></text:list></text:list-item></text:list>",
            [("list-item", 0, "a"), ("list-item", 0, "b")],
        ),
        (
            "<table:table><table:table-row><table:table-cell><text:p>a</text:p><text:p>b</text:p></table:table-cell>"
            "<table:covered-table-cell/><table:table-cell><text:p>c</text:p></table:table-cell></table:table-row>"
            "</table:table>",
            [("table-row", 0, "a b |  | c")],
        ),
        (
            "<text:tracked-changes><text:p>old</text:p></text:tracked-changes><text:p>new<office:annotation><text:p>why?"
            "</text:p></office:annotation></text:p>",
            [("paragraph", 0, "new")],
        ),
        (
            "<text:p>before <draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box><svg:desc>a box</svg:desc>"
            "</draw:frame>after</text:p>",
            [("paragraph", 0, "before after"), ("paragraph", 0, "boxed")],
        ),
        (
            "<text:p>Oil<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p>"
            "</text:note-body></text:note> it.</text:p><text:p>Last.</text:p>",
            [("paragraph", 0, "Oil it."), ("paragraph", 0, "Last."), ("paragraph", 0, "A note.")],
        ),
    ],
)
def test_elements_are_blocks(body: str, blocks: list[tuple[str, int, str]]) -> None:
    assert blocks_of(body) == blocks


def test_a_style_made_from_that_of_titles_is_a_title() -> None:
    style = '<style:style style:name="P1" style:parent-style-name="Title"/>'
    assert blocks_of('<text:p text:style-name="P1">Head</text:p>', style) == [("title", 0, "Head")]


def test_a_document_without_properties_is_read() -> None:
    card = read(changed(".odt", meta_0xml=None), Limits()).card
    assert [(statement.field, statement.place) for statement in card.statements] == [("title", "first heading")]


def test_a_document_with_a_password_is_encrypted() -> None:
    members = members_of(".odt")
    manifest = members["META-INF/manifest.xml"].replace(b"</m:manifest>", b"<m:encryption-data/></m:manifest>")
    with pytest.raises(UnreadableFileError, match="it is encrypted"):
        read(packed({**members, "META-INF/manifest.xml": manifest}), Limits())


def test_a_document_of_another_kind_is_damaged() -> None:
    content = members_of(".odt")["content.xml"].replace(b"office:text>", b"office:spreadsheet>")
    with pytest.raises(UnreadableFileError, match=r"it is damaged \(content.xml holds no text document\)"):
        read(changed(".odt", content_0xml=content), Limits())
