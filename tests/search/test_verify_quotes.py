"""A quote is verified against its article's published text and its offsets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from index.ask import Answerer
from index.search.verify_quotes import holds_passage

# Offsets of a sentence, given the length of its passage.
PLACES: dict[str, Callable[[int], tuple[int, int]]] = {
    "begins before it": lambda length: (-1, length),
    "ends behind it": lambda length: (0, length + 1),
    "ends before it begins": lambda _: (5, 2),
    "stands behind it": lambda length: (length + 5, length + 9),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_passage_whose_sentence_reaches_beyond_it_proves_nothing(answerer: Answerer, place: str) -> None:
    passage = answerer.ask("ice pack in a towel").evidence[0].passage
    article, _ = answerer.engine.article(passage.article_id)
    assert holds_passage(article, passage)
    start, end = PLACES[place](len(passage.text))
    moved = replace(passage.sentences[0], start=passage.start + start, end=passage.start + end)
    assert not holds_passage(article, replace(passage, sentences=(moved, *passage.sentences[1:])))


def test_a_passage_of_other_words_than_its_article_s_proves_nothing(answerer: Answerer) -> None:
    passage = answerer.ask("ice pack in a towel").evidence[0].passage
    article, _ = answerer.engine.article(passage.article_id)
    assert not holds_passage(article, replace(passage, text=passage.text.swapcase()))
