"""The symbols of a font become the characters they show, or a box if they are unknown."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from index.corpus.reading.formatting.symbols import symbol, symbols
from tests.corpus.reading.kinds import docx, kept, odt, odt_style, pdf, rtf, run


@pytest.mark.parametrize(
    ("char", "font", "shown"),
    [
        ("\uf0b3", "Symbol", "≥"),
        ("m", "Symbol", "μ"),
        ("\uf0fe", "Wingdings", "☑"),
        ("ü", "Wingdings-Regular", "✓"),
        ("ü", "ABCDEF+Wingdings", "✓"),
        ("P", "Wingdings 2", "✓"),
        ("a", "Webdings", "✔"),
        ("×", "Symbol", "×"),
        ("\uf0ff", "Wingdings", "□"),
        ("\ue123", None, "□"),
        ("\uf0b7", "Arial", "•"),
        ("\uf733", "Garamond", "3"),
        ("\uf761", "Garamond", "A"),
        ("m", "Arial", "m"),
        (" ", "Symbol", " "),
    ],
)
def test_a_code_is_what_its_font_shows(char: str, font: str | None, shown: str) -> None:
    assert symbol(char, font) == shown


def test_words_without_symbols_stay() -> None:
    assert symbols("250 mg – ü", "Arial") == "250 mg – ü"


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ('<w:r><w:sym w:font="Symbol" w:char="F06D"/></w:r>', "250 μg"),
        ('<w:r><w:sym w:font="Symbol" w:char="006D"/></w:r>', "250 μg"),
        ('<w:r><w:sym w:font="House Symbols" w:char="F041"/></w:r>', "250 □g"),
        ('<w:r><w:sym w:font="Symbol"/></w:r>', "250 □g"),
        (run("m", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'), "250 μg"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> SYMBOL 109 \\f "Symbol" \\s 12'
            '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "250 μg",
        ),
        ('<w:fldSimple w:instr="SYMBOL 0x6D"/>', "250 μg"),
        ('<w:fldSimple w:instr="SYMBOL 179"/>', "250 ≥g"),
    ],
)
def test_word_s_symbols(inside: str, words: str) -> None:
    assert kept(docx(f"<w:p>{run('250 ')}{inside}{run('g')}</w:p>")) == [words]


@pytest.mark.parametrize("font", ['style:font-name="Symbol"', 'fo:font-family="Symbol"'])
def test_opendocument_s_symbols(font: str) -> None:
    body = '<text:p>250 <text:span text:style-name="T1">m</text:span>g</text:p>'
    assert kept(odt(body, odt_style("T1", font))) == ["250 μg"]


_FONTS = r"{\fonttbl{\f0 Arial;}{\f3\fcharset2 Symbol;}{\f4\fcharset2 Wingdings;}{\f5\fcharset2 House Symbols;}}"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (r"250 {\f3 m}g", "250 μg"),
        (r"weight {\f3 \'b3} 50", "weight ≥ 50"),
        (r"weight {\f3 \u-3917?} 50", "weight ≥ 50"),
        (r"{\f4 \'fe} no", "☑ no"),
        (r"{\f5 \u-4031?} no", "□ no"),
        (r'250 {\field{\*\fldinst SYMBOL 109 \\f "Symbol"}{\fldrslt{\f3 m}}}g', "250 μg"),
    ],
)
def test_rich_text_s_symbols(body: str, words: str) -> None:
    assert kept(rtf(body, _FONTS)) == [words]


def test_a_pdf_s_symbols() -> None:
    canvas = Canvas(io.BytesIO(), pageCompression=0)
    x = 72.0
    for font, words in (("Helvetica", "The tablet holds 250 "), ("Symbol", "\u03bc"), ("Helvetica", "g of salt.")):
        canvas.setFont(font, 11)
        canvas.drawString(x, 700, words)
        x += canvas.stringWidth(words, font, 11)
    assert kept(pdf(canvas)) == ["The tablet holds 250 µg of salt."]
