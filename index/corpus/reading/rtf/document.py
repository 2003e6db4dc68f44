"""Interprets the tokens of rich text: groups, control words and text."""

from __future__ import annotations

from dataclasses import replace

from index.corpus.reading.blocks import stated
from index.corpus.reading.formatting.fields import field_words
from index.corpus.reading.formatting.runs import Place
from index.corpus.reading.formatting.symbols import symbols
from index.corpus.reading.packed import damaged
from index.corpus.reading.reading import Reading
from index.corpus.reading.rtf.math import Formula
from index.corpus.reading.rtf.state import CHANGES, Paragraph, State, whole
from index.corpus.reading.rtf.tables import COLOUR_PARTS, Tables
from index.corpus.reading.rtf.text import Gathered
from index.corpus.reading.rtf.words import (
    ENCODINGS,
    ENDS,
    INFO,
    LEFT_OUT,
    PLACES,
    SHOWN,
    STARRED,
    charset_encoding,
    page_encoding,
)
from index.reasons import STRUCK, Reason

_DEEPEST = 10_000
_ROWS = frozenset({b"cell", b"row", b"trowd", b"trhdr"})


class Document:
    """The state of the interpreter. `closed` is whether the outermost group has ended."""

    def __init__(self) -> None:
        self.closed = False
        self._text = Gathered()
        self._tables = Tables()
        self._state = State()
        self._above: list[tuple[State, Paragraph]] = []
        self._paragraph = Paragraph()
        self._bytes = bytearray()
        self._skipped = 0
        self._starred = False
        self._encoding = "cp1252"
        self._info: dict[str, str] = {}
        self._head = False
        self._field = ""
        self._shown_by_field = False
        self._formula: Formula | None = None

    def reading(self) -> Reading:
        """The finished reading. Raises `UnreadableFileError` if the file is cut off."""
        if not self.closed:
            raise damaged("its end is missing: was it cut off?")
        return self._text.reading(stated("document properties", **self._info))

    def open(self) -> None:
        """Begin a group. Raises `UnreadableFileError` if groups are nested too deeply."""
        self._decode()
        self._skipped, self._starred = 0, False
        self._above.append((self._state, self._paragraph))
        if self._formula is not None:
            self._formula.open()
        if len(self._above) > _DEEPEST:
            raise damaged(f"its groups are more than {_DEEPEST:,} deep")

    def close(self) -> None:
        """End a group."""
        self._decode()
        self._skipped, self._starred = 0, False
        state, paragraph = self._above.pop()
        if paragraph is not self._paragraph:
            # The group, or one that encloses it, has a destination of its own.
            self._settle()
        if not self._above:
            self._end_text()
            self.closed = True
        ended, self._state, self._paragraph = self._state, state, paragraph
        if ended.place != state.place:
            self._leave(ended.place)
        elif self._formula is not None:
            self._formula.close()

    def star(self) -> None:
        """Mark the group that begins as ignorable if its control word is unknown."""
        self._starred = True

    def _settle(self) -> None:
        place = self._state.place
        words = self._paragraph.take()
        if place == "note":
            self._text.add_note(words)
        elif place == "styles":
            self._tables.styles[self._state.style] = words.text.strip().rstrip(";")
        elif place in INFO.values():
            self._info.setdefault(place, words.text)

    def _leave(self, place: str) -> None:
        """Leave a field instruction or a formula, now complete, and add what it shows to the text."""
        if place == "field":
            shown = field_words(whole(self._field))
            self._field = ""
            self._shown_by_field = shown is not None
            if shown is not None:
                self._put(*shown)
        elif place == "math" and self._formula is not None:
            words, self._formula = self._formula.linear(), None
            self._put(words)

    def word(self, word: bytes, number: int | None) -> None:
        """Interpret a control word or symbol."""
        starred, self._starred = self._starred, False
        if self._skipped and word in SHOWN:
            # It is the fallback for the Unicode character before it.
            self._skipped -= 1
            return
        self._skipped = 0
        self._decode()
        if (starred and word not in STARRED) or word in LEFT_OUT:
            self._state = replace(self._state, place="")
        elif word in PLACES or self._state.place == "info":
            self._enter(word)
        elif word == b"u":
            self._put(chr((number or 0) % 0x10000))
            self._skipped = self._state.replaced
        elif word in SHOWN:
            self._put(SHOWN[word])
        elif word in ENDS:
            self._end_paragraph()
        elif word in _ROWS:
            self._table(word)
        elif self._formula is not None:
            self._formula.word(word)
        else:
            self._set(word, number)

    def _enter(self, word: bytes) -> None:
        place = PLACES.get(word) or INFO.get(word, "")
        self._state = replace(self._state, place=place if self._state.place else "")
        if place == "label":
            self._paragraph.listed = True
        elif place == "math":
            self._formula = self._formula or Formula()
        elif place != "field":
            self._paragraph = Paragraph()

    def _set(self, word: bytes, number: int | None) -> None:
        """Interpret a control word that changes the state."""
        if word == b"ansicpg":
            self._encoding = page_encoding(number or 0)
        elif word in ENCODINGS:
            self._encoding = ENCODINGS[word]
        elif word == b"fcharset" and self._state.place == "fonts":
            self._tables.encodings[self._state.font] = charset_encoding(number or 0)
        elif word == b"f":
            font = number or 0
            self._state = replace(self._state, font=font, encoding=self._tables.encodings.get(font))
        elif word in COLOUR_PARTS and self._state.place == "colours":
            self._tables.add_colour(word, number or 0)
        elif word == b"shptxt" and self._state.place == "body":
            self._end_paragraph()
            self._state = replace(self._state, boxed=True)
        elif word == b"fldrslt" and self._shown_by_field:
            # The instruction has already produced the text.
            self._state = replace(self._state, place="")
            self._shown_by_field = False
        elif word in CHANGES:
            if word == b"s" and self._state.place == "styles":
                # A style definition begins; its name follows.
                self._paragraph = Paragraph()
            self._state = CHANGES[word](self._state, number)

    def show(self, shown: bytes) -> None:
        """Add bytes of text."""
        self._starred = False
        skipped = min(self._skipped, len(shown))
        self._skipped -= skipped
        if self._state.place:
            self._bytes += shown[skipped:]

    def _decode(self) -> None:
        """Decode the pending bytes, which all have the same encoding."""
        if not self._bytes:
            return
        raw = bytes(self._bytes)
        self._bytes.clear()
        if self._tables.has_symbols(self._state.font) and self._state.place not in ("fonts", "colours"):
            self._put("".join(chr(0xF000 + code) for code in raw))
        else:
            self._put(raw.decode(self._state.encoding or self._encoding, "replace"))

    def _put(self, words: str, place: Place | None = None) -> None:
        where = self._state.place
        if where == "fonts":
            self._tables.name_font(self._state.font, words)
        elif where == "colours":
            self._tables.end_colours(words.count(";"))
        elif where == "field":
            self._field += words
        elif where:
            words = symbols(words, self._tables.font(self._state.font))
            if where == "label":
                self._paragraph.label += words
            elif self._formula is not None:
                self._formula.text(whole(words))
            else:
                look = self._state.look
                self._paragraph.words.append((words, place or look.place or "line", self._reason(), bool(look.bold)))

    def _reason(self) -> Reason | None:
        if self._state.deleted:
            return STRUCK
        grounded = self._state.in_table or self._state.boxed
        return replace(self._state.look, white=self._tables.is_white(self._state.colour)).reason(grounded=grounded)

    def _end_paragraph(self) -> None:
        if self._state.place != "body" or self._state.in_table or self._paragraph.cells:
            self._put("\n")
            return
        style = self._tables.styles.get(self._state.style, "") if self._state.style else ""
        self._text.end_paragraph(self._paragraph, self._state, style)

    def _table(self, word: bytes) -> None:
        if self._state.place != "body":
            return
        if word == b"cell":
            self._text.end_cell(self._paragraph)
        elif word == b"row":
            self._text.end_row(self._paragraph, head=self._head)
        else:
            self._head = word == b"trhdr"

    def _end_text(self) -> None:
        if self._paragraph.cells or self._state.in_table:
            self._text.end_cell(self._paragraph)
            self._text.end_row(self._paragraph, head=self._head)
        self._end_paragraph()
