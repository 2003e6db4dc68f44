"""Rich text becomes blocks."""

from __future__ import annotations

import pytest

from index.corpus.reading.reading import Limits, Reading
from index.corpus.reading.rtf import read
from index.errors import UnreadableFileError

_STYLES = r"{\stylesheet{Normal;}{\s1 heading 1;}{\s4\b Heading 4;}{\s7 Title;}{\*\cs9 heading 2;}}"


def read_rich(body: str, head: str = "") -> Reading:
    return read((r"{\rtf1\ansi" + head + _STYLES + body + "}").encode("latin-1"), Limits())


def blocks_of(body: str, head: str = "") -> list[tuple[str, int, str]]:
    reading = read_rich(body, head)
    return [(block.kind, block.level, reading.text[block.start : block.end]) for block in reading.blocks]


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        (r"one {\b two}\par three", [("paragraph", 0, "one two"), ("paragraph", 0, "three")]),
        (r"a\tab b\line c\~d\_e\{\}\\", [("paragraph", 0, "a\tb\nc\u00a0d\u2011e{}\\")]),
        ("li\r\nne\\par", [("paragraph", 0, "line")]),
        (r"\pard\s1 Head\par\pard Text\par", [("heading", 1, "Head"), ("paragraph", 0, "Text")]),
        (r"\pard\s4 Head\par", [("heading", 4, "Head")]),
        (r"\pard\s7 Head\par", [("title", 0, "Head")]),
        (r"\pard\outlinelevel2 Head\par", [("heading", 3, "Head")]),
        (r"\pard\s9 Text\par", [("paragraph", 0, "Text")]),
        (r"\pard{\pntext\bullet\tab}item\par\pard text\par", [("list-item", 0, "item"), ("paragraph", 0, "text")]),
        (r"{\header Top\par}{\*\atnid x}{\pict\bin4 }}}}00ff}text", [("paragraph", 0, "text")]),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}", [("paragraph", 0, "link")]),
        (r"Oil{\footnote A note.} it.\par Last.", [(*("paragraph", 0), w) for w in ("Oil it.", "Last.", "A note.")]),
        (r"\trowd\intbl a\par b\cell c\cell\row\pard d", [("table-row", 0, "a b | c"), ("paragraph", 0, "d")]),
        (r"\trowd\intbl a\cell b\row\pard c\par", [("table-row", 0, "a | b"), ("paragraph", 0, "c")]),
        (r"\intbl a\cell b", [("table-row", 0, "a | b")]),
        (
            r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt boxed\par}}}text",
            [("paragraph", 0, w) for w in ("boxed", "text")],
        ),
    ],
)
def test_words_are_blocks(body: str, blocks: list[tuple[str, int, str]]) -> None:
    assert blocks_of(body) == blocks


@pytest.mark.parametrize(
    ("body", "head", "text"),
    [
        (r"caf\'e9", "", "café"),
        (r"\'f2\'e5\'ef\'eb\'ee", r"\ansicpg1251", "тепло"),
        (r"\f1 \'f2\'e5\'ef\'eb\'ee\f0  caf\'e9", r"{\fonttbl{\f0 A;}{\f1\fcharset204 B;}}", "тепло café"),
        (r"\'82\'a0", r"\ansicpg932", "あ"),
        (r"\u8217?s", "", "’s"),
        (r"\u8217\'92s", "", "’s"),
        (r"\uc2\u8217ab{\uc0\u8217}s", "", "’’s"),
        (r"\u8217\par", "", "’"),
        (r"\u-10179?\u-8704?", "", "😀"),
        (r"\u-10179?x", "", "\ufffdx"),
        (r"\'8e", r"\mac", "é"),
        (r"a\'e9", r"\ansicpg99999", "aé"),
        (r"caf\'c3\'a9", r"\ansicpg65001", "café"),
    ],
)
def test_characters_are_read_in_their_encoding(body: str, head: str, text: str) -> None:
    assert read_rich(body, head).text == text


def test_information_states_the_card() -> None:
    card = read_rich("Text.", r"{\info{\title The \u8220?Oil\u8221?}{\author Ada}{\company X}{\doccomm y}}").card
    assert (card.title, card.author) == ("The “Oil”", "Ada")


def test_information_is_no_text() -> None:
    assert read_rich("Text.", r"{\info{\title Oil}{\*\x y}{\doccomm y}}").text == "Text."


@pytest.mark.parametrize("data", [b"{\\rtf1 Text.", b"{\\rtf1 {Text.}", b"Text."])
def test_what_is_not_whole_is_damaged(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="it is damaged"):
        read(data, Limits())


def test_groups_without_end_are_damaged() -> None:
    with pytest.raises(UnreadableFileError, match="10,000 deep"):
        read(b"{\\rtf1 " + b"{" * 20_000, Limits())
