"""The places of the words because of which a sentence was chosen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer import Evidence, Match
from index.ask import Answerer
from index.build import build
from index.opening import open_answerer
from index.settings import load_settings
from index.text.terms import STOP_WORDS
from index.text.words import placed_words

ARTICLE = """# Café hours

The café opens at 7:30 and serves 1,500 guests. A tortoise isn't a guest.

# Doses

Take 5mg with water, never with milk. Tyres aren't doses.
"""
WORDS = ["cafe", "café", "guests", "GUEST", "tortoise", "5 mg", "5mg", "1,500", "1500", "tires", "milk", "the", "isnt"]
QUESTIONS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


@pytest.fixture(scope="module")
def hours(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """An answerer on one article with words in several spellings."""
    folder = tmp_path_factory.mktemp("hours")
    (folder / "articles").mkdir()
    (folder / "articles" / "hours.md").write_text(ARTICLE, encoding="utf-8")
    settings = load_settings(corpus=folder / "articles", index=folder / "index", model={"name": "hash"})
    build(settings)
    return open_answerer(settings)


def matched(answerer: Answerer, question: str) -> Iterator[tuple[str, Evidence, Match]]:
    answer = answerer.ask(question)
    for item in answer.evidence:
        yield from ((answer.corrected or answer.question, item, match) for match in item.matches)


@given(question=QUESTIONS)
def test_places_in_the_question_are_whole_words_that_name_something(hours: Answerer, question: str) -> None:
    for searched, _, match in matched(hours, question):
        naming = {span for word, span in placed_words(searched) if word not in STOP_WORDS}
        assert (match.start, match.end) in naming
        assert searched[match.start : match.end] == match.word


@given(question=QUESTIONS)
def test_places_in_the_article_are_whole_words_of_the_quote(hours: Answerer, question: str) -> None:
    for _, item, match in matched(hours, question):
        quote = {(item.quote.start + a, item.quote.start + b) for _, (a, b) in placed_words(item.quoted)}
        assert (match.quote_start, match.quote_end) in quote


@given(question=QUESTIONS)
def test_matches_come_in_the_question_s_order_each_word_once(hours: Answerer, question: str) -> None:
    for item in hours.ask(question).evidence:
        starts = [match.start for match in item.matches]
        assert starts == sorted(set(starts))


@pytest.mark.parametrize(
    ("question", "met"), [("1500 guests", "1,500"), ("mg with water", "mg"), ("TYRES", "Tyres"), ("café", "café")]
)
def test_a_word_is_met_however_it_is_written(hours: Answerer, question: str, met: str) -> None:
    first = hours.ask(question).evidence[0]
    article, _ = hours.engine.article(first.passage.article_id)
    assert article.text[first.matches[0].quote_start : first.matches[0].quote_end] == met
