"""Hostile files take time in proportion to their length: each of these took many seconds when it was quadratic."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import pytest

from index.corpus.reading.docx import read as read_word
from index.corpus.reading.html import read as read_page
from index.corpus.reading.pdf.furniture import furniture
from index.corpus.reading.pdf.lines import Cell, Line
from index.corpus.reading.pdf.page.drawings import Rectangle
from index.corpus.reading.pdf.page.pages import Glyph, Look
from index.corpus.reading.pdf.rejoining.markers import with_initials, with_markers
from index.corpus.reading.pdf.rows import is_item
from index.corpus.reading.pdf.segments import segments
from index.corpus.reading.plain import read_text
from index.corpus.reading.reading import Limits
from tests.corpus.reading.test_docx import cell, para, row, with_body

# Several times what the slowest takes here. Time is no matter for `make test`: `make test-all` runs these.
SECONDS = 6.0
pytestmark = pytest.mark.slow


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def line(words: str, *more: str, left: float = 50, base: float = 700, size: float = 10, page: int = 1) -> Line:
    cells = [Cell.of(left, left + 5, ((one, "line", None),)) for one in (words, *more)]
    return Line(page, tuple(cells), left, left + 5, base, size, False)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Oil\r  Use it.\r" * 9_000, id="line ends of old Macs"),
        pytest.param("." * 30_000 + "a\n   Use it.\n", id="dots in front of a term"),
    ],
)
def test_terms_are_found_in_linear_time(text: str) -> None:
    assert seconds(lambda: read_text(text)) < SECONDS


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<p><b>Oil</b> " + "<s>x</s> " * 2_500, id="struck words after a bold one"),
        pytest.param("<p><b>Oil</b> " + "<i hidden>x</i> " * 2_000, id="hidden words after a bold one"),
        pytest.param(f"<div class='{'oil' * 20_000}'>" + "<p hidden>x</p>" * 2_000, id="a long class"),
    ],
)
def test_pages_are_read_in_linear_time(body: str) -> None:
    assert seconds(lambda: read_page(f"<html><body>{body}</body></html>".encode(), Limits())) < SECONDS


def test_a_wide_gap_in_a_cell_is_read_in_linear_time() -> None:
    body = f"<w:tbl>{row(cell(para('a' + '&#160;' * 60_000 + 'b')), cell(para('c')))}</w:tbl>"
    assert seconds(lambda: read_word(with_body(body), Limits())) < SECONDS


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        pytest.param([line("A", size=30)] * 4_000 + [line("oil", left=56)] * 4_000, with_initials, id="initials"),
        pytest.param([line("1.")] * 4_000 + [line("oil", left=56)] * 4_000, with_markers, id="markers"),
        pytest.param(
            [one for page in range(4) for one in (line("o" * 12_000, page=page), line("o", base=0, page=page))],
            furniture,
            id="a long word at an edge",
        ),
    ],
)
def test_lines_of_a_hostile_pdf_are_joined_in_linear_time(
    lines: Sequence[Line], joined: Callable[[Sequence[Line]], object]
) -> None:
    assert seconds(lambda: joined(lines)) < SECONDS


def test_a_cell_of_punctuation_is_no_number_in_linear_time() -> None:
    assert seconds(lambda: is_item(line("." * 20_000 + "ab", "oil"))) < SECONDS


def test_the_parts_of_a_long_line_are_joined_in_linear_time() -> None:
    end = Glyph("\n", 0, 0, Rectangle(0, 0, 0, 0), None)
    glyphs = [
        glyph
        for at in range(6_000)
        for glyph in (Glyph("o", at * 8, 700, Rectangle(at * 8, 700, at * 8 + 5, 708), look(at)), end)
    ]
    assert seconds(lambda: list(segments(glyphs))) < SECONDS


def look(order: int) -> Look:
    return Look(10, False, "Oil", 0, True, (0, 0, 0), order)
