"""PDFs: list items and clauses with their numbers, and hyphens at line ends."""

from __future__ import annotations

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from index.corpus.reading.formats import read_as
from index.corpus.reading.reading import Limits
from tests.corpus.reading.kinds import kept, pdf, rows, sheet

ITEMS = (
    ("Turn the pump off and open the valve at the", "bottom as far as it goes without any force."),
    ("Hold a cup below the vent and turn the key by", "a quarter, until water comes instead of air."),
    ("Close the vent and look at the pressure of the", "boiler, which falls each time that this is done."),
    ("Fill the boiler up again if the hand has come to", "stand below the green mark on the round gauge."),
)


def listed(marks: tuple[str, ...], *, apart: bool = False, after: tuple[str, ...] = ()) -> Canvas:
    """A list with hanging marks, drawn with the items or after all of them; then lines at the margin."""
    canvas = sheet()
    late = []
    y = 720
    for mark, lines in zip(marks, ITEMS, strict=True):
        late.append((y, mark))
        if not apart:
            canvas.drawString(72, y, mark)
        for line in lines:
            canvas.drawString(108, y, line)
            y -= 14
    for line in after:
        canvas.drawString(72, y, line)
        y -= 14
    for y, mark in late if apart else ():
        canvas.drawString(72, y, mark)
    return canvas


def items(marks: tuple[str, ...]) -> list[str]:
    return [f"{mark} {' '.join(lines)}" for mark, lines in zip(marks, ITEMS, strict=True)]


@pytest.mark.parametrize(
    "marks", [("1.", "2.", "3.", "4."), ("-",) * 4, ("(a)", "(b)", "(c)", "(d)"), ("i.", "ii.", "iii.", "iv.")]
)
def test_marks_that_are_drawn_after_all_items_stand_before_their_own(marks: tuple[str, ...]) -> None:
    assert kept(pdf(listed(marks, apart=True))) == items(marks)


def test_paragraphs_after_a_numbered_list_stand_after_it() -> None:
    after = ("A heater that stays cold at its lower end is", "full of mud, and only rinsing helps against", "that.")
    assert kept(pdf(listed(("1", "2", "3", "4"), after=after))) == [*items(("1", "2", "3", "4")), " ".join(after)]


@pytest.mark.parametrize(
    "marks",
    [
        ("1.1", "1.2", "1.3", "1.4"),
        ("(i)", "(ii)", "(iii)", "(iv)"),
        ("§ 1", "§ 2", "§ 3", "§ 4"),
        ("A.1", "A.2", "A.3", "A.4"),
        ("101.", "102.", "103.", "104."),
    ],
)
def test_numbered_clauses_are_no_table(marks: tuple[str, ...]) -> None:
    reading = pdf(listed(marks))
    assert [(block.kind, " ".join(reading.text[block.start : block.end].split())) for block in reading.blocks] == [
        ("list-item", item) for item in items(marks)
    ]


def test_a_table_of_numbers_with_short_cells_is_one() -> None:
    canvas = sheet()
    for number, row in enumerate([("Litres", "Minutes"), ("1.5", "20 at least"), ("2.5", "30 at least")]):
        for x, words in zip((72, 200), row, strict=True):
            canvas.drawString(x, 700 - 14 * number, words)
    assert [words for _, words in rows(pdf(canvas))] == ["Litres | Minutes", "1.5 | 20 at least", "2.5 | 30 at least"]


def test_a_column_without_words_is_left_out_of_a_ruled_table() -> None:
    canvas = sheet()
    for y, row in ((700, ("Part", "Oil it")), (680, ("Chain", "each week")), (660, ("Lever", "each May"))):
        for x, words in zip((72, 173.5), row, strict=True):
            # A border that is painted as an area has two edges.
            canvas.rect(x, y - 6, 100, 18.5)
            canvas.rect(x + 0.75, y - 5.25, 98.5, 17)
            canvas.drawString(x + 4, y, words)
    assert [words for _, words in rows(pdf(canvas))] == ["Part | Oil it", "Chain | each week", "Lever | each May"]


@pytest.mark.parametrize(
    ("above", "below", "read"),
    [
        ("They met after the COVID-", "19 years.", "COVID-19 years"),
        ("They spoke of an X-", "ray of the hand.", "X-ray of"),
        ("They lost a USB-", "stick of theirs.", "USB-stick of"),
        ("They read of an Anglo-", "Saxon king.", "Anglo-Saxon king"),
        ("They wait for 20-", "minute trains.", "20-minute trains"),
        ("They wait for 10-", "20 minutes.", "10-20 minutes"),
        ("Read www.mill.example/with-", "parts of it.", "www.mill.example/with-parts of"),
        ("THEY PAID FOR THE TREAT-", "MENT OF IT.", "TREATMENT OF"),
        ("They paid for the treat-", "ment of it.", "treatment of"),
    ],
)
def test_a_hyphen_at_a_line_end_stays_where_no_word_is_broken(above: str, below: str, read: str) -> None:
    assert read in kept(pdf(sheet([above, below])))[0]


def test_a_word_that_a_typographic_hyphen_breaks_is_rejoined() -> None:
    canvas = sheet()
    # The font has no such hyphen: its "~" is declared to be one.
    pdfmetrics.registerFont(TTFont("Round", "Vera.ttf"))
    canvas.setFont("Round", 11)
    canvas.drawString(72, 720, "Vinegar is not suit~")
    canvas.drawString(72, 706, "able on lime.")
    data = canvas.getpdfdata()
    reading = read_as("a.pdf", data.replace(b"<7E> <007E>", b"<7E> <2010>"), Limits())
    assert kept(reading) == ["Vinegar is not suitable on lime."]


@pytest.mark.parametrize("last", [False, True])
def test_a_large_initial_stands_in_the_word_that_it_begins(last: bool) -> None:
    canvas = sheet()

    def initial() -> None:
        canvas.setFont("Helvetica", 36)
        canvas.drawString(72, 692, "L")
        canvas.setFont("Helvetica", 11)

    if not last:
        initial()
    for x, y, line in (
        (95, 720, "eaving a rented flat well is"),
        (95, 706, "mostly a matter of dates, and"),
        (95, 692, "of a list that is begun early"),
        (72, 678, "and kept up until the last day."),
    ):
        canvas.drawString(x, y, line)
    if last:
        initial()
    assert kept(pdf(canvas)) == [
        "Leaving a rented flat well is mostly a matter of dates, and of a list that is begun early and kept up until "
        "the last day."
    ]
