"""Reads rich text (RTF): tokenizes control words, groups and text; styles give the headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.corpus.reading.packed import damaged
from index.corpus.reading.reading import Limits, Reading
from index.corpus.reading.rtf.document import Document
from index.errors import UnreadableFileError

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,9})? ?|\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<symbol>[^A-Za-z])|"
    rb"(?P<brace>[{}])|(?P<text>[^\\{}]+)",
    re.DOTALL,
)


def read(data: bytes, limits: Limits) -> Reading:  # noqa: ARG001 - every reader has this shape
    """The document's text, then its footnotes, without headers, footers and comments. Raises `UnreadableFileError`."""
    if not data:
        raise UnreadableFileError("it is empty")
    if not data.startswith(b"{\\rtf"):
        raise damaged("it does not begin with {\\rtf")
    document = Document()
    for token in _tokens(data):
        _take(document, token)
        if document.closed:
            break
    return document.reading()


def _tokens(data: bytes) -> Iterator[re.Match[bytes]]:
    position = 0
    while token := _TOKEN.match(data, position):
        yield token
        position = token.end()
        if token["word"] == b"bin":
            # That many bytes of binary data follow.
            position += max(0, int(token["number"] or 0))


def _take(document: Document, token: re.Match[bytes]) -> None:
    if token["brace"] == b"{":
        document.open()
    elif token["brace"]:
        document.close()
    elif token["word"]:
        document.word(token["word"], int(token["number"]) if token["number"] else None)
    elif token["symbol"] == b"*":
        document.star()
    elif token["symbol"]:
        document.word(token["symbol"], None)
    else:
        shown = bytes.fromhex(token["byte"].decode()) if token["byte"] else token["text"]
        document.show(shown if token["byte"] else shown.translate(None, b"\r\n"))
