"""PDFs: sentences that run over the end of a page or a column."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from index.corpus.reading.reading import Reading
from tests.corpus.reading.kinds import pdf

# A line: its words, or its words with the place, the size and the font that differ from the usual ones.
Drawn = str | tuple[str, Mapping[str, object]]

FIRST = (
    "The mill was built by two brothers from the coast, who had",
    "seen such wheels in the north. It ground the corn of nine",
)
SECOND = (
    "villages until the river was turned into the new canal. Its",
    "wheel was sold in the year after, and only the house is left.",
)
WHOLE = " ".join(FIRST) + " villages until the river was turned into the new canal."
REST = "Its wheel was sold in the year after, and only the house is left."


def drawn(*pages: Sequence[Drawn]) -> Reading:
    """A PDF with these lines below each other on each page, as read."""
    canvas = Canvas(io.BytesIO(), pageCompression=0)
    for page in pages:
        y = 714
        for line in page:
            words, given = (line, {}) if isinstance(line, str) else line
            y = int(str(given.get("y", y - 14)))
            canvas.setFont(str(given.get("font", "Helvetica")), float(str(given.get("size", 11))))
            canvas.drawString(float(str(given.get("x", 72))), y, words)
        canvas.showPage()
    return pdf(canvas)


def on_pages(reading: Reading) -> list[tuple[int | None, str]]:
    """The page and the text of each kept block."""
    return [
        (block.page, " ".join(reading.text[block.start : block.end].split())) for block in reading.blocks if block.kept
    ]


def joined(*pages: Sequence[Drawn]) -> list[tuple[int | None, str]]:
    return on_pages(drawn(*pages))


def small(words: str, y: int) -> Drawn:
    return words, {"size": 8, "y": y}


def test_a_sentence_over_a_page_break_is_whole_on_the_page_where_it_begins() -> None:
    assert joined(FIRST, SECOND) == [(1, WHOLE), (2, REST)]


def test_a_paragraph_that_ends_with_its_sentence_leaves_nothing_on_the_next_page() -> None:
    assert joined(["It begins on the first page and"], ["goes on overleaf."]) == [
        (1, "It begins on the first page and goes on overleaf.")
    ]


def test_a_sentence_that_ends_with_its_line_is_cut_there() -> None:
    page = ["villages until the river was turned into the canal.", "Its wheel was sold, and only the house is left."]
    assert joined(FIRST, page) == [(1, WHOLE.replace("new ", "")), (2, page[1])]


def test_a_word_broken_at_the_end_of_a_page_is_whole() -> None:
    assert drawn(["The oil is a treat-"], ["ment against rust."]).text == "The oil is a treatment against rust."


def test_a_hyphen_at_the_end_of_a_page_stays_if_the_word_has_it_elsewhere() -> None:
    reading = drawn(["A well-known rule of the road and a well-"], ["known rule of the river."])
    assert reading.text == "A well-known rule of the road and a well-known rule of the river."


def test_a_hyphen_at_the_end_of_the_last_page_stays() -> None:
    assert joined(["The oil is a treat-"]) == [(1, "The oil is a treat-")]


def test_each_page_may_end_within_a_sentence() -> None:
    pages = joined(FIRST, [*SECOND[:1], "wheel was sold. At that time nobody knew that the house would be"], ["home."])
    assert pages == [(1, WHOLE), (2, "Its wheel was sold. At that time nobody knew that the house would be home.")]


def test_headers_footers_and_notes_stand_between_the_halves() -> None:
    def page(number: int, *lines: Drawn) -> list[Drawn]:
        return [*lines, small(f"Note {number} of the miller", 90), small(f"Mills {number}", 800)]

    assert joined(page(1, *FIRST), page(2, *SECOND), page(3, "All is sold."))[:1] == [(1, WHOLE)]


def test_the_mark_of_a_note_goes_with_its_sentence() -> None:
    ended = "villages until the river was turned."
    right = 72 + pdfmetrics.stringWidth(ended, "Helvetica", 11)
    page: list[Drawn] = [ended, ("1", {"size": 7, "x": right, "y": 704}), ("It is sold now.", {"y": 686})]
    assert joined(FIRST, page)[0] == (1, f"{' '.join(FIRST)} villages until the river was turned.¹")


def test_a_caption_may_stand_between_the_halves() -> None:
    below: list[Drawn] = [*FIRST, ("Figure 2: The mill in the year in which it was", {"y": 120})]
    assert joined(below, SECOND)[0] == (1, WHOLE)


def test_a_paragraph_that_names_a_figure_first_is_no_caption() -> None:
    lines = (
        "Figure 2 shows the mill that two brothers built, and in it",
        "the wheel that for many years ground the corn of nine old",
    )
    assert joined(lines, SECOND)[0] == (1, f"{' '.join(lines)} villages until the river was turned into the new canal.")


def test_a_page_without_text_may_stand_between_the_halves() -> None:
    assert joined(FIRST, [], SECOND) == [(1, WHOLE), (3, REST)]


def test_an_item_of_a_list_goes_on_over_the_page() -> None:
    items = ["• Turn the pump off.", "• Open the valve at the bottom as far as it"]
    below: list[Drawn] = [("goes without force. Wait.", {"x": 80}), "• Hold a cup below the vent."]
    assert joined(items, below) == [
        (1, "• Turn the pump off."),
        (1, "• Open the valve at the bottom as far as it goes without force."),
        (2, "Wait."),
        (2, "• Hold a cup below the vent."),
    ]


LOW = 112
NOUNS = (
    "Die Mühle wurde von zwei Brüdern gebaut, die von der Küste",
    "kamen. Sie mahlte das Korn, bis der Fluss in den langen neuen",
)
GOING_ON = ("Kanal geleitet wurde, der bis in die Stadt führt. Sie ist seit", "langem ein Haus voller Bienen.")


def test_a_paragraph_goes_on_with_a_capital_if_it_looks_like_one() -> None:
    first: list[Drawn] = [(NOUNS[0], {"y": LOW}), NOUNS[1]]
    assert joined(first, GOING_ON) == [
        (1, f"{' '.join(NOUNS)} Kanal geleitet wurde, der bis in die Stadt führt."),
        (2, "Sie ist seit langem ein Haus voller Bienen."),
    ]


@pytest.mark.parametrize(("left", "pages"), [(80, [1]), (72, [1, 2])])
def test_an_item_goes_on_with_a_capital_only_at_the_place_of_its_words(left: float, pages: list[int]) -> None:
    first: list[Drawn] = [
        (f"• {NOUNS[0]}", {"y": LOW}),
        ("kamen und die das Korn mahlten, bis der Fluss in den neuen", {"x": 80}),
    ]
    second: list[Drawn] = [(GOING_ON[0], {"x": left}), ("in der Stadt.", {"x": left})]
    read = joined(first, second)
    assert [page for page, words in read if "Kanal" in words] == pages[-1:]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # The last line has place for the next word.
        ([(NOUNS[0], {"y": LOW}), "kamen. Sie mahlte das Korn"], GOING_ON),
        # It is far above the foot of the page.
        (NOUNS, [*GOING_ON, ("Sie summen dort.", {"y": 80})]),
        # The line below is indented.
        ([(NOUNS[0], {"y": LOW}), NOUNS[1]], [(GOING_ON[0], {"x": 90}), GOING_ON[1]]),
        # It is alone, as a caption may be.
        ([(NOUNS[0], {"y": LOW}), NOUNS[1]], ["Kanal vor der Stadt im Jahr des Verkaufs."]),
        # It is much shorter.
        ([(NOUNS[0], {"y": LOW}), NOUNS[1]], ["Kanal und Stadt", "Am Kanal liegt die Stadt."]),
    ],
)
def test_a_capital_that_may_begin_a_paragraph_is_left(first: Sequence[Drawn], second: Sequence[Drawn]) -> None:
    assert (1, " ".join(line if isinstance(line, str) else line[0] for line in first)) in joined(first, second)


@pytest.mark.parametrize(
    "below",
    [
        [("villages until the river was turned.", {"size": 8}), REST],
        [("villages until the river was turned.", {"font": "Helvetica-Oblique"}), ("Its end.", {"y": 600})],
        [("villages and rivers", {"size": 18}), REST],
        [("villages", {"font": "Helvetica-Bold"}), REST],
        ["(a) villages until the river was turned.", REST],
        ["– villages until the river was turned.", REST],
        ["valley walks of the mills", ("villages until the river was turned.", {"y": 640})],
        [("villages until the river was turned into the new canal. It", {"x": 90}), "went to the town."],
    ],
    ids=["note", "pull quote", "heading", "bold", "item", "dash", "header", "indent"],
)
def test_what_begins_something_else_is_left(below: Sequence[Drawn]) -> None:
    assert joined(FIRST, [*below, "And so on.", "And so on."])[0] == (1, " ".join(FIRST))


@pytest.mark.parametrize(
    "above",
    [
        [*FIRST, ("The second mill", {"size": 18, "y": 120})],
        [*FIRST[:1], "seen such wheels in the north."],
        [*FIRST, "villages"],
        [*FIRST[:1], "seen them:"],
    ],
    ids=["heading", "ended", "short", "colon"],
)
def test_what_has_ended_is_left(above: Sequence[Drawn]) -> None:
    assert joined(above, SECOND)[-1] == (2, " ".join(SECOND))


def test_rows_of_a_table_over_two_pages_are_not_joined() -> None:
    def row(y: int, *cells: str) -> list[Drawn]:
        return [(words, {"x": 72 + 200 * at, "y": y}) for at, words in enumerate(cells)]

    above = [*FIRST, *row(200, "Part", "What to do"), *row(186, "Chain", "Oil every link")]
    below = [("and wipe it", {"x": 272}), *row(686, "Lever", "Grease it"), *row(672, "Brake", "Leave it")]
    read = [words for page, words in joined(above, below) if page == 1]
    assert read == [" ".join(FIRST), "Part | What to do", "Chain | Oil every link"]


def test_chinese_is_left() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    font = {"font": "STSong-Light"}
    above: list[Drawn] = [
        ("磨坊是由两兄弟建造的，他们来自海岸", {**font, "y": LOW}),
        ("在北方见过这样的轮子，所以他们知道", font),
    ]
    below: list[Drawn] = [("如何安装它们，并把它卖给了城里的人", font), ("现在房子里住满了蜜蜂，没有别的东西。", font)]
    assert [page for page, _ in joined(above, below)] == [1, 2]


def two_columns(left: Sequence[str], right: Sequence[str], note: str = "") -> list[Drawn]:
    below = [small(note, 100)] if note else []
    return [
        *[(line, {"y": 200 - 14 * at}) for at, line in enumerate(left)],
        *below,
        *[(line, {"x": 330, "y": 700 - 14 * at}) for at, line in enumerate(right)],
    ]


COLUMN = ("The bees of the mill fly to the", "lime trees by the river when in")


def test_a_note_at_the_foot_of_a_column_stands_between_the_halves() -> None:
    right = ("flower, and come home late. The", "miller waits.")
    assert joined(two_columns(COLUMN, right, "A note of the miller"))[0] == (1, " ".join(COLUMN + right))


def test_a_column_may_go_on_with_a_capital() -> None:
    right = ("June they flower, and come home", "late.")
    assert joined(two_columns(COLUMN, right)) == [(1, " ".join(COLUMN + right))]


def test_the_last_column_goes_on_on_the_next_page() -> None:
    right = ("June they flower. They all come", "home late in the evening, when")
    below = two_columns(("they are tired of it. And so on.",), ("The miller waits.",))
    assert joined(two_columns(COLUMN, right), below)[:2] == [
        (1, f"{' '.join(COLUMN + right)} they are tired of it."),
        (2, "And so on."),
    ]


def test_a_word_broken_at_the_end_of_a_column_drawn_row_by_row_is_whole() -> None:
    left = (
        "The bees of the mill fly to",
        "the lime trees by the river",
        "when these are in flower and",
        "come home after-",
    )
    right = (
        "noon has ended with what",
        "they found, and nobody who",
        "comes late has to wait for",
        "a week to get any of it.",
    )
    lines: list[Drawn] = []
    for at, (one, other) in enumerate(zip(left, right, strict=True)):
        lines += [(one, {"y": 700 - 14 * at}), (other, {"x": 300, "y": 700 - 14 * at})]
    assert joined(lines) == [(1, " ".join(left + right).replace("after- noon", "afternoon"))]


def test_a_very_long_sentence_is_whole() -> None:
    words = [f"and the mill of number {number} by the river" for number in range(20)]
    above, below = ["The miller has seen the mill by the sea", *words[:10]], [*words[10:], "has none. Its end."]
    assert joined(above, below)[1:] == [(2, "Its end.")]


def test_struck_out_words_are_set_aside_in_the_sentence_that_goes_on() -> None:
    canvas = Canvas(io.BytesIO(), pageCompression=0)
    for page in (FIRST, SECOND):
        canvas.setFont("Helvetica", 11)
        for number, line in enumerate(page):
            canvas.drawString(72, 700 - 14 * number, line)
        if page is SECOND:
            left = 72 + pdfmetrics.stringWidth("villages until the river was turned into the ", "Helvetica", 11)
            canvas.line(left, 703, left + pdfmetrics.stringWidth("new", "Helvetica", 11), 703)
        canvas.showPage()
    assert on_pages(pdf(canvas)) == [(1, WHOLE.replace("new ", "")), (2, REST)]
