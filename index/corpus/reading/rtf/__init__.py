"""Rich text: its words one by one, with the styles that say what is a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from index.article import BlockKind
from index.corpus.reading.blocks import BlockText, stated
from index.corpus.reading.packed import damaged
from index.corpus.reading.reading import Limits, Reading
from index.corpus.reading.rtf.state import CHANGES, Paragraph, State
from index.corpus.reading.rtf.words import (
    ENCODINGS,
    ENDS,
    INFO,
    LEFT_OUT,
    LIST_MARKS,
    SHOWN,
    charset_encoding,
    page_encoding,
)
from index.errors import UnreadableFileError

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,9})? ?|\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<symbol>[^A-Za-z])|"
    rb"(?P<brace>[{}])|(?P<text>[^\\{}]+)",
    re.DOTALL,
)
_DEEPEST = 10_000
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)


def read(data: bytes, limits: Limits) -> Reading:  # noqa: ARG001 - every reader has this shape
    """The document's text, then its footnotes. Headers, footers, comments and hidden text are none."""
    if not data:
        raise UnreadableFileError("it is empty")
    if not data.startswith(b"{\\rtf"):
        raise damaged("it does not begin as rich text does")
    document = _Document()
    document.take(data)
    return document.reading()


def _tokens(data: bytes) -> Iterator[re.Match[bytes]]:
    position = 0
    while token := _TOKEN.match(data, position):
        yield token
        position = token.end()
        if token["word"] == b"bin":
            # So many bytes follow that are no rich text.
            position += max(0, int(token["number"] or 0))


class _Document:
    """The state of the walk through the words."""

    def __init__(self) -> None:
        self._text = BlockText()
        self._notes: list[str] = []
        self._state = State()
        self._above: list[tuple[State, Paragraph]] = []
        self._paragraph = Paragraph()
        self._bytes = bytearray()
        self._skipped = 0
        self._starred = False
        self._encoding = "cp1252"
        self._fonts: dict[int, str | None] = {}
        self._styles: dict[int, str] = {}
        self._info: dict[str, str] = {}
        self._closed = False

    def reading(self) -> Reading:
        """What was read."""
        if not self._closed:
            raise damaged("its end is missing: was it cut off?")
        for note in self._notes:
            self._text.add(note)
        return self._text.reading(stated("document properties", **self._info))

    def take(self, data: bytes) -> None:
        """Read everything up to the end of the outermost group."""
        for token in _tokens(data):
            if token["brace"] == b"{":
                self._open()
            elif token["brace"]:
                self._close()
                if self._closed:
                    return
            elif token["word"]:
                self._word(token["word"], int(token["number"]) if token["number"] else None)
            elif token["symbol"] == b"*":
                self._starred = True
            elif token["symbol"]:
                self._word(token["symbol"], None)
            else:
                shown = bytes.fromhex(token["byte"].decode()) if token["byte"] else token["text"]
                self._show(shown if token["byte"] else shown.translate(None, b"\r\n"))

    def _open(self) -> None:
        self._decode()
        self._skipped, self._starred = 0, False
        self._above.append((self._state, self._paragraph))
        if len(self._above) > _DEEPEST:
            raise damaged(f"its groups are more than {_DEEPEST:,} deep")

    def _close(self) -> None:
        self._decode()
        self._skipped, self._starred = 0, False
        state, paragraph = self._above.pop()
        if paragraph is not self._paragraph:
            # A group with a place of its own ends, or one inside it.
            self._settle(_joined(self._paragraph.words))
        if not self._above:
            self._end_text()
            self._closed = True
        self._state, self._paragraph = state, paragraph

    def _settle(self, words: str) -> None:
        place = self._state.place
        if place == "note":
            self._notes.append(words)
        elif place == "styles":
            self._styles[self._state.style] = words.strip().rstrip(";")
        elif place in INFO.values():
            self._info.setdefault(place, words)

    def _word(self, word: bytes, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if self._skipped and word in SHOWN:
            # It stands for a character that was given as Unicode before it.
            self._skipped -= 1
            return
        self._skipped = 0
        self._decode()
        if (starred and word not in (b"shpinst", b"ud")) or word in LEFT_OUT:
            self._paragraph.listed |= word in LIST_MARKS
            self._state = replace(self._state, place="")
        elif word == b"shptxt" and self._state.place == "body":
            self._end_paragraph()
        elif word in (b"footnote", b"info", b"stylesheet", b"fonttbl") or self._state.place == "info":
            self._enter(word)
        elif word == b"u":
            self._put(chr((number or 0) % 0x10000))
            self._skipped = self._state.replaced
        elif word in SHOWN:
            self._put(SHOWN[word])
        elif word in ENDS:
            self._end_paragraph()
        elif word in (b"cell", b"row"):
            self._end_cell() if word == b"cell" else self._end_row()
        else:
            self._set(word, number)

    def _enter(self, word: bytes) -> None:
        places = {b"footnote": "note", b"stylesheet": "styles", b"fonttbl": "fonts", b"info": "info"}
        place = places.get(word) or INFO.get(word, "")
        self._state = replace(self._state, place=place if self._state.place else "")
        self._paragraph = Paragraph()

    def _set(self, word: bytes, number: int | None) -> None:
        """A word that changes how what follows is read."""
        if word == b"ansicpg":
            self._encoding = page_encoding(number or 0)
        elif word in ENCODINGS:
            self._encoding = ENCODINGS[word]
        elif word == b"fcharset" and self._state.place == "fonts":
            self._fonts[self._state.font] = charset_encoding(number or 0)
        elif word == b"f":
            self._state = replace(self._state, font=number or 0, encoding=self._fonts.get(number or 0))
        elif word in CHANGES:
            if word == b"s" and self._state.place == "styles":
                # A style of its own begins; its name follows.
                self._paragraph = Paragraph()
            self._state = CHANGES[word](self._state, number)

    def _show(self, shown: bytes) -> None:
        self._starred = False
        skipped = min(self._skipped, len(shown))
        self._skipped -= skipped
        if self._state.place and not self._state.hidden:
            self._bytes += shown[skipped:]

    def _put(self, words: str) -> None:
        if self._state.place and not self._state.hidden:
            self._paragraph.words.append(words)

    def _decode(self) -> None:
        """The bytes so far, which are of one encoding, become words."""
        if self._bytes:
            words = bytes(self._bytes).decode(self._state.encoding or self._encoding, "replace")
            self._bytes.clear()
            self._put(words)

    def _end_paragraph(self) -> None:
        if self._state.place != "body" or self._state.in_table or self._paragraph.cells:
            self._put("\n")
            return
        kind, level = self._kind()
        self._text.add(_joined(self._paragraph.words), kind, level=level)
        self._paragraph.words.clear()
        self._paragraph.listed = False

    def _kind(self) -> tuple[BlockKind, int]:
        name = self._styles.get(self._state.style, "") if self._state.style else ""
        heading = _HEADING.match(name)
        if heading or (self._state.outline is not None and self._state.outline < 6):
            level = int(heading[1]) if heading else (self._state.outline or 0) + 1
            return "heading", min(6, max(1, level))
        if name.lower() == "title":
            return "title", 0
        return ("list-item" if self._state.listed or self._paragraph.listed else "paragraph"), 0

    def _end_cell(self) -> None:
        if self._state.place == "body":
            self._paragraph.cells.append(_joined(self._paragraph.words))
            self._paragraph.words.clear()

    def _end_text(self) -> None:
        if self._paragraph.cells or self._state.in_table:
            self._end_cell()
            self._end_row()
        self._end_paragraph()

    def _end_row(self) -> None:
        if "".join(self._paragraph.words).strip():
            self._end_cell()
        if self._paragraph.cells:
            self._text.add_row(self._paragraph.cells)
            self._paragraph.cells.clear()


def _joined(words: list[str]) -> str:
    """One text; the halves of a character that were written one by one become whole."""
    return "".join(words).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
