"""The verdict on a whole answer, from its first evidences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.answer import Evidence
from index.ask import Answerer
from index.filtering.filters import ALL
from index.search.judge import judge
from index.search.question.understand import understand


@pytest.fixture
def evidence(answerer: Answerer) -> list[Evidence]:
    """Four evidences with high confidence, none of which contains the word "towel"."""
    found = [item for item in answerer.ask("heat pad or bath?", k=4).evidence if "towel" not in item.passage.text]
    return [replace(found[0], rank=rank, confidence=0.9) for rank in range(1, 5)]


@pytest.mark.parametrize(("place", "verdict"), [(1, "answered"), (3, "answered"), (4, "partial")])
def test_the_question_s_words_are_looked_for_in_the_first_three_evidences(
    answerer: Answerer, evidence: list[Evidence], place: int, verdict: str
) -> None:
    vocabulary = answerer.engine.vocabulary
    query = understand("towel", 4, ALL, vocabulary, None)
    with_the_word = next(item for item in answerer.ask("towel", k=4).evidence if "towel" in item.passage.text)
    evidence[place - 1] = replace(with_the_word, rank=place, confidence=0.9)
    assert judge(query, evidence, vocabulary).verdict == verdict


def test_without_evidence_nothing_is_sure(answerer: Answerer) -> None:
    vocabulary = answerer.engine.vocabulary
    judged = judge(understand("towel zebra", 4, ALL, vocabulary, None), [], vocabulary)
    assert (judged.verdict, judged.confidence, judged.missing) == ("unanswered", 0.0, ("zebra",))
