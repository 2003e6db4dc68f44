"""Reads the pages of a PDF with pdfium: every character with its position and formatting, and the drawings."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import atan2, degrees, hypot
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from index.corpus.reading.formatting.symbols import UNKNOWN, is_symbols, symbol, symbols
from index.corpus.reading.packed import damaged, encrypted
from index.corpus.reading.pdf.page.drawings import Drawings, Rectangle
from index.corpus.reading.pdf.page.objects import address, colour, drawn
from index.corpus.reading.reading import Limits
from index.errors import UnreadableFileError
from index.reasons import Reason

_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
# The characters that pdfium returns for a hyphen at a line end.
HYPHENS = frozenset("\x02\ufffe")
_LINE_ENDS = HYPHENS | frozenset("\r\n")
_LAST_CHARACTER = 0x10FFFF
_PRIVATE = 0xE000
# The codes of characters that pdfium inserts between those of the page.
_GENERATED = frozenset(map(ord, (" ", "\r", "\n", *HYPHENS, "-")))


class Look(NamedTuple):
    """The formatting that the characters of one text object share. `size` is in points as drawn, to half a point.

    `turned` is the writing direction in degrees, counterclockwise; `seen` is whether the text is drawn at all;
    `colour` is red, green and blue from 0 to 255; `order` is its drawing order; `symbols` means a symbol font.
    """

    size: float
    bold: bool
    font: str
    turned: int
    seen: bool
    colour: tuple[int, int, int]
    order: int
    symbols: bool = False


class Glyph(NamedTuple):
    """One character of pdfium's list, which is in content order. Measures are in points.

    `begin` and `base` are its origin: horizontal position and baseline. `look` is `None` for spaces and line ends that
    pdfium inserted. `reason` is why it is set aside, if it is.
    """

    char: str
    begin: float
    base: float
    place: Rectangle
    look: Look | None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page as drawn, in the file's coordinates. `shown` is the part that a viewer shows."""

    number: int
    label: str
    shown: Rectangle
    glyphs: tuple[Glyph, ...]
    drawings: Drawings


def open_pdf(data: bytes, limits: Limits) -> tuple[dict[str, str], Iterator[Page]]:
    """The document's metadata, and its pages, read lazily. Both steps raise `UnreadableFileError`."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise encrypted() from error
        raise damaged(error) from error
    if len(document) > limits.pages:
        pages = len(document)
        document.close()
        raise UnreadableFileError(f"it has {pages:,} pages; the setting reading.pdf_pages allows {limits.pages:,}")
    return document.get_metadata_dict(), _pages(document)


def _pages(document: Any) -> Iterator[Page]:
    try:
        for number in range(len(document)):
            yield _page(document, number)
    finally:
        document.close()


def _page(document: Any, number: int) -> Page:
    try:
        page = document[number]
    except pypdfium2.PdfiumError as error:
        raise damaged(f"page {number + 1} cannot be read") from error
    try:
        text = page.get_textpage()
        try:
            order, drawings = drawn(page.raw)
            label = " ".join(symbols(document.get_page_label(number), None).split())
            return Page(number + 1, label, _shown(page), tuple(_glyphs(text, order)), drawings)
        finally:
            text.close()
    except pypdfium2.PdfiumError as error:
        raise damaged(f"the text of page {number + 1} cannot be read") from error
    finally:
        page.close()


def _shown(page: Any) -> Rectangle:
    whole = Rectangle(*page.get_mediabox())
    cut = whole.cut(Rectangle(*page.get_cropbox()))
    # Viewers ignore an empty box, which is an error in the file.
    return cut if cut.left < cut.right and cut.low < cut.high else whole


def _glyphs(text: Any, order: dict[int, int]) -> Iterator[Glyph]:
    """The characters that pdfium finds, with surrogate pairs joined."""
    looks: dict[int, Look] = {}
    bases: dict[int, float] = {}
    # Output objects are reused, and the raw handle is cached: anything else costs more than the calls themselves.
    handle, box, x, y = text.raw, pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    high = 0
    for place in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(handle, place)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        which = address(pdfium.FPDFText_GetTextObject(handle, place))
        look = None
        if which and not (code in _GENERATED and pdfium.FPDFText_IsGenerated(handle, place)):
            look = looks.get(which)
            if look is None:
                look = looks[which] = _look(text, place, order.get(which, 0))
        pdfium.FPDFText_GetLooseCharBox(handle, place, box)
        begin, base = box.left, bases.get(which, 0.0)
        if look is not None and (look.turned or which not in bases):
            # Upright characters of one text object share a baseline, so one lookup is enough.
            pdfium.FPDFText_GetCharOrigin(handle, place, x, y)
            begin, base = x.value, y.value
            bases[which] = base
        char = _character(code, high, look)
        high = 0
        if char:
            yield Glyph(char, begin, base, Rectangle(box.left, box.bottom, box.right, box.top), look)


def _character(code: int, high: int, look: Look | None) -> str:
    """The character of a glyph; `UNKNOWN` if its font maps it to none."""
    if 0xDC00 <= code < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00) if high else UNKNOWN
    if code == 0 or code > _LAST_CHARACTER:
        return UNKNOWN if look is not None else ""
    char = chr(code)
    if look is None or char in _LINE_ENDS or not (look.symbols or code >= _PRIVATE):
        return char
    return symbol(char, look.font)


def _look(text: Any, place: int, order: int) -> Look:
    matrix = pdfium.FS_MATRIX()
    known = pdfium.FPDFText_GetMatrix(text, place, matrix)
    scale = hypot(matrix.c, matrix.d) if known else 1.0
    turned = round(degrees(atan2(matrix.b, matrix.a))) % 360 if known else 0
    size = pdfium.FPDFText_GetFontSize(text, place) * (scale or 1.0)
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, place, name, 128, flags)
    font = name.value.decode("utf-8", "replace")
    mode = pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(text, place))
    hidden = mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
    stroked = mode in (pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP)
    ask = pdfium.FPDFText_GetStrokeColor if stroked else pdfium.FPDFText_GetFillColor
    paint, alpha = colour(lambda *answer: ask(text, place, *answer))
    half_points = round(abs(size) * 2) / 2
    return Look(
        half_points, bool(_BOLD.search(font)), font, turned, not hidden and alpha > 0, paint, order, is_symbols(font)
    )
