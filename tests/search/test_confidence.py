"""Confidence, verdict and strength."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer import Features
from index.search.confidence import NO_NUMBER, OTHER_CODE, confidence, strength, threshold, trust, verdict

share = st.floats(0, 1)


MIDDLING = Features(sentence=0.5, supported=0.5, maxsim=0.5, shared=0.5, centred=0.5)
FLAWS = {"doubtful": False, "other_code": False, "no_number": False}


@given(st.builds(Features, share, share, share, share, st.floats(-1, 1)))
def test_confidence_is_a_probability(features: Features) -> None:
    assert 0 < confidence(features) < 1


@pytest.mark.parametrize("feature", Features.__slots__)
def test_every_feature_speaks_for_the_evidence(feature: str) -> None:
    assert confidence(replace(MIDDLING, **{feature: 0.7})) > confidence(MIDDLING)


@pytest.mark.parametrize("flaw", FLAWS)
def test_a_flaw_lowers_the_trust(flaw: str) -> None:
    assert trust(**{**FLAWS, flaw: True}) < 0.5 < trust(**FLAWS) == 1


def test_two_flaws_lower_the_trust_twice() -> None:
    assert trust(doubtful=False, other_code=True, no_number=True) == pytest.approx(OTHER_CODE * NO_NUMBER)


def test_confidence_is_multiplied_by_the_trust() -> None:
    assert confidence(MIDDLING, trust=0.5) == pytest.approx(0.5 * confidence(MIDDLING))


def test_below_the_threshold_nothing_is_answered() -> None:
    assert verdict(threshold() - 0.001, ["ice"], {"ice"}) == "unanswered"


def test_at_the_threshold_a_question_is_answered_where_all_its_terms_are_shown() -> None:
    assert verdict(threshold(), ["ice", "heat"], {"ice", "heat", "bath"}) == "answered"


def test_at_the_threshold_a_question_is_partly_answered_where_a_term_is_not_shown() -> None:
    assert verdict(threshold(), ["ice", "heat"], {"ice"}) == "partial"


def test_strength_is_weak_exactly_where_an_answer_is_refused() -> None:
    assert [strength(value) for value in (threshold() - 0.001, threshold(), 0.99)] == ["weak", "fair", "strong"]
