"""Reads PDF: layout turns lines into paragraphs, headings, list items and table rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from index.article import BlockKind, Card
from index.corpus.reading.blocks import BlockText, stated
from index.corpus.reading.formatting.runs import Runs
from index.corpus.reading.pdf.blocks import begins_item, blocks, joined, known_words
from index.corpus.reading.pdf.columns import read_by_columns
from index.corpus.reading.pdf.furniture import furniture
from index.corpus.reading.pdf.garbled import Fonts
from index.corpus.reading.pdf.lines import Cell, Line
from index.corpus.reading.pdf.looks import Looks
from index.corpus.reading.pdf.margins import without_line_numbers
from index.corpus.reading.pdf.page.pages import Page, open_pdf
from index.corpus.reading.pdf.page.seen import judged
from index.corpus.reading.pdf.page.upright import upright
from index.corpus.reading.pdf.rejoining.breaks import with_whole_sentences
from index.corpus.reading.pdf.rejoining.markers import with_initials, with_markers
from index.corpus.reading.pdf.rows import of_tables, table
from index.corpus.reading.pdf.tables import with_tables
from index.corpus.reading.reading import Limits, Reading
from index.errors import UnreadableFileError
from index.reasons import FURNITURE, GARBLED

# A document with a larger share of garbled text is refused.
_GARBLED = 0.5


def read(data: bytes, limits: Limits) -> Reading:
    """The document's text page by page, without pictures, forms and annotations. Raises `UnreadableFileError`.

    Running headers and footers stay in the text but are set aside; so are invisible, struck and garbled lines.
    """
    if not data:
        raise UnreadableFileError("it is empty")
    information, pages = open_pdf(data, limits)
    fonts = Fonts()
    lines: list[Line] = []
    printed: dict[int, str] = {}
    for page in pages:
        lines += _lines(page, fonts)
        if page.label and page.label != str(page.number):
            printed[page.number] = page.label
    if not any(line.words for line in lines):
        raise UnreadableFileError("it has no text: its pages are images; run text recognition (OCR) on it first")
    garbled = fonts.garbled()
    if fonts.share(garbled) > _GARBLED:
        raise UnreadableFileError(
            "its text is garbled: its fonts show other letters than the file contains; run text recognition (OCR) on it"
        )
    return _Document([_told(line, garbled) for line in lines], printed).reading(_card(information))


def _lines(page: Page, fonts: Fonts) -> Iterator[Line]:
    fonts.take(page.glyphs)
    for turned in upright(page):
        lines = list(with_tables(judged(turned), turned.drawings.rules, page.number))
        yield from read_by_columns(with_markers(with_initials(without_line_numbers(lines))))


def _told(line: Line, garbled: frozenset[str]) -> Line:
    return replace(line, reason=line.reason or GARBLED) if line.font in garbled else line


def _card(information: dict[str, str]) -> Card:
    # No date: the file's creation date is not the date of publication.
    return stated("PDF information", title=information.get("Title"), author=information.get("Author"))


class _Document:
    """Builds the text from lines; collects the rows of a table until it ends."""

    def __init__(self, lines: list[Line], page_labels: dict[int, str]) -> None:
        self._lines = lines
        read = [line for line in lines if not line.reason]
        self._text = BlockText(page_labels)
        self._looks = Looks.of(read, furniture(read))
        self._known = known_words(read)
        self._rows: list[Line] = []

    def reading(self, card: Card) -> Reading:
        """The reading of all lines."""
        found = list(blocks(self._lines, self._looks))
        for block in with_whole_sentences(found, self._looks, lambda lines: joined(lines, self._known).text):
            if self._looks.is_row(block[0]) and not self._looks.is_furniture(block[0]):
                self._rows += block
                continue
            self._end_tables()
            self._add(block)
        self._end_tables()
        return self._text.reading(card)

    def _add(self, block: list[Line]) -> None:
        first = block[0]
        level = 0 if first.reason else self._looks.level(first)
        if first.reason or self._looks.is_furniture(first):
            words = joined(block, self._known)
            plain = Runs(words.text or "".join(aside for _, aside in words.aside))
            self._text.add(plain, page=first.page, reason=first.reason or FURNITURE)
        elif level:
            self._text.add(joined(block, self._known, " "), "heading", level=level, page=first.page)
        else:
            kind: BlockKind = "list-item" if begins_item(first) else "paragraph"
            self._text.add(joined(block, self._known), kind, page=first.page)

    def _end_tables(self) -> None:
        for lines in of_tables(self._rows):
            # A bold first row above rows that are not bold is the header.
            head = lines[0].bold and not all(line.bold for line in lines)
            rows = [([_runs(cell) for cell in cells], head and at == 0) for at, cells in enumerate(table(lines))]
            self._text.add_rows(rows, lines[0].page)
        self._rows.clear()


def _runs(cell: Cell) -> Runs:
    runs = Runs()
    for run in cell.runs:
        runs.add(*run)
    return runs
