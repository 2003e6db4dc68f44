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
