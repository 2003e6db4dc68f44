"""Superscript, subscript, fractions and formulas keep their meaning, in every office format."""

from __future__ import annotations

import pytest

from index.corpus.reading.reading import Reading
from tests.corpus.reading.kinds import docx, kept, odt, odt_style, pdf, rtf, run, sheet

_UP, _DOWN = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'


def word(*runs: tuple[str, str]) -> Reading:
    return docx(f"<w:p>{''.join(run(*one) for one in runs)}</w:p>")


def formula(inside: str) -> str:
    body = f"<w:p>{run('It is ')}<m:oMath>{inside}</m:oMath>{run('.')}</w:p>"
    return kept(docx(body))[0]


def r(words: str) -> str:
    return f"<m:r><m:t>{words}</m:t></m:r>"


@pytest.mark.parametrize(
    ("runs", "words"),
    [
        ((("Wait 20", ""), ("1", _UP), (" minutes.", "")), "Wait 20¹ minutes."),
        ((("H", ""), ("2", _DOWN), ("O", "")), "H₂O"),
        ((("Add 1", ""), ("1", _UP), ("/", ""), ("2", _DOWN), (" cups.", "")), "Add 1½ cups."),
        ((("10", ""), ("6", '<w:position w:val="6"/>'), (" germs", "")), "10⁶ germs"),
        ((("CO", ""), ("2", '<w:position w:val="-6"/>')), "CO₂"),
        ((("20", ""), ("1", '<w:vertAlign w:val="baseline"/>'), (" minutes", "")), "201 minutes"),
    ],
)
def test_word_s_runs(runs: tuple[tuple[str, str], ...], words: str) -> None:
    assert kept(word(*runs)) == [words]


def test_word_s_styles_raise_too() -> None:
    style = f'<w:style w:type="character" w:styleId="Up"><w:rPr>{_UP}</w:rPr></w:style>'
    named = run("5", '<w:rStyle w:val="Up"/>')
    body = f"<w:p>{run('10')}{named}</w:p>"
    assert kept(docx(body, style)) == ["10⁵"]


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (f"<m:f><m:num>{r('1')}</m:num><m:den>{r('2')}</m:den></m:f>", "It is ½."),
        (f"<m:f><m:num>{r('a+b')}</m:num><m:den>{r('c')}</m:den></m:f>", "It is (a+b)/c."),
        (f"<m:sSup><m:e>{r('x')}</m:e><m:sup>{r('2')}</m:sup></m:sSup>", "It is x²."),
        (f"<m:sSub><m:e>{r('x')}</m:e><m:sub>{r('1')}</m:sub></m:sSub>", "It is x₁."),
        (f"<m:rad><m:radPr/><m:deg/><m:e>{r('2y')}</m:e></m:rad>", "It is √(2y)."),
        (f"<m:rad><m:deg>{r('3')}</m:deg><m:e>{r('y')}</m:e></m:rad>", "It is ∛y."),
        (
            f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{r("1")}</m:sub><m:sup>{r("9")}</m:sup>'
            f"<m:e>{r('k')}</m:e></m:nary>",
            "It is ∑₁⁹ k.",
        ),
        (f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e>{r("a")}</m:e></m:d>', "It is [a]."),
        (f"<m:m><m:mr><m:e>{r('a')}</m:e><m:e>{r('b')}</m:e></m:mr></m:m>", "It is [a, b]."),
    ],
)
def test_word_s_formulas_are_one_line(inside: str, words: str) -> None:
    assert formula(inside) == words


@pytest.mark.parametrize(
    ("instruction", "words"),
    [(r"EQ \f(3,4)", "¾"), (r"EQ \f(a,4)", "(a)/(4)"), (r"EQ \s\up5(2)", "²"), (r"EQ \s\do5(2)", "₂")],
)
def test_word_s_equation_fields(instruction: str, words: str) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert kept(docx(f"<w:p>{run('x')}{field}</w:p>")) == [f"x{words}"]


@pytest.mark.parametrize(
    ("position", "words"),
    [("super 58%", "20¹ minutes"), ("33% 58%", "20¹ minutes"), ("sub 58%", "20₁ minutes"), ("-33%", "20₁ minutes")],
)
def test_opendocument_s_positions(position: str, words: str) -> None:
    style = odt_style("T1", f'style:text-position="{position}"')
    body = '<text:p>20<text:span text:style-name="T1">1</text:span> minutes</text:p>'
    assert kept(odt(body, style)) == [words]


def test_opendocument_s_formulas() -> None:
    body = (
        '<text:p>Add <draw:frame><draw:object><math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mfrac>'
        "<mn>3</mn><mn>4</mn></mfrac><annotation>3 over 4</annotation></semantics></math></draw:object></draw:frame>"
        " cup.</text:p>"
    )
    assert kept(odt(body)) == ["Add ¾ cup."]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (r"Wait 20{\super 1} minutes.", "Wait 20¹ minutes."),
        (r"Wait 20\super 1\nosupersub  minutes.", "Wait 20¹ minutes."),
        (r"H{\sub 2}O", "H₂O"),
        (r"10{\up6 6} germs", "10⁶ germs"),
        (r"CO{\dn6 2}", "CO₂"),
        (r"1{\super 1}/{\sub 2} cups", "1½ cups"),
        (r"{\super 1}\plain 5", "¹5"),
        (r"Add {\mmath{\*\moMath{\mf{\mfPr}{\mnum{\mr 1}}{\mden{\mr 2}}}}} cup.", "Add ½ cup."),
        (
            r"It is {\*\moMath{\mnary{\mnaryPr{\mchr \u8721?}}{\msub{\mr 1}}{\msup{\mr 9}}{\me{\mr k}}}}.",
            "It is ∑₁⁹ k.",
        ),
        (r"Add {\field{\*\fldinst EQ \\f(1,4)}{\fldrslt }} cup.", "Add ¼ cup."),
    ],
)
def test_rich_text_s_words(body: str, words: str) -> None:
    assert kept(rtf(body)) == [words]


def drawn(*parts: tuple[float, float, str]) -> list[str]:
    """A line of parts, given as offset, size and text, between lines of a paragraph."""
    canvas = sheet(["The walls of the old mill are made of stone from the river,"])
    x = 72.0
    for up, size, words in parts:
        canvas.setFont("Helvetica", size)
        canvas.drawString(x, 706 + up, words)
        x += canvas.stringWidth(words, "Helvetica", size) + 0.4
    canvas.setFont("Helvetica", 11)
    canvas.drawString(72, 692, "as its owner says to all guests.")
    return kept(pdf(canvas))


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (
            ((0, 11, "and need 20"), (4, 6, "1"), (0, 11, " minutes of care a day")),
            "and need 20¹ minutes of care a day",
        ),
        (((0, 11, "and hold 10"), (4, 6, "6"), (0, 11, " bees in a good year")), "and hold 10⁶ bees in a good year"),
        (((0, 11, "and let H"), (-3, 6, "2"), (0, 11, "O in when it rains")), "and let H₂O in when it rains"),
        (
            ((0, 11, "and take 1"), (4, 6, "1"), (0, 11, "/"), (-2, 6, "2"), (0, 11, " cups of lime")),
            "and take 1½ cups of lime",
        ),
        (((0, 11, "and is x"), (-7, 9.5, "1"), (0, 11, " feet high")), "and is x₁ feet high"),
        (((0, 11, "and are "), (0, 8, "VERY"), (0, 11, " old by now")), "and are VERY old by now"),
    ],
)
def test_a_pdf_s_small_glyphs(parts: tuple[tuple[float, float, str], ...], words: str) -> None:
    assert drawn(*parts) == [
        f"The walls of the old mill are made of stone from the river, {words} as its owner says to all guests."
    ]
