"""The choice of the answering sentence in a passage."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer import SentenceScores
from index.search.scoring.answering import answering


def scores(*passages: int, cosine: list[float] | None = None) -> SentenceScores:
    """Scores of identical sentences, with these numbers of sentences per passage."""
    count = sum(passages)
    zeros, no = np.zeros(count, dtype=np.float32), np.zeros(count, dtype=np.bool_)
    given = zeros if cosine is None else np.array(cosine, dtype=np.float32)
    return SentenceScores(np.cumsum([0, *passages]), given, zeros, zeros, zeros, zeros, zeros, no, no, no)


@given(st.lists(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=1, max_size=4), min_size=1, max_size=4))
def test_the_first_of_the_best_sentences_of_each_passage_answers(passages: list[list[float]]) -> None:
    found = answering(scores(*map(len, passages), cosine=list(chain(*passages))), negated=False)
    assert found.best.tolist() == [each.index(max(each)) for each in passages]


@pytest.mark.parametrize("flaw", ["doubtful", "fragment"])
def test_a_flawed_sentence_stands_back_behind_one_as_good(flaw: str) -> None:
    flawed = replace(scores(2), **{flaw: np.array([True, False])})
    assert answering(flawed, negated=False).best.tolist() == [1]


@pytest.mark.parametrize(("negated", "best"), [(True, 1), (False, 0)])
def test_a_negated_sentence_answers_a_negated_question(negated: bool, best: int) -> None:
    one = replace(scores(2), negated=np.array([False, True]))
    assert answering(one, negated=negated).best.tolist() == [best]


def test_the_one_behind_belongs_to_the_answer_where_it_meets_more_of_the_question() -> None:
    added = np.array([0.2, 0.3, 0.1], dtype=np.float32)
    one = replace(scores(3, cosine=[2.0, 0.0, 0.0]), added=added)
    assert answering(one, negated=False).continued.tolist() == [True]


def test_an_answer_does_not_go_on_into_the_next_passage() -> None:
    added = np.array([0.0, 0.9], dtype=np.float32)
    assert answering(replace(scores(1, 1), added=added), negated=False).continued.tolist() == [False, False]


def test_without_passages_nothing_answers() -> None:
    assert len(answering(scores(), negated=False).best) == 0
