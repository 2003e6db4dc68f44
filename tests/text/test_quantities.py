"""Only comparable quantities are found in a quote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.quantities import quantities


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in quantities(text)]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "Apply ice for 15 to 20 minutes, three to four times a day.",
            ["15 to 20 minutes", "three to four times a day"],
        ),
        ("Wait for 48-72 hours.", ["48-72 hours"]),
        ("Do this every 2 hours.", ["every 2 hours"]),
        ("Stretch twice a day, then daily.", ["twice a day", "daily"]),
        ("Keep it at 37.5 °C for a 20-minute bath.", ["37.5 °C", "20-minute"]),
        ("Drink eight glasses, or half a cup.", ["eight glasses"]),
        ("It helps 60% of people within 2 weeks.", ["60%", "2 weeks"]),
        ("Every other day is enough.", ["Every other day"]),
    ],
)
def test_figures_with_a_unit_are_found(text: str, figures: list[str]) -> None:
    assert found(text) == figures


@pytest.mark.parametrize(
    "text",
    ["In 2016 Dr. Katz wrote two books.", "See page 20.", "One of them helps.", "Some times are better.", "3D scans"],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert found(text) == []


@given(st.text())
def test_offsets_are_in_order_and_inside(text: str) -> None:
    spans = quantities(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))
