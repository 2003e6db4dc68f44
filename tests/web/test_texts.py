"""The page's own words."""

from __future__ import annotations

import pytest

from index.ask import Answerer
from web import texts


@pytest.mark.parametrize(
    ("count", "said"), [(0, "no articles"), (1, "one article"), (5, "five articles"), (1234, "1,234 articles")]
)
def test_things_are_counted_in_words(count: int, said: str) -> None:
    assert texts.counted(count, "article") == said


def test_the_subject_is_named_only_where_the_articles_have_it() -> None:
    assert texts.lede(["what-helps-back-muscle-spasms"]).startswith("Ask one article about back spasms.")
    assert texts.lede(["other"]).startswith("Ask one article. ")
    assert texts.examples(["other"]) == []


def test_a_long_question_is_cut_in_the_tab() -> None:
    assert texts.tab("") == "Verbatim"
    assert texts.tab("ice or heat") == "ice or heat · Verbatim"
    assert len(texts.tab("x" * 500)) < 80


def test_a_single_passage_is_called_one() -> None:
    assert texts.nearest(1) == "The nearest passage"
    assert texts.nearest(3) == "The three nearest passages"
    assert texts.weaker(2) == "Two weaker matches"


@pytest.mark.model
def test_every_example_is_answered_by_the_articles_it_is_offered_for(real: Answerer) -> None:
    assert len(texts.examples(real.engine.article_ids())) == len(texts.EXAMPLES)
    verdicts = {example.question: real.ask(example.question).verdict for example in texts.EXAMPLES}
    assert verdicts == dict.fromkeys(verdicts, "answered")
