"""PDFs of one or two pages: which lines at the edges are furniture."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.reading.kinds import aside, kept, pdf

WALKS = ("The path leads to the mill and back.", "The other path leads up to the chapel.")


def leaflet(*edges: tuple[str, str], size: float = 8) -> Canvas:
    """One page per pair of lines above and below the text, in font size `size`."""
    canvas = Canvas(io.BytesIO(), pagesize=(600, 840), pageCompression=0)
    for (above, below), walk in zip(edges, WALKS, strict=False):
        for words, at, large in ((above, 800, size), (walk, 700, 11), (below, 40, size)):
            canvas.setFont("Helvetica", large)
            canvas.drawString(72, at, words)
        canvas.showPage()
    return canvas


@pytest.mark.parametrize("number", ["1", "– 1 –", "Page 1", "Seite 1 von 1", "1/1", "p. 1"])
def test_a_page_number_alone_is_furniture_of_a_single_page_too(number: str) -> None:
    assert aside(pdf(leaflet(("", number)))) == [("page furniture", number)]


@pytest.mark.parametrize("words", ["7", "¹", "Call 1", "Page 1 of 9", "1 euro", "Tel. 1"])
def test_other_numbers_at_the_edge_of_a_single_page_are_text(words: str) -> None:
    assert kept(pdf(leaflet(("", words)))) == [WALKS[0], words]


def test_what_both_pages_have_in_smaller_letters_is_furniture() -> None:
    canvas = leaflet(("Walks of the valley", ""), ("Walks of the valley", ""))
    assert kept(pdf(canvas)) == list(WALKS)


def test_what_both_pages_have_in_the_letters_of_the_text_is_text() -> None:
    canvas = leaflet(("Walks of the valley", ""), ("Walks of the valley", ""), size=11)
    assert kept(pdf(canvas)) == ["Walks of the valley", WALKS[0], "Walks of the valley", WALKS[1]]


PLACES = ("mill", "barn", "lake", "farm", "hill", "road")


def chapters(*headers: str, size: float = 9) -> Canvas:
    """One page per header; the first page of each chapter has its heading."""
    canvas = Canvas(io.BytesIO(), pagesize=(600, 840), pageCompression=0)
    for page, header in enumerate(headers):
        paths = (f"The {way} path of the {PLACES[page]} leads to it and back." for way in ("first", "other", "last"))
        lines = [(800, size, header), *((700 - 14 * number, 11, path) for number, path in enumerate(paths))]
        if header not in headers[:page]:
            lines.insert(1, (730, 16, header))
        for y, large, words in lines:
            canvas.setFont("Helvetica", large)
            canvas.drawString(72, y, words)
        canvas.showPage()
    return canvas


CHAPTERS = ("Walks", "Walks", "Boats", "Boats", "Mills", "Mills")


def test_a_header_that_repeats_its_chapter_s_heading_is_furniture() -> None:
    assert aside(pdf(chapters(*CHAPTERS))) == [("page furniture", header) for header in CHAPTERS]


def test_a_line_at_the_top_that_is_as_large_as_the_heading_is_text() -> None:
    assert aside(pdf(chapters(*CHAPTERS, size=16))) == []
