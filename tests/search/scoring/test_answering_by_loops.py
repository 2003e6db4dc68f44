"""The answering sentence in arbitrary passages, compared with a loop."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer import SentenceScores
from index.arrays import Floats
from index.search.scoring.answering import answering
from index.search.scoring.fusion import SENTENCE_WEIGHTS, WEIGHTS

# Exact binary fractions, so that equal sums compare equal.
SCORE = st.sampled_from([0.0, 0.25, 0.5, 1.0])
SENTENCE = st.tuples(SCORE, SCORE, SCORE, SCORE, SCORE, st.booleans(), st.booleans(), st.booleans())
PASSAGES = st.lists(st.lists(SENTENCE, min_size=1, max_size=4), min_size=1, max_size=4)

Sentences = list[tuple[float, float, float, float, float, bool, bool, bool]]


def scores(passages: list[Sentences]) -> SentenceScores:
    columns = np.array([sentence for passage in passages for sentence in passage], dtype=np.float32).T
    first = np.cumsum([0, *map(len, passages)])
    cosine, maxsim, paired, *others = columns[:5]
    added = paired - np.roll(maxsim, 1)
    return SentenceScores(first, cosine, maxsim, paired, added, *others, *columns[5:].astype(np.bool_))


def together(one: SentenceScores, at: int, negated: bool) -> float:
    """The value by which a sentence is compared."""
    weights = SENTENCE_WEIGHTS
    return float(
        one.cosine[at]
        + weights.maxsim * one.maxsim[at]
        + weights.paired * one.paired[at]
        + weights.shared * one.shared[at]
        + weights.negated * bool(one.negated[at] and negated)
        + weights.doubtful * bool(one.doubtful[at])
        + weights.fragment * bool(one.fragment[at])
    )


@given(PASSAGES, st.booleans())
def test_any_answering_sentence_is_the_best_of_its_passage(passages: list[Sentences], negated: bool) -> None:
    one = scores(passages)
    found = answering(one, negated=negated)
    for (first, last), best in zip(pairwise(one.first), found.best, strict=True):
        figures = [together(one, at, negated) for at in range(first, last)]
        assert figures[best] == pytest.approx(max(figures), abs=1e-5)


@given(PASSAGES, st.booleans())
def test_scores_are_those_of_the_answering_sentence(passages: list[Sentences], negated: bool) -> None:
    one = scores(passages)
    found = answering(one, negated=negated)
    at = one.first[:-1] + found.best
    assert found.paired.tolist() == one.paired[at].tolist()
    assert found.shared.tolist() == one.shared[at].tolist()
    assert found.centred.tolist() == one.centred[at].tolist()


@given(PASSAGES)
def test_nothing_goes_on_beyond_a_passage_s_last_sentence(passages: list[Sentences]) -> None:
    found = answering(scores(passages), negated=False)
    last = np.array([len(passage) - 1 for passage in passages])
    assert not found.continued[found.best == last].any()


@given(PASSAGES, st.booleans())
def test_a_passage_gains_its_best_pair_and_its_most_shared_words(passages: list[Sentences], negated: bool) -> None:
    found = answering(scores(passages), negated=negated)
    expected = [
        WEIGHTS.maxsim * max(sentence[2] for sentence in passage)
        + max(WEIGHTS.shared * sentence[3] + WEIGHTS.negated * (sentence[5] and negated) for sentence in passage)
        for passage in passages
    ]
    assert found.more == pytest.approx(expected, abs=1e-5)


@given(PASSAGES)
def test_every_passage_answers_as_it_does_alone(passages: list[Sentences]) -> None:
    every = answering(scores(passages), negated=False)
    alone: list[Floats] = [answering(scores([passage]), negated=False).more for passage in passages]
    assert every.more.tolist() == [float(more[0]) for more in alone]
    assert every.best.tolist() == [int(answering(scores([p]), negated=False).best[0]) for p in passages]


@given(PASSAGES)
def test_passages_in_another_order_are_the_same_passages(passages: list[Sentences]) -> None:
    backwards = np.arange(len(passages))[::-1]
    turned = answering(scores(passages), negated=False).of(backwards)
    other = answering(scores(passages[::-1]), negated=False)
    assert turned.best.tolist() == other.best.tolist()
    assert turned.continued.tolist() == other.continued.tolist()
