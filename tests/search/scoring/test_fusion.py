"""Fusion of raw scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer import Scores
from index.arrays import Floats
from index.search.scoring.fusion import (
    WEIGHTS,
    Weights,
    best_first,
    feedback_weights,
    fuse,
    moved,
    raise_best,
    share_by_article,
    share_supported,
    weights_for,
)

values = st.lists(st.floats(0, 1, width=32), min_size=1, max_size=20)


def floats(numbers: list[float]) -> Floats:
    return np.array(numbers, dtype=np.float32)


def scores(dense: list[float], sentence: list[float], lexical: list[float]) -> Scores:
    rows = np.arange(len(dense))
    return Scores(rows, floats(dense), floats(sentence), np.zeros_like(rows), floats(lexical))


def test_the_figure_is_the_weighted_sum_with_bm25_as_a_share_of_what_is_attainable() -> None:
    fused = fuse(scores([0.5], [0.6], [3.0]), 6.0, Weights(dense=2, sentence=1, lexical=4))
    assert fused.tolist() == pytest.approx([2 * 0.5 + 0.6 + 4 * 0.5])


def test_without_attainable_terms_bm25_counts_nothing() -> None:
    assert fuse(scores([0.5], [0.5], [0.0]), 0.0, Weights(dense=1, sentence=1)).tolist() == [1.0]


@given(values)
def test_best_first_sorts_and_keeps_reading_order_among_equals(numbers: list[float]) -> None:
    order = best_first(floats(numbers)).tolist()
    assert order == sorted(range(len(numbers)), key=lambda at: (-floats(numbers)[at], at))


@given(values, st.data())
def test_more_reorders_the_best_and_lets_no_other_overtake(numbers: list[float], data: st.DataObject) -> None:
    fused = floats(numbers)
    best = best_first(fused)[: data.draw(st.integers(1, len(numbers)))]
    more = floats(data.draw(st.lists(st.floats(0, 1, width=32), min_size=len(best), max_size=len(best))))
    raised = raise_best(fused, best, more)
    assert raised[best].tolist() == pytest.approx((fused[best] + more).tolist(), abs=1e-6)
    rest = np.setdiff1d(np.arange(len(fused)), best)
    assert not len(rest) or raised[rest].max() < raised[best].min()


def test_what_stands_behind_the_best_already_keeps_its_score() -> None:
    raised = raise_best(floats([0.9, 0.8, 0.3, 0.1]), np.array([0, 1]), floats([0.0, 0.1]))
    assert raised[2:].tolist() == pytest.approx([0.3, 0.1], abs=1e-5)


def test_the_share_supported_weighs_words_by_their_idf() -> None:
    support = np.array([[1.0, 0.5], [0.0, 1.0]], dtype=np.float32)
    assert share_supported(support, [3.0, 1.0]).tolist() == [0.875, 0.25]


def test_a_question_without_words_is_supported_by_nothing() -> None:
    assert share_supported(np.zeros((2, 0), dtype=np.float32), []).tolist() == [0, 0]


@given(values)
def test_feedback_weights_add_up_to_one_and_follow_the_score(numbers: list[float]) -> None:
    weights = feedback_weights(floats(numbers))
    assert float(weights.sum()) == pytest.approx(1, abs=1e-5)
    # Scores that differ only in their last bits may get the same weight.
    assert weights[floats(numbers).argmax()] == weights.max()


def test_a_moved_vector_is_a_unit_vector_between_the_two() -> None:
    turned = moved(floats([1, 0]), floats([0, 1]))
    assert float(np.linalg.norm(turned)) == pytest.approx(1)
    assert turned[0] > turned[1] > 0


def test_the_fewer_words_a_question_has_the_less_its_token_vectors_count() -> None:
    counts = [weights_for(terms, understood=True)[0].maxsim for terms in (1, 2, 3, 4)]
    assert counts[0] == 0
    assert counts[0] < counts[1] < counts[2] == counts[3]


def test_a_question_in_a_language_that_the_model_does_not_know_is_ranked_by_words() -> None:
    passages, sentences = weights_for(3, understood=False)
    assert passages.dense == passages.sentence == sentences.cosine == 0
    assert passages.lexical > WEIGHTS.lexical


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 1, width=32), st.floats(0, 1, width=32)), max_size=9))
def test_an_article_supports_what_any_of_its_passages_supports(rows: list[tuple[str, float, float]]) -> None:
    support = np.array([row[1:] for row in rows], dtype=np.float32).reshape(-1, 2)
    shares = share_by_article(support, [1.0, 3.0], [owner for owner, _, _ in rows])
    first = [max(one for other, one, _ in rows if other == owner) for owner, _, _ in rows]
    second = [max(one for other, _, one in rows if other == owner) for owner, _, _ in rows]
    expected = [(one + 3 * other) / 4 for one, other in zip(first, second, strict=True)]
    assert shares.tolist() == pytest.approx(expected, abs=1e-6)
