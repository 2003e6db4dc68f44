"""Which sentences are the first under a heading."""

from __future__ import annotations

from index.engine.protocol import opening_headings
from index.passage import Passage, Sentence


def passages(*headings: tuple[str, ...]) -> list[Passage]:
    """A passage of two sentences under each of these paths of headings."""
    return [Passage("a", 0, 1, "x", heading, (Sentence(0, 1, 1), Sentence(0, 1, 1))) for heading in headings]


def test_a_heading_opens_with_its_first_sentence() -> None:
    assert list(opening_headings(passages((), ("Oil",), ("Oil", "Which?")))) == [(2, "Oil"), (4, "Which?")]


def test_a_second_passage_under_a_heading_opens_nothing() -> None:
    assert list(opening_headings(passages(("Oil",), ("Oil",)))) == [(0, "Oil")]


def test_text_after_a_part_does_not_open_the_heading_above_again() -> None:
    assert list(opening_headings(passages(("Oil",), ("Oil", "Which?"), ("Oil",)))) == [(0, "Oil"), (2, "Which?")]
