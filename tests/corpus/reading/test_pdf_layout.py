"""The layout of PDF pages: rotation, columns, margins, tables, steps, and garbled fonts."""

from __future__ import annotations

import io
import re
import textwrap

import pytest
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

from index.corpus.reading.formats import read_as
from index.corpus.reading.pdf import read
from index.corpus.reading.reading import Limits
from index.errors import UnreadableFileError
from tests.corpus.reading.kinds import aside, kept, pdf, rows, sheet

LINES = (
    "The mill was built by two brothers from the coast, who had",
    "seen such wheels in the north and knew how to set them. It",
    "ground the corn of nine villages until the river was turned",
    "into the new canal, and has been a house of bees ever since.",
)
PROSE = " ".join(LINES)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_reads_as_its_upright_twin(turn: int) -> None:
    canvas = Canvas(io.BytesIO(), pagesize=(600, 600), pageCompression=0)
    canvas.setPageRotation(turn)
    canvas.rotate(turn)
    across, up = {90: (0, -600), 180: (-600, -600), 270: (-600, 0)}[turn]
    canvas.translate(across, up)
    canvas.setFont("Helvetica", 11)
    for number, line in enumerate(LINES):
        canvas.drawString(72, 500 - 14 * number, line)
    assert kept(pdf(canvas)) == [PROSE]


def test_a_line_up_the_side_of_a_page_is_a_block_of_its_own() -> None:
    canvas = sheet(LINES)
    canvas.rotate(90)
    canvas.drawString(300, -40, "Leaflet of the mill")
    assert kept(pdf(canvas)) == [PROSE, "Leaflet of the mill"]


LEFT = (
    "The bees of the mill fly to",
    "the lime trees by the river",
    "when these are in flower and",
    "come home late in the after-",
    "noon with what they found.",
)
RIGHT = (
    "Their honey is sold at the",
    "gate on Sundays, and those",
    "who come late have to wait",
    "for a week, because nobody",
    "keeps any of it for them.",
)


def test_columns_that_are_drawn_row_by_row_are_read_column_by_column() -> None:
    canvas = sheet()
    for number, (one, other) in enumerate(zip(LEFT, RIGHT, strict=True)):
        canvas.drawString(72, 700 - 14 * number, one)
        canvas.drawString(300, 700 - 14 * number, other)
    left = " ".join(LEFT).replace("after- noon", "afternoon")
    assert kept(pdf(canvas)) == [left, " ".join(RIGHT)]


def test_a_table_of_short_cells_is_read_row_by_row() -> None:
    canvas = sheet()
    cells = [("Part", "Oil it", "Who"), ("Chain", "each week", "rider"), ("Lever", "each May", "works")]
    for number, row in enumerate(cells):
        for x, words in zip((72, 200, 330), row, strict=True):
            canvas.drawString(x, 700 - 14 * number, words)
    header = "Part | Oil it | Who"
    assert rows(pdf(canvas)) == [
        ("", header),
        (header, "Chain | each week | rider"),
        (header, "Lever | each May | works"),
    ]


def test_the_columns_of_a_table_may_be_flush_right() -> None:
    canvas = sheet()
    for number, row in enumerate([("Guest", "Fee", "Deposit"), ("Child", "45", "5"), ("Adult", "90", "125")]):
        canvas.drawString(72, 700 - 14 * number, row[0])
        canvas.drawRightString(250, 700 - 14 * number, row[1])
        canvas.drawRightString(400, 700 - 14 * number, row[2])
    assert [words for _, words in rows(pdf(canvas))] == ["Guest | Fee | Deposit", "Child | 45 | 5", "Adult | 90 | 125"]


def test_a_cell_that_is_empty_keeps_its_place() -> None:
    canvas = sheet()
    for number, row in enumerate([("Guest", "Fee", "Pass"), ("Child", "", "yes"), ("Adult", "90", "no")]):
        for x, words in zip((72, 200, 330), row, strict=True):
            canvas.drawString(x, 700 - 14 * number, words)
    assert [words for _, words in rows(pdf(canvas))][1] == "Child |  | yes"


def test_a_cell_that_is_wrapped_is_one() -> None:
    canvas = sheet()
    for y, row in ((700, ("Part", "What to do")), (680, ("Chain", "Oil every link")), (666, ("", "and wipe it"))):
        for x, words in zip((72, 200), row, strict=True):
            canvas.drawString(x, y, words)
    canvas.drawString(72, 646, "Lever")
    canvas.drawString(200, 646, "Grease it")
    assert [words for _, words in rows(pdf(canvas))][1:] == ["Chain | Oil every link and wipe it", "Lever | Grease it"]


def ruled(cells: list[list[str]], column_by_column: bool = False) -> Canvas:
    canvas = sheet(LINES)
    table = Table([[""] * len(cells[0]) for _ in cells], colWidths=120, rowHeights=30)
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    table.wrapOn(canvas, 500, 500)
    table.drawOn(canvas, 72, 400)
    places = [(x, y) for y in range(len(cells)) for x in range(len(cells[0]))]
    for x, y in sorted(places) if column_by_column else places:
        for number, line in enumerate(cells[y][x].split("\n")):
            canvas.drawString(76 + 120 * x, 400 + 30 * (len(cells) - y) - 12 - 12 * number, line)
    return canvas


CELLS = [["Guest", "Season ticket"], ["Child", "45 crowns"], ["Adult or\nolder guest", "90 crowns"]]


@pytest.mark.parametrize("column_by_column", [False, True])
def test_a_ruled_table_is_read_row_by_row_however_it_is_drawn(column_by_column: bool) -> None:
    reading = pdf(ruled(CELLS, column_by_column))
    header = "Guest | Season ticket"
    assert rows(reading) == [
        ("", header),
        (header, "Child | 45 crowns"),
        (header, "Adult or older guest | 90 crowns"),
    ]
    assert kept(reading)[0] == PROSE


def test_a_frame_around_prose_is_no_table() -> None:
    canvas = sheet(LINES)
    canvas.rect(60, 650, 400, 100)
    canvas.line(60, 700, 460, 700)
    assert rows(pdf(canvas)) == []


def numbered(lines: list[str], first: int = 1, step: int = 1, right: bool = False) -> Canvas:
    canvas = sheet()
    for number, line in enumerate(lines):
        canvas.setFont("Helvetica", 11)
        canvas.drawString(100, 700 - 20 * number, line)
        if (first + number) % step == 0:
            canvas.setFont("Helvetica", 8)
            canvas.drawRightString(540 if right else 80, 700 - 20 * number, str(first + number))
    return canvas


@pytest.mark.parametrize(("step", "right"), [(1, False), (1, True), (5, False)])
def test_numbers_of_lines_in_the_margin_are_no_text(step: int, right: bool) -> None:
    lines = textwrap.wrap(" ".join([PROSE] * 6), 60)
    words = " ".join(kept(pdf(numbered(lines, 9, step, right))))
    assert not re.search(r"\d", words)
    assert words.startswith("The mill was built")


def test_numbers_of_a_list_are_text() -> None:
    items = [f"{what} the wheel of the mill" for what in ("Wash", "Oil", "Turn", "Stop", "Brake", "Leave")]
    assert "1 Wash the wheel" in " ".join(kept(pdf(numbered(items))))


def steps(*heads: str) -> list[tuple[str | None, str]]:
    """What is set aside on pages with these lines at the top."""
    canvas = Canvas(io.BytesIO(), pageCompression=0)
    for head in heads:
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 760, head)
        for number, line in enumerate(LINES):
            canvas.drawString(72, 700 - 14 * number, line)
        canvas.showPage()
    return aside(pdf(canvas))


VERBS = ("Wash", "Oil", "Turn", "Stop", "Leave")


@pytest.mark.parametrize(
    "pattern",
    ["{}. {} the wheel", "({}) {} the wheel", "{} {} the wheel", "Step {}", "{}. {} the wheel with both hands."],
)
def test_numbered_steps_at_the_tops_of_pages_are_text(pattern: str) -> None:
    assert steps(*(pattern.format(number, verb) for number, verb in enumerate(VERBS, 1))) == []


@pytest.mark.parametrize("pattern", ["Page {}", "{}", "The Mill {}", "{} The Mill", "Page {} of 5", "- {} -"])
def test_page_numbers_and_headers_are_page_furniture(pattern: str) -> None:
    heads = [pattern.format(number) for number in range(1, 6)]
    assert steps(*heads) == [("page furniture", head) for head in heads]


def mapped(shift: int, letters: str = PROSE) -> bytes:
    """A page whose font maps each letter to another one."""
    canvas = sheet(textwrap.wrap(letters, 60))
    data = canvas.getpdfdata()

    def moved(match: re.Match[bytes]) -> bytes:
        shown = "".join(
            chr((ord(char) - 97 + shift) % 26 + 97) if "a" <= char <= "z" else char for char in match[1].decode()
        )
        return b"(" + shown.encode() + b") Tj"

    return re.sub(rb"\(([^()]*)\) Tj", moved, data)


def test_a_text_that_its_font_garbles_is_refused_and_says_so() -> None:
    with pytest.raises(UnreadableFileError, match="its text is garbled"):
        read(mapped(3, " ".join(LINES + LEFT + RIGHT)), Limits())


def test_a_part_that_its_font_garbles_is_set_aside() -> None:
    data = mapped(3, " ".join(LINES + LEFT + RIGHT)).replace(b"/BaseFont /Helvetica ", b"/BaseFont /Times-Roman ")
    assert b"Times-Roman" in data
    canvas = sheet([*LINES, *(f"{line} {number}" for number, line in enumerate(3 * LINES))])
    canvas.setFont("Times-Roman", 11)
    text = " ".join(LINES + LEFT + RIGHT)
    for number, line in enumerate(textwrap.wrap(text, 60)):
        wrong = "".join(chr((ord(char) - 94) % 26 + 97) if "a" <= char <= "z" else char for char in line)
        canvas.drawString(72, 400 - 14 * number, wrong)
    reading = pdf(canvas)
    assert {reason for reason, _ in aside(reading)} == {"garbled by its font"}
    assert kept(reading)[0].startswith("The mill was built")


def test_a_listing_whose_words_its_prose_has_too_is_not_garbled() -> None:
    names = [
        f"{kind}fx{part}"
        for kind in ("cmbx", "cmff", "cmmib", "cmxx", "bmcc")
        for part in ("", "x", "cc", "ff", "bm", "mm")
    ]
    canvas = sheet([*LINES, f"The fonts {', '.join(names[::5])} are loaded by the listing:"])
    canvas.setFont("Courier", 10)
    for number in range(0, len(names), 3):
        canvas.drawString(72, 400 - 4 * number, f"{{{' '.join(names[number : number + 3])}}}")
    assert aside(pdf(canvas)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Die Mühle wurde von zwei Brüdern gebaut, die von der Küste kamen und solche Räder im Norden gesehen hatten. "
        "Sie mahlte das Korn von neun Dörfern, bis der Fluss in den neuen Kanal geleitet wurde, und ist seither ein "
        "Haus voller Bienen, deren Honig am Tor verkauft wird.",
        "Myllyn rakensivat veljekset rannikolta, jotka olivat pohjoisessa nähneet sellaisia pyöriä ja tiesivät miten "
        "ne asennetaan. Se jauhoi yhdeksän kylän viljan, kunnes joki käännettiin uuteen kanavaan, ja on siitä lähtien "
        "ollut mehiläisten talo, jonka hunajaa myydään portilla.",
        "Mlyn postavili dva bratri od more, kteri takova kola videli na severu a vedeli, jak je nasadit. Mlel obili "
        "deviti vesnic, dokud reka netekla novym kanalem, a od te doby je to dum vcel, jejichz med se prodava u brany.",
    ],
)
def test_other_languages_are_not_garbled(text: str) -> None:
    canvas = sheet(textwrap.wrap(text, 70))
    assert kept(pdf(canvas)) == [text]


def of_objects(*objects: bytes) -> bytes:
    """A PDF with these objects, the first of which is the catalogue."""
    data, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(data + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))


def stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)


def test_a_character_that_cannot_be_costs_itself() -> None:
    # A three-byte code without a character: pdfium returns the code itself as a character.
    encoding = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 1 def\n"
        b"2 begincodespacerange\n<00> <7F>\n<E18080> <EFBFBF>\nendcodespacerange\n"
        b"1 begincidrange\n<20> <7E> 32\nendcidrange\n1 begincidchar\n<E28082> 300\nendcidchar\nendcmap end end"
    )
    unicode = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <7F> endcodespacerange\n1 beginbfrange\n<20> <7E> <0020>\nendbfrange\n"
        b"endcmap end end"
    )
    shown = b"Oil the gate ".hex().encode() + b"E28082" + b" in May.".hex().encode()
    data = of_objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> >> >>",
        stream(b"BT /F 11 Tf 72 700 Td <" + shown + b"> Tj ET"),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding 6 0 R /DescendantFonts [7 0 R] /ToUnicode 8 0 R >>",
        stream(encoding),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /DW 500 /FontDescriptor 9 0 R /CIDSystemInfo << "
        b"/Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        stream(unicode),
        b"<< /Type /FontDescriptor /FontName /Own /Flags 4 /FontBBox [0 -200 900 800] /ItalicAngle 0 /Ascent 800 "
        b"/Descent -200 /CapHeight 700 /StemV 80 >>",
    )
    assert kept(read_as("a.pdf", data, Limits())) == ["Oil the gate □ in May."]


def labelled(*pages: str) -> Canvas:
    """A document with front matter, after which page numbers start again."""
    canvas = Canvas(io.BytesIO(), pageCompression=0)
    canvas.addPageLabel(0, style="ROMAN_LOWER", start=1)
    canvas.addPageLabel(2, style="ARABIC", start=1)
    for words in pages:
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 700, words)
        canvas.showPage()
    return canvas


def test_what_is_printed_on_pages_stands_beside_their_position() -> None:
    reading = pdf(labelled("The mill is old.", "Its bees are young.", "The wheel turns."))
    assert [(block.page, block.page_label) for block in reading.blocks] == [(1, "i"), (2, "ii"), (3, "1")]


def test_a_page_whose_label_is_its_position_has_none() -> None:
    canvas = sheet(LINES)
    canvas.addPageLabel(0, style="ARABIC", start=1)
    assert [block.page_label for block in pdf(canvas).blocks] == [""]


def test_a_bold_first_row_heads_the_others() -> None:
    canvas = sheet()
    for number, row in enumerate([("Guest", "What it is"), ("Child", "under six"), ("Adult", "all others")]):
        canvas.setFont("Helvetica-Bold" if number == 0 else "Helvetica", 11)
        for x, words in zip((72, 200), row, strict=True):
            canvas.drawString(x, 700 - 14 * number, words)
    head = "Guest | What it is"
    assert rows(pdf(canvas)) == [("", head), (head, "Child | under six"), (head, "Adult | all others")]


def test_words_that_a_comment_strikes_out_are_struck_out() -> None:
    data = of_objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Annots [6 0 R] "
        b"/Resources << /Font << /F 5 0 R >> >> >>",
        stream(b"BT /F 11 Tf 72 700 Td (Feed four cats.) Tj ET BT /F 11 Tf 72 600 Td (Feed nine dogs.) Tj ET"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Annot /Subtype /StrikeOut /Rect [70 596 200 612] /QuadPoints [70 610 200 610 70 597 200 597] >>",
    )
    reading = read_as("a.pdf", data, Limits())
    assert (kept(reading), aside(reading)) == (["Feed four cats."], [("struck out", "Feed nine dogs.")])


def test_words_on_a_form_within_a_page_are_judged_as_those_of_the_page() -> None:
    data = of_objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>",
        stream(b"BT /F 11 Tf 72 700 Td (Feed four cats.) Tj ET q 1 0 0 1 20 -100 cm /X Do Q"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /Font << /F 5 0 R >> >> "
        + stream(
            b"0 0 0 rg 60 690 200 30 re f 1 1 1 rg BT /F 11 Tf 72 700 Td (White on black.) Tj ET "
            b"BT /F 11 Tf 72 500 Td (White on white.) Tj ET"
        ).removeprefix(b"<<"),
    )
    reading = read_as("a.pdf", data, Limits())
    assert (kept(reading), aside(reading)) == (["Feed four cats.", "White on black."], [("hidden", "White on white.")])


def test_a_table_of_long_cells_that_go_on_in_no_other_is_read_row_by_row() -> None:
    canvas = sheet()
    cells = [
        ("Wash the wheel of the mill", "The miller does it in May"),
        ("Oil the axle with one drop", "The boy does it each week"),
        ("Mend the sails of the wheel", "Nobody has done it so far"),
        ("Count the sacks in the barn", "The clerk does it at night"),
    ]
    for number, row in enumerate(cells):
        for x, words in zip((72, 300), row, strict=True):
            canvas.drawString(x, 700 - 14 * number, words)
    assert [words for _, words in rows(pdf(canvas))] == [" | ".join(row) for row in cells]


def test_a_cell_over_two_columns_of_a_ruled_table_is_in_the_first() -> None:
    canvas = sheet(LINES)
    table = Table([[""] * 3 for _ in range(3)], colWidths=100, rowHeights=30)
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("SPAN", (0, 1), (1, 1))])
    table.wrapOn(canvas, 500, 500)
    table.drawOn(canvas, 72, 400)
    for x, y, words in ((76, 470, "Guest"), (176, 470, "Pass"), (276, 470, "Fee"), (150, 440, "Dogs of all sizes")):
        canvas.drawString(x, y, words)
    for x, y, words in ((276, 440, "none"), (76, 410, "Child"), (176, 410, "yes"), (276, 410, "45")):
        canvas.drawString(x, y, words)
    assert [words for _, words in rows(pdf(canvas))][1] == "Dogs of all sizes |  | none"


def test_a_cell_that_is_wrapped_in_the_last_row_is_one() -> None:
    canvas = sheet()
    for y, row in ((700, ("Part", "What to do")), (680, ("Chain", "Oil every link")), (666, ("", "and wipe it"))):
        for x, words in zip((72, 200), row, strict=True):
            canvas.drawString(x, y, words)
    assert [words for _, words in rows(pdf(canvas))][1:] == ["Chain | Oil every link and wipe it"]


def test_a_page_that_was_scanned_askew_reads_as_a_straight_one() -> None:
    canvas = Canvas(io.BytesIO(), pageCompression=0)
    canvas.setFont("Helvetica", 11)
    for number, line in enumerate(LINES):
        canvas.saveState()
        canvas.translate(72, 700 - 14 * number)
        canvas.rotate(1 if number % 2 else 0)
        canvas.drawString(0, 0, line)
        canvas.restoreState()
    assert kept(pdf(canvas)) == [PROSE]
