"""No question costs many times more than an ordinary one; the work is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace

import pytest

from benchmarks.costly import ORDINARY, costs, shapes
from index.ask import Answerer
from index.contract.answers import LONGEST_QUESTION
from index.encoding.hashed import HashEncoder
from index.encoding.protocol import Encoded
from index.execution.deadline import Deadline
from index.search.question.understand import MOST_TERMS
from index.search.scoring.encode import MOST_UNSEEN, MOST_UNSEEN_CHARACTERS

pytestmark = pytest.mark.repeats

TIMES = 20
SHAPES = 19
# The whole question and four parts of it.
MOST_RUNS = 5


class Counting(HashEncoder):
    """The fake encoder, which records its input."""

    def __init__(self) -> None:
        self.questions: list[str] = []
        self.words: list[str] = []

    def encode_query(self, text: str, words: Sequence[str] = ()) -> Encoded:
        self.questions.append(text)
        self.words += words
        assert len(words) <= MOST_UNSEEN
        assert sum(map(len, words)) <= MOST_UNSEEN_CHARACTERS
        return super().encode_query(text, words)


class Looks:
    """A clock that counts how often it is read: once for every term, word, passage and sentence processed."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> float:
        self.count += 1
        return 0.0


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    clock = Looks()
    monkeypatch.setattr("index.execution.deadline.time", SimpleNamespace(monotonic=clock))
    return clock


def worked(answerer: Answerer, question: str, looks: Looks) -> int:
    before = looks.count
    with Deadline(1, 1.0).holding():
        answerer.ask(question)
    return looks.count - before


@pytest.mark.parametrize("shape", range(SHAPES))
def test_no_shape_of_a_question_has_much_more_done(answerer: Answerer, looks: Looks, shape: int) -> None:
    encoder = Counting()
    own = replace(answerer, encoder=encoder)
    ordinary = worked(own, ORDINARY, looks)
    encoder.questions.clear()
    encoder.words.clear()
    made = shapes(own)
    assert len(made) == SHAPES
    name, question = list(made.items())[shape]
    assert len(question) <= LONGEST_QUESTION
    assert worked(own, question, looks) <= TIMES * ordinary, name
    assert len(encoder.questions) <= MOST_RUNS
    # A question is encoded once, and its parts together are not longer than the question.
    assert sum(map(len, encoder.questions)) <= 2 * len(question)
    assert len(encoder.words) <= MOST_RUNS * MOST_UNSEEN


def test_a_long_question_is_understood_by_its_first_words(answerer: Answerer, looks: Looks) -> None:
    encoder = Counting()
    own = replace(answerer, encoder=encoder)
    worked(own, shapes(own)["long made-up words"], looks)
    assert len(encoder.questions) == 1
    assert len(own.scored(shapes(own)["words of the articles"], 5).question.words) <= MOST_TERMS
    assert encoder.words


@pytest.mark.slow
@pytest.mark.model
def test_no_shape_of_a_question_takes_twenty_times_an_ordinary_one_s_processor_time(real: Answerer) -> None:
    # Other load on the machine slows down any of them, so each is measured three times.
    found = [costs(real) for _ in range(3)]
    assert {name for name in found[0] if min(one[name] for one in found) > TIMES} == set()
