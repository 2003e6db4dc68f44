"""PDF becomes blocks with page numbers."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from index.corpus.reading.pdf import read
from index.corpus.reading.reading import Limits
from index.errors import UnreadableFileError
from index.text.sentences import sentence_spans

COUNTRY = "north south east west hill lake road farm mill barn field river bridge tower gate wall".split()


def drawn(
    *pages: Sequence[tuple[float, float, str]], size: float = 11, title: str = "", encrypt: bool = False
) -> bytes:
    """A PDF with these words at these positions."""
    data = io.BytesIO()
    canvas = Canvas(data, encrypt=StandardEncryption("secret") if encrypt else None)
    canvas.setTitle(title)
    for page in pages:
        canvas.setFont("Helvetica", size)
        for x, y, words in page:
            canvas.drawString(x, y, words)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def column(*lines: str) -> list[tuple[float, float, str]]:
    """Lines below each other, as in a paragraph."""
    return [(72, 700 - 14 * number, line) for number, line in enumerate(lines)]


def blocks_of(data: bytes) -> list[tuple[str, str]]:
    reading = read(data, Limits())
    return [(block.kind, reading.text[block.start : block.end]) for block in reading.blocks]


def thirty_pages() -> tuple[bytes, dict[str, int]]:
    """A document with a running header and numbered pages, and the page of each of its sentences."""
    pages, said = [], dict[str, int]()
    for page in range(1, 31):
        sentences = [
            f"On leaf {page} walker {number} went by {' '.join((2 * COUNTRY)[number : number + 9])}."
            for number in range(12)
        ]
        said |= dict.fromkeys(sentences, page)
        lines = textwrap.wrap(" ".join(sentences), 80)
        pages.append([(72, 800, "Walks of the Valley"), *column(*lines), (300, 30, f"Page {page} of 30")])
    return drawn(*pages), said


def test_in_thirty_pages_every_sentence_is_on_its_page() -> None:
    data, said = thirty_pages()
    reading = read(data, Limits())
    found = {
        " ".join(reading.text[start:end].split()): block.page
        for block in reading.blocks
        if block.kept
        for start, end in sentence_spans(reading.text, block.start, block.end)
    }
    assert found == said


def test_what_repeats_at_the_pages_edges_is_set_aside_and_stays_in_the_text() -> None:
    reading = read(thirty_pages()[0], Limits())
    furniture = [reading.text[block.start : block.end] for block in reading.blocks if block.reason == "page furniture"]
    assert furniture == [words for page in range(1, 31) for words in ("Walks of the Valley", f"Page {page} of 30")]


def test_headers_that_differ_by_chapter_and_count_the_pages_are_set_aside() -> None:
    pages = [
        [(72, 800, f"Of the {place} {n}"), *column(f"It leads to the {place}.")] for n, place in enumerate(COUNTRY, 5)
    ]
    reading = read(drawn(*pages), Limits())
    assert [block.reason for block in reading.blocks] == ["page furniture", None] * len(COUNTRY)


def test_a_title_that_the_pages_repeat_is_no_furniture() -> None:
    data = io.BytesIO()
    canvas = Canvas(data)
    for place in COUNTRY:
        canvas.setFont("Helvetica", 20 if place == "north" else 9)
        canvas.drawString(72, 800, "Walks of the Valley")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 700, f"It leads to the {place}.")
        canvas.showPage()
    canvas.save()
    reading = read(data.getvalue(), Limits())
    assert [block.kept for block in reading.blocks if block.page in {1, 2}] == [True, True, False, True]


def test_a_body_that_begins_alike_on_every_page_is_no_furniture() -> None:
    pages = [column("The walk begins.", f"It leads to the {place}.", "The walk ends.") for place in COUNTRY]
    assert all(block.kept for block in read(drawn(*pages), Limits()).blocks)


def test_two_pages_that_begin_alike_have_no_furniture() -> None:
    reading = read(drawn(*[[(72, 800, "A walk"), (72, 700, f"Some words of part {n}.")] for n in "ab"]), Limits())
    assert all(block.kept for block in reading.blocks)


def test_wrapped_lines_are_one_paragraph() -> None:
    assert blocks_of(drawn(column("The first line is wrapped where the margin is,", "and here it ends."))) == [
        ("paragraph", "The first line is wrapped where the margin is,\nand here it ends.")
    ]


def test_a_wide_gap_parts_paragraphs() -> None:
    lines = column("One line that has no end", "goes on for a while", "and then stops")
    page = [*lines, (72, 640, "another line here")]
    assert [kind for kind, _ in blocks_of(drawn(page))] == ["paragraph", "paragraph"]


def test_an_indent_after_a_sentence_begins_a_paragraph() -> None:
    lines = column("The first paragraph goes to the margin of the page and ends.", "The second one begins here.")
    indented = [lines[0], (90, lines[1][1], lines[1][2])]
    assert len(blocks_of(drawn(indented))) == 2


def test_a_word_broken_at_a_line_s_end_is_whole() -> None:
    assert (
        blocks_of(drawn(column("The oil is a treat-", "ment against rust.")))[0][1]
        == "The oil is a treatment against rust."
    )


def test_a_hyphen_that_the_word_has_elsewhere_stays() -> None:
    page = column("A well-known rule of the road and a well-", "known rule of the river.")
    assert blocks_of(drawn(page))[0][1] == "A well-known rule of the road and a well-known rule of the river."


def test_a_broken_word_at_the_end_of_a_column_goes_on_in_the_next() -> None:
    page = [(72, 100, "The oil is a treat-"), (300, 700, "ment against rust.")]
    assert blocks_of(drawn(page)) == [("paragraph", "The oil is a treatment against rust.")]


def test_the_next_column_begins_a_block_after_the_end_of_a_sentence() -> None:
    assert len(blocks_of(drawn([(72, 100, "The column ends."), (300, 700, "Another begins.")]))) == 2


def test_marked_lines_are_list_items() -> None:
    assert [kind for kind, _ in blocks_of(drawn(column("• a bucket", "• a brush", "1. first", "2. second")))] == [
        "list-item"
    ] * 4


def test_bold_short_lines_are_headings() -> None:
    data = io.BytesIO()
    canvas = Canvas(data)
    for y, font, words in (
        (700, "Helvetica-Bold", "What oil does"),
        (680, "Helvetica", "It keeps water off the chain."),
        (640, "Helvetica-Bold", "It is bold and ends a sentence."),
        (620, "Helvetica", "Most of the text has plain letters, as it should."),
    ):
        canvas.setFont(font, 11)
        canvas.drawString(72, y, words)
    canvas.save()
    assert [kind for kind, _ in blocks_of(data.getvalue())] == ["heading", "paragraph", "paragraph", "paragraph"]


def test_a_page_in_one_size_has_no_headings() -> None:
    assert {kind for kind, _ in blocks_of(drawn(column("Cleaning", "A bucket is enough.")))} == {"paragraph"}


@pytest.mark.parametrize("title", ["untitled", "Microsoft Word - bike.doc", "bike_final.pdf", "bike.indd", ""])
def test_a_title_that_a_program_put_there_is_none(title: str) -> None:
    assert read(drawn(column("Some words here."), title=title), Limits()).card.title is None


def test_an_author_that_a_program_put_there_is_none() -> None:
    assert read(drawn(column("Some words here.")), Limits()).card.author is None


def test_the_day_the_file_was_made_is_not_when_it_was_published() -> None:
    assert read(drawn(column("Some words here."), title="A walk"), Limits()).card.published is None


def test_what_needs_a_password_is_encrypted() -> None:
    with pytest.raises(UnreadableFileError, match=r"^it is encrypted; save it without a password$"):
        read(drawn(column("A secret."), encrypt=True), Limits())


def test_more_pages_than_allowed_are_refused_with_the_setting() -> None:
    data = drawn(*[column("Some words.")] * 3)
    with pytest.raises(UnreadableFileError, match=r"it has 3 pages; the setting reading\.pdf_pages allows 2"):
        read(data, Limits(pages=2))


def test_pages_that_are_images_need_text_recognition() -> None:
    data = io.BytesIO()
    canvas = Canvas(data)
    canvas.drawImage(ImageReader(Image.new("RGB", (20, 20), "grey")), 72, 72, 200, 200)
    canvas.save()
    with pytest.raises(UnreadableFileError, match=r"run text recognition \(OCR\) on it first"):
        read(data.getvalue(), Limits())


@pytest.mark.parametrize("share", [0.3, 0.7, 0.99])
def test_a_long_file_that_was_cut_off_is_damaged(share: float) -> None:
    data = thirty_pages()[0]
    with pytest.raises(UnreadableFileError, match=r"^it is damaged \([^\n]+\)$"):
        read(data[: int(len(data) * share)], Limits())
