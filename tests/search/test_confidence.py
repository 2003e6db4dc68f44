"""Confidence, verdict and strength."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer import Features
from index.search.confidence import confidence, strength, threshold, verdict

share = st.floats(0, 1)


@given(share, share, st.sampled_from([0.0, 1.0]))
def test_confidence_is_a_probability(sentence: float, supported: float, keywords: float) -> None:
    assert 0 < confidence(Features(sentence, supported, keywords)) < 1


@pytest.mark.parametrize("better", [Features(0.6, 0.5, 0), Features(0.5, 0.6, 0), Features(0.5, 0.5, 1)])
def test_every_feature_speaks_for_the_evidence(better: Features) -> None:
    assert confidence(better) > confidence(Features(0.5, 0.5, 0))


def test_a_damaged_sentence_is_trusted_less() -> None:
    sound = Features(0.6, 0.6, 0)
    assert confidence(sound, doubtful=True) < 0.5 * confidence(sound)


def test_below_the_threshold_nothing_is_answered() -> None:
    assert verdict(threshold() - 0.001, ["ice"], {"ice"}) == "unanswered"


def test_at_the_threshold_a_question_is_answered_where_all_its_terms_are_shown() -> None:
    assert verdict(threshold(), ["ice", "heat"], {"ice", "heat", "bath"}) == "answered"


def test_at_the_threshold_a_question_is_partly_answered_where_a_term_is_not_shown() -> None:
    assert verdict(threshold(), ["ice", "heat"], {"ice"}) == "partial"


def test_strength_is_weak_exactly_where_an_answer_is_refused() -> None:
    assert [strength(value) for value in (threshold() - 0.001, threshold(), 0.99)] == ["weak", "fair", "strong"]
