"""A quote is verified against its article's published text and its offsets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.ask import Answerer
from index.build import build
from index.opening import open_answerer
from index.search.confidence import NO_NUMBER, OTHER_CODE, confidence
from index.search.verify_quotes import holds_passage
from index.settings import Settings

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


@pytest.mark.parametrize(
    ("question", "trust"),
    [
        ("What does error QS-104 mean?", 1),
        ("what does error qs-104 mean", 1),
        ("What do errors QS-104 and QS-999 mean?", 1),
        ("What does error QS 412 mean?", 1),
        ("What does error 412 mean?", 1),
        ("What does error QS-412 mean?", OTHER_CODE),
        ("What does error QS-1 mean?", OTHER_CODE),
        ("Does a 412-page book change the error?", 1),
    ],
)
def test_a_passage_about_another_code_is_trusted_less(
    settings: Settings, corpus: Path, question: str, trust: float
) -> None:
    (corpus / "errors.txt").write_text(
        "Errors\n\nThe error QS-104 has status 412 and means that the book was changed.\n", encoding="utf-8"
    )
    build(settings)
    first = open_answerer(settings).ask(question, 1, "errors", as_typed=True).evidence[0]
    assert first.confidence == pytest.approx(trust * confidence(first.features))


@pytest.mark.parametrize(
    ("question", "trust"),
    [
        ("How many weeks does the varnish dry?", NO_NUMBER),
        ("how long does the varnish dry", NO_NUMBER),
        ("How does the varnish dry?", 1),
        ("What large brush is for the varnish?", 1),
        ("How many coats does the door need?", 1),
        ("How often is the door painted?", 1),
    ],
)
def test_a_quote_without_the_number_that_is_asked_for_is_trusted_less(
    settings: Settings, corpus: Path, question: str, trust: float
) -> None:
    text = "Painting\n\nThe varnish dries slowly in damp air.\n\nThe door needs two coats, and is painted yearly.\n"
    (corpus / "painting.txt").write_text(text, encoding="utf-8")
    build(settings)
    first = open_answerer(settings).ask(question, 1, "painting", as_typed=True).evidence[0]
    assert first.confidence == pytest.approx(trust * confidence(first.features))
