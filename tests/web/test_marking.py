"""The parts of the reader: a list item shows its number, or a bullet if it has none."""

from __future__ import annotations

import pytest

from index.article import Article, Block, Card
from web.plain.reader.marking import Marks, sections


@pytest.mark.parametrize(
    ("words", "label", "bullet"), [("Row.", "3", False), ("Row.", "", True), ("• Row.", "", False)]
)
def test_an_item_has_its_number_or_a_bullet(words: str, label: str, bullet: bool) -> None:
    block = Block(0, len(words), "list-item", label=label)
    (section,) = sections(Article("a", "a.html", words, Card(), (block,)), Marks.of(None, []))
    assert [(part.label, part.bullet) for part in section.parts] == [(label, bullet)]
