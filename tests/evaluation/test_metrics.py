"""Metrics, compared with their definitions."""

from __future__ import annotations

from math import isnan, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.evaluation.metrics import auroc, by_question, calibration_error, interval, paired_p

scores = st.lists(st.floats(0, 1), min_size=1, max_size=20)


@given(scores, scores)
def test_auroc_is_the_share_of_pairs_in_the_right_order(positives: list[float], negatives: list[float]) -> None:
    pairs = [(p > n) + 0.5 * (p == n) for p in positives for n in negatives]
    assert auroc(positives, negatives) == pytest.approx(sum(pairs) / len(pairs))


def test_auroc_of_one_side_alone_is_not_a_number() -> None:
    assert isnan(auroc([0.5], []))


def test_measures_come_question_by_question_and_0_where_nothing_was_found() -> None:
    judged = {"q1": {"a": 1, "b": 1}, "q2": {"a": 1}, "q3": {"a": 1}}
    run = {"q1": {"x": 3.0, "a": 2.0, "b": 1.0}, "q2": {"a": 1.0}, "q3": {}}
    values = by_question(judged, run, ["nDCG@10", "RR@10", "Success@1"])
    assert values["nDCG@10"]["q1"] == pytest.approx((1 / log2(3) + 1 / log2(4)) / (1 + 1 / log2(3)))
    assert values["RR@10"] == {"q1": 0.5, "q2": 1.0, "q3": 0.0}
    assert values["Success@1"] == {"q1": 0.0, "q2": 1.0, "q3": 0.0}


def test_an_interval_holds_the_mean_and_is_the_same_each_time() -> None:
    values = [0.0, 1.0] * 50
    low, high = interval(values)
    assert low < 0.5 < high
    assert (low, high) == interval(values)


def test_an_interval_of_nothing_is_not_a_number() -> None:
    assert isnan(interval([])[0])


def test_equal_results_do_not_differ_and_clearly_better_ones_do() -> None:
    worse = [0.1, 0.2, 0.3, 0.4] * 10
    assert paired_p(worse, worse) == 1.0
    assert paired_p([value + 0.1 + value / 10 for value in worse], worse) < 0.001


def test_calibration_error_is_0_when_confidence_is_the_share_that_is_right() -> None:
    assert calibration_error([0.25] * 4 + [0.75] * 4, [True, False, False, False, True, True, True, False], bins=2) == 0


def test_calibration_error_is_the_distance_when_it_is_not() -> None:
    assert calibration_error([0.9] * 10, [False] * 10) == pytest.approx(0.9)
