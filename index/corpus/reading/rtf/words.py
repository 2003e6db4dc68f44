"""RTF's vocabulary: control words for characters, destinations, ignored groups and encodings."""

from __future__ import annotations

import codecs

# Control words and symbols that stand for characters.
SHOWN = {
    b"tab": "\t",
    b"line": "\n",
    b"lbr": "\n",
    b"emdash": "—",
    b"endash": "–",
    b"bullet": "•",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"emspace": "\u2003",
    b"enspace": "\u2002",
    b"qmspace": "\u2005",
    b"zwj": "\u200d",
    b"zwnj": "\u200c",
    b"nestcell": " ",
    b"nestrow": "\n",
    b"~": "\u00a0",
    b"_": "\u2011",
    b"{": "{",
    b"}": "}",
    b"\\": "\\",
    b"\t": "\t",
}
# Control words that end a paragraph.
ENDS = frozenset({b"par", b"sect", b"page", b"column", b"\n", b"\r"})
# Groups without text of the page.
LEFT_OUT = frozenset(
    b"pict header headerl headerr headerf footer footerl footerr footerf xe tc txe "
    b"private nonshppict revtbl filetbl template sp shprslt rxe nonesttables atnid atnauthor annotation".split()
)
# Groups with a destination of their own.
PLACES = {
    b"footnote": "note",
    b"stylesheet": "styles",
    b"fonttbl": "fonts",
    b"colortbl": "colours",
    b"info": "info",
    b"listtext": "label",
    b"pntext": "label",
    b"fldinst": "field",
    b"moMath": "math",
}
# Groups that are marked as ignorable but contain text.
STARRED = frozenset({b"shpinst", b"ud", b"fldinst", b"moMath", b"listtext", b"pntext"})
# Document properties used for the card; all others are discarded.
INFO = {b"title": "title", b"author": "author"}

_CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
ENCODINGS = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}
_PAGES = {65001: "utf-8", 10000: "mac_roman", 936: "gbk"}


def charset_encoding(charset: int) -> str | None:
    """The encoding of a font's character set; `None` for the document's encoding."""
    return _CHARSETS.get(charset)


def page_encoding(page: int) -> str:
    """The encoding of a code page; Windows-1252 if the number is unknown."""
    name = _PAGES.get(page, f"cp{page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
