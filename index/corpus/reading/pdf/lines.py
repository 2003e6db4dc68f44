"""The lines of a PDF by pdfium, with what the eye sees of them: place, size, boldness, columns."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from index.corpus.reading.packed import damaged, encrypted
from index.corpus.reading.reading import Limits
from index.errors import UnreadableFileError

_BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
# A gap in a line that parts two cells of a table rather than two words; in heights of its letters.
_CELL_GAP = 1.0
# What pdfium puts for a hyphen at the end of a line.
_HYPHENS = frozenset("\x02\ufffe")
_LINE_ENDS = _HYPHENS | frozenset("\r\n")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page. Measures are points, upwards from the page's lower left corner.

    `cells` are the line's parts with the place where each begins: one, unless wide gaps part it. `broken` is a line
    that ends in a hyphen within a word.
    """

    page: int
    cells: tuple[tuple[float, str], ...]
    left: float
    right: float
    base: float
    size: float
    bold: bool
    broken: bool

    @property
    def words(self) -> str:
        """The line's text."""
        return " ".join(text for _, text in self.cells)


def read_pdf(data: bytes, limits: Limits) -> tuple[dict[str, str], list[Line]]:
    """What the file states about itself, and every line of every page. Raises `UnreadableFileError`."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise encrypted() from error
        raise damaged(error) from error
    try:
        if len(document) > limits.pages:
            raise UnreadableFileError(
                f"it has {len(document):,} pages; the setting reading.pdf_pages allows {limits.pages:,}"
            )
        return document.get_metadata_dict(), [
            line for number in range(len(document)) for line in _page_lines(document, number)
        ]
    finally:
        document.close()


def _page_lines(document: Any, number: int) -> list[Line]:
    try:
        page = document[number]
    except pypdfium2.PdfiumError as error:
        raise damaged(f"page {number + 1} cannot be read") from error
    try:
        text = page.get_textpage()
        try:
            return [line for line in _Page(text, number + 1).lines() if line.words.strip()]
        finally:
            text.close()
    except pypdfium2.PdfiumError as error:
        raise damaged(f"the text of page {number + 1} cannot be read") from error
    finally:
        page.close()


class _Page:
    """The characters of one page by their place in pdfium's list."""

    def __init__(self, text: Any, number: int) -> None:
        self._text = text
        self._number = number
        self._chars = _characters(text)

    def lines(self) -> Iterator[Line]:
        """The lines in the order of the page's content."""
        first = 0
        for place, char in enumerate(self._chars):
            if char in _LINE_ENDS:
                yield from self._line(first, place, broken=char in _HYPHENS)
                first = place + 1
        yield from self._line(first, len(self._chars), broken=False)

    def _line(self, first: int, end: int, *, broken: bool) -> Iterator[Line]:
        while first < end and self._chars[first].isspace():
            first += 1
        while end > first and self._chars[end - 1].isspace():
            end -= 1
        if first == end:
            return
        left, _, base, _ = self._place(first)
        right = self._place(end - 1)[1]
        looks = [self._look(place) for place in {first, (first + end) // 2, end - 1}]
        size = sorted(size for size, _ in looks)[len(looks) // 2]
        bold = all(bold for _, bold in looks)
        yield Line(self._number, tuple(self._cells(first, end, size)), left, right, base, size, bold, broken)

    def _cells(self, first: int, end: int, size: float) -> Iterator[tuple[float, str]]:
        begin = first
        for place in range(first + 1, end - 1):
            if self._chars[place] == " " and self._place(place + 1)[0] - self._place(place - 1)[1] > _CELL_GAP * size:
                yield self._place(begin)[0], self._words(begin, place)
                begin = place + 1
        yield self._place(begin)[0], self._words(begin, end)

    def _words(self, first: int, end: int) -> str:
        return "".join(self._chars[first:end]).strip()

    def _place(self, place: int) -> tuple[float, float, float, float]:
        """Left, right, bottom and top of a character."""
        box = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(self._text, place, box)
        return box.left, box.right, box.bottom, box.top

    def _look(self, place: int) -> tuple[float, bool]:
        """The size of a character as drawn, to half a point, and whether its font is bold."""
        matrix = pdfium.FS_MATRIX()
        drawn = hypot(matrix.c, matrix.d) if pdfium.FPDFText_GetMatrix(self._text, place, matrix) else 1.0
        size = pdfium.FPDFText_GetFontSize(self._text, place) * (drawn or 1.0)
        name = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(self._text, place, name, 128, flags)
        return round(abs(size) * 2) / 2, bool(_BOLD.search(name.value))


def _characters(text: Any) -> list[str]:
    """One string for each of pdfium's characters: empty where it has none, or is the second half of one."""
    codes = [pdfium.FPDFText_GetUnicode(text, place) for place in range(text.count_chars())]
    chars = []
    for place, code in enumerate(codes):
        following = codes[place + 1] if place + 1 < len(codes) else 0
        if 0xD800 <= code < 0xDC00 and 0xDC00 <= following < 0xE000:
            chars.append(chr(0x10000 + ((code - 0xD800) << 10) + following - 0xDC00))
        else:
            chars.append("" if code == 0 or 0xD800 <= code < 0xE000 else chr(code))
    return chars
