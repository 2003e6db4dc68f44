"""Struck and hidden text is set aside with its reason, in every office format; the sentence stays complete."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from reportlab.lib.colors import black, white, yellow
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.reading.kinds import aside, docx, kept, odt, odt_style, pdf, rtf, run, sheet

STRUCK, HIDDEN = "struck out", "hidden"
SHOWN = "Feed four cats."


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ("<w:strike/>", STRUCK),
        ("<w:dstrike/>", STRUCK),
        ('<w:strike w:val="true"/>', STRUCK),
        ("<w:vanish/>", HIDDEN),
        ('<w:color w:val="FFFFFF"/>', HIDDEN),
        ('<w:rStyle w:val="Gone"/>', HIDDEN),
        ('<w:rStyle w:val="Deeper"/>', HIDDEN),
    ],
)
def test_word_s_runs(properties: str, reason: str) -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Deeper"><w:basedOn w:val="Gone"/></w:style>'
    )
    reading = docx(f"<w:p>{run('Feed ')}{run('nine', properties)}{run(' four cats.')}</w:p>", styles)
    assert (kept(reading), aside(reading)) == ([SHOWN], [(reason, "nine")])


@pytest.mark.parametrize(
    "properties",
    [
        '<w:strike w:val="0"/>',
        '<w:dstrike w:val="false"/>',
        '<w:vanish w:val="0"/>',
        '<w:rStyle w:val="Gone"/><w:vanish w:val="off"/>',
        '<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>',
        '<w:color w:val="FFFFFF"/><w:highlight w:val="blue"/>',
        '<w:color w:val="FF0000"/>',
    ],
)
def test_word_s_runs_that_are_shown(properties: str) -> None:
    styles = '<w:style w:type="character" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
    assert kept(docx(f"<w:p>{run('Feed ')}{run('four', properties)}{run(' cats.')}</w:p>", styles)) == [SHOWN]


def test_white_words_in_a_table_have_a_ground_that_its_style_may_colour() -> None:
    pale = '<w:color w:val="FFFFFF"/>'
    cells = "".join(f"<w:tc><w:p>{run(words, pale)}</w:p></w:tc>" for words in ("a", "b"))
    assert kept(docx(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")) == ["a | b"]


def test_word_s_tracked_changes() -> None:
    body = (
        f"<w:p>{run('Feed ')}<w:del><w:r><w:delText>nine</w:delText></w:r></w:del>"
        f"<w:ins>{run('four')}</w:ins><w:moveFrom>{run(' big')}</w:moveFrom>{run(' cats.')}</w:p>"
    )
    reading = docx(body)
    assert (kept(reading), aside(reading)) == ([SHOWN], [(STRUCK, "nine"), (STRUCK, "big")])


def test_word_s_deleted_rows() -> None:
    cells = "".join(f"<w:tc><w:p>{run(words)}</w:p></w:tc>" for words in ("Child", "45"))
    body = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>"
    reading = docx(body)
    assert (kept(reading), aside(reading)) == (["Child | 45"], [(STRUCK, "Child"), (STRUCK, "45")])


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ('style:text-line-through-style="solid"', STRUCK),
        ('style:text-line-through-type="double"', STRUCK),
        ('text:display="none"', HIDDEN),
        ('fo:color="#ffffff"', HIDDEN),
    ],
)
def test_opendocument_s_spans(properties: str, reason: str) -> None:
    body = '<text:p>Feed <text:span text:style-name="T1">nine</text:span> four cats.</text:p>'
    reading = odt(body, odt_style("T1", properties))
    assert (kept(reading), aside(reading)) == ([SHOWN], [(reason, "nine")])


@pytest.mark.parametrize(
    "properties",
    [
        'style:text-line-through-style="none"',
        'text:display="true"',
        'fo:color="#ffffff" fo:background-color="#000000"',
    ],
)
def test_opendocument_s_spans_that_are_shown(properties: str) -> None:
    body = '<text:p>Feed <text:span text:style-name="T1">four</text:span> cats.</text:p>'
    assert kept(odt(body, odt_style("T1", properties))) == [SHOWN]


def test_opendocument_s_styles_are_made_from_others() -> None:
    styles = odt_style("Gone", 'text:display="none"', "paragraph") + (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Gone"/>'
    )
    reading = odt(f'<text:p>{SHOWN}</text:p><text:p text:style-name="P1">Feed nine.</text:p>', styles)
    assert (kept(reading), aside(reading)) == ([SHOWN], [(HIDDEN, "Feed nine.")])


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>nine</text:p>'
            "</text:deletion>"
            '</text:changed-region></text:tracked-changes><text:p>Feed <text:change text:change-id="c1"/>four cats.'
            "</text:p>",
            STRUCK,
        ),
        (
            '<text:p>Feed four cats.</text:p><text:section text:display="none"><text:p>nine</text:p></text:section>',
            HIDDEN,
        ),
        (
            "<text:p>Feed four cats.</text:p><text:p>nine<text:hidden-paragraph text:is-hidden='true'/></text:p>",
            HIDDEN,
        ),
        ("<text:p>Feed <text:hidden-text text:string-value='nine'/>four cats.</text:p>", HIDDEN),
    ],
)
def test_opendocument_s_elements(body: str, reason: str) -> None:
    reading = odt(body)
    assert (kept(reading), aside(reading)) == ([SHOWN], [(reason, "nine")])


_COLOURS = r"{\colortbl;\red0\green0\blue0;\red255\green255\blue255;}"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (r"Feed {\strike nine} four cats.", STRUCK),
        (r"Feed \strike nine\strike0  four cats.", STRUCK),
        (r"Feed {\striked1 nine} four cats.", STRUCK),
        (r"Feed {\deleted nine} four cats.", STRUCK),
        (r"Feed {\v nine} four cats.", HIDDEN),
        (r"Feed \v nine\v0  four cats.", HIDDEN),
        (r"Feed \v nine\plain  four cats.", HIDDEN),
        (r"Feed {\cf2 nine} four cats.", HIDDEN),
    ],
)
def test_rich_text_s_words(body: str, reason: str) -> None:
    reading = rtf(body, _COLOURS)
    assert (kept(reading), aside(reading)) == ([SHOWN], [(reason, "nine")])


@pytest.mark.parametrize(
    "body",
    [
        r"Feed {\cf1 four} cats.",
        r"Feed {\cf2\highlight1 four} cats.",
        r"Feed {\strike0\v0 four} cats.",
        r"\cf2\plain Feed four cats.",
    ],
)
def test_rich_text_s_words_that_are_shown(body: str) -> None:
    assert kept(rtf(body, _COLOURS)) == [SHOWN]


LINES = ("The tap of the barrel is closed with a quarter of a turn", "and drips if it is turned any further than that.")
PARAGRAPH = " ".join(LINES)
ASIDE = "The barrel holds nine litres of wine."


def checked(canvas: Canvas, reason: str) -> None:
    reading = pdf(canvas)
    assert (kept(reading), aside(reading)) == ([PARAGRAPH], [(reason, ASIDE)])


def test_a_pdf_s_white_words() -> None:
    canvas = sheet(LINES)
    canvas.setFillColor(white)
    canvas.drawString(72, 600, ASIDE)
    checked(canvas, HIDDEN)


def test_a_pdf_s_words_that_are_not_drawn() -> None:
    canvas = sheet(LINES)
    text = canvas.beginText(72, 600)
    text.setTextRenderMode(3)
    text.textLine(ASIDE)
    canvas.drawText(text)
    checked(canvas, HIDDEN)


@pytest.mark.parametrize("place", [(700, 600), (72, -40), (-400, 600)])
def test_a_pdf_s_words_beside_the_page(place: tuple[float, float]) -> None:
    canvas = sheet(LINES)
    canvas.drawString(*place, ASIDE)
    checked(canvas, HIDDEN)


def test_a_pdf_s_words_outside_of_what_is_cut_out_of_the_page() -> None:
    canvas = sheet(LINES)
    canvas.setCropBox((0, 100, 500, 800))
    canvas.drawString(72, 60, ASIDE)
    checked(canvas, HIDDEN)


def test_a_pdf_s_words_under_a_black_bar() -> None:
    canvas = sheet(LINES)
    canvas.drawString(72, 600, ASIDE)
    canvas.setFillColor(black)
    canvas.rect(70, 595, 300, 16, stroke=0, fill=1)
    checked(canvas, HIDDEN)


def test_a_pdf_s_words_under_a_white_bar() -> None:
    canvas = sheet(LINES)
    canvas.drawString(72, 600, ASIDE)
    canvas.setFillColor(white)
    canvas.rect(70, 595, 300, 16, stroke=0, fill=1)
    checked(canvas, HIDDEN)


def test_a_pdf_s_words_under_a_line() -> None:
    canvas = sheet(LINES)
    canvas.drawString(72, 600, ASIDE)
    canvas.line(71, 603, 72 + canvas.stringWidth(ASIDE, "Helvetica", 11), 603)
    checked(canvas, STRUCK)


def test_one_struck_word_of_a_pdf_s_sentence() -> None:
    canvas = sheet(LINES)
    canvas.drawString(72, 692, "Feed nine four cats.")
    begin = 72 + canvas.stringWidth("Feed ", "Helvetica", 11)
    canvas.line(begin, 695, begin + canvas.stringWidth("nine", "Helvetica", 11), 695)
    reading = pdf(canvas)
    assert (kept(reading), aside(reading)) == ([PARAGRAPH, SHOWN], [(STRUCK, "nine")])


def test_underlined_words_of_a_pdf_are_shown() -> None:
    canvas = sheet(LINES)
    canvas.line(72, 718, 400, 718)
    assert kept(pdf(canvas)) == [PARAGRAPH]


def test_white_words_on_a_dark_area_or_a_picture_are_shown() -> None:
    canvas = sheet(LINES)
    canvas.rect(60, 590, 300, 30, stroke=0, fill=1)
    canvas.drawImage(ImageReader(Image.new("RGB", (20, 20), "navy")), 60, 500, 300, 40)
    canvas.setFillColor(white)
    canvas.drawString(72, 600, ASIDE)
    canvas.drawString(72, 510, SHOWN)
    assert kept(pdf(canvas)) == [PARAGRAPH, ASIDE, SHOWN]


def test_words_under_a_marker_are_shown() -> None:
    canvas = sheet(LINES)
    canvas.setFillColor(yellow)
    canvas.rect(60, 700, 400, 40, stroke=0, fill=1)
    assert kept(pdf(canvas)) == [PARAGRAPH]


def test_the_words_over_a_scanned_page_are_read() -> None:
    canvas = Canvas(io.BytesIO(), pageCompression=0)
    canvas.drawImage(ImageReader(Image.new("RGB", (20, 20), "grey")), 0, 0, 600, 850)
    text = canvas.beginText(72, 720)
    text.setTextRenderMode(3)
    text.textLine(ASIDE)
    canvas.drawText(text)
    assert kept(pdf(canvas)) == [ASIDE]
