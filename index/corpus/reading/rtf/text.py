"""Collects the blocks of rich text: paragraphs, table rows and notes."""

from __future__ import annotations

import re

from index.article import BlockKind, Card
from index.corpus.reading.blocks import BlockText
from index.corpus.reading.formatting.numbering import label
from index.corpus.reading.formatting.runs import Runs
from index.corpus.reading.reading import Reading
from index.corpus.reading.rtf.state import Paragraph, State

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)


class Gathered:
    """The text so far."""

    def __init__(self) -> None:
        self._text = BlockText()
        self._notes: list[Runs] = []
        self._rows: list[tuple[list[Runs], bool]] = []

    def end_paragraph(self, paragraph: Paragraph, state: State, style: str) -> None:
        """End a paragraph whose style has the name `style`."""
        kind, level = _kind(paragraph, state, style)
        words = paragraph.take()
        number = _label(paragraph.label) if kind != "paragraph" else ""
        paragraph.label, paragraph.listed = "", False
        if words:
            self._end_table()
        self._text.add(words, kind, level=level, label=number)

    def end_cell(self, paragraph: Paragraph) -> None:
        """End a cell of the row."""
        number = _label(paragraph.label)
        cell = Runs(f"{number}. " if number else "")
        cell.extend(paragraph.take())
        paragraph.cells.append(cell)
        paragraph.label, paragraph.listed = "", False

    def end_row(self, paragraph: Paragraph, *, head: bool) -> None:
        """End a row, including a last cell that was not ended."""
        if any(words.strip() for words, *_ in paragraph.words):
            self.end_cell(paragraph)
        if paragraph.cells:
            self._rows.append((list(paragraph.cells), head))
            paragraph.cells.clear()

    def add_note(self, words: Runs) -> None:
        """Add a footnote, which will follow the text."""
        self._notes.append(words)

    def reading(self, card: Card) -> Reading:
        """The finished reading, with the notes at the end."""
        self._end_table()
        for note in self._notes:
            self._text.add(note)
        return self._text.reading(card, plain=True)

    def _end_table(self) -> None:
        self._text.add_rows(self._rows)
        self._rows = []


def _kind(paragraph: Paragraph, state: State, style: str) -> tuple[BlockKind, int]:
    heading = _HEADING.match(style)
    if heading or (state.outline is not None and state.outline < 6):
        level = int(heading[1]) if heading else (state.outline or 0) + 1
        return "heading", min(6, max(1, level))
    if style.lower() == "title":
        return "title", 0
    return ("list-item" if state.listed or paragraph.listed else "paragraph"), 0


def _label(words: str) -> str:
    """The number in a list label; empty for a bullet."""
    number = label(words, {})
    return number if any(char.isalnum() for char in number) else ""
