"""Lines of a PDF that are only a marker or a large initial, put before the line that they belong to."""

from __future__ import annotations

import pytest

from index.corpus.reading.pdf.lines import Cell, Line
from index.corpus.reading.pdf.rejoining.markers import with_initials, with_markers


def line(words: str, left: float, base: float = 700, size: float = 10) -> Line:
    cell = Cell.of(left, left + 5, ((words, "line", None),))
    return Line(1, (cell,), left, left + 5, base, size, False)


def together(*lines: Line) -> list[str]:
    return [" ".join(cell.text for cell in one.cells) for one in with_markers(lines)]


@pytest.mark.parametrize("base", [700, 698.4, 701.6])
def test_a_marker_stands_before_the_item_at_about_its_height(base: float) -> None:
    assert together(line("1.", 50, base), line("Turn it off", 60)) == ["1. Turn it off"]


@pytest.mark.parametrize(
    "marker",
    [
        pytest.param(line("1.", 50, 697), id="lower"),
        pytest.param(line("1.", 10), id="far away"),
        pytest.param(line("1.", 90), id="on the right"),
    ],
)
def test_a_marker_that_is_not_beside_a_line_stays_alone(marker: Line) -> None:
    assert together(marker, line("Turn it off", 60)) == ["1.", "Turn it off"]


def test_of_two_markers_in_one_place_the_second_stays_alone() -> None:
    assert together(line("1.", 50), line("2.", 50), line("Turn it off", 60)) == ["2.", "1. Turn it off"]


def test_a_marker_stands_before_the_nearest_line_to_its_right() -> None:
    assert together(line("1.", 50), line("far", 80), line("near", 60)) == ["far", "1. near"]


def test_a_large_letter_beside_a_number_begins_no_word() -> None:
    assert len(with_initials([line("A", 50, 690, 30), line("2nd", 56)])) == 2


def test_a_large_letter_begins_the_highest_line_beside_it() -> None:
    lines = with_initials([line("A", 50, 680, 30), line("low", 56, 690), line("pple", 56)])
    assert [one.words for one in lines] == ["low", "Apple"]


def test_a_marker_is_beside_its_item_at_any_size() -> None:
    assert together(line("1.", 50, 696, 30), line("Turn it off", 60, size=30)) == ["1. Turn it off"]
