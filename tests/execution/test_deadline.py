"""Work checks its deadline regularly: wherever it passes, the question is aborted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from itertools import count
from types import SimpleNamespace

import numpy as np
import pytest

from index.ask import Answerer
from index.build import build
from index.engine.local import LocalEngine
from index.errors import OutOfTimeError
from index.execution.deadline import Deadline, check_deadline, seconds_left, wait_for
from index.filtering.filters import ALL
from index.opening import open_answerer
from index.search.check_quote import check_quote
from index.settings import Settings

Work = Callable[[Answerer], object]
MANY = [f"made{letter}{other}" for letter in "abcdefgh" for other in "abcd"]


class Looks:
    """A clock that advances by one second whenever it is read."""

    def __init__(self) -> None:
        self.seen = count()

    def __call__(self) -> float:
        return float(next(self.seen))


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    clock = Looks()
    monkeypatch.setattr("index.execution.deadline.time", SimpleNamespace(monotonic=clock))
    return clock


def times_looked(work: Work, answerer: Answerer, looks: Looks) -> int:
    """How often the deadline is checked."""
    with Deadline.after(1e9).holding():
        before = next(looks.seen)
        work(answerer)
        return next(looks.seen) - before - 1


def lexical(answerer: Answerer) -> LocalEngine:
    assert isinstance(answerer.engine, LocalEngine)
    return answerer.engine


def test_wherever_the_deadline_passes_the_question_is_broken_off(answerer: Answerer, looks: Looks) -> None:
    answerer.ask("ice or heat for a sore bakc?")
    total = times_looked(lambda own: own.ask("ice or heat for a sore bakc?"), answerer, looks)
    assert total > 50
    for seconds in range(1, total):
        with Deadline.after(seconds).holding(), pytest.raises(OutOfTimeError, match=f"within {seconds} seconds"):
            answerer.ask("ice or heat for a sore bakc?")


@pytest.mark.parametrize(
    ("work", "least"),
    [
        pytest.param(lambda own: own._speller.correct(" ".join(MANY)), len(MANY), id="words looked up"),
        pytest.param(lambda own: lexical(own)._files.lexical.scores(MANY), len(MANY), id="terms of BM25"),
        pytest.param(
            lambda own: lexical(own)._files.lexical.scores_of(MANY, np.array([0])), len(MANY), id="terms of candidates"
        ),
        pytest.param(
            lambda own: lexical(own)._files.word_vectors.likeness(
                np.eye(9, own.encoder.dimension, dtype=np.float32), np.array([0])
            ),
            9,
            id="words compared",
        ),
        pytest.param(
            lambda own: lexical(own)._files.sentence_terms.shares(MANY, [1.0] * len(MANY), np.array([0])),
            len(MANY),
            id="terms of sentences",
        ),
        pytest.param(lambda own: own.check_quote("never sleep on an ice pad it burns"), 20, id="sentences of a quote"),
        pytest.param(lambda own: own.check_quote("the"), 5, id="places of a quote"),
    ],
)
def test_each_loop_over_a_question_s_words_looks_at_it_every_time(
    answerer: Answerer, looks: Looks, work: Work, least: int
) -> None:
    assert times_looked(work, answerer, looks) >= least


def test_each_sentence_that_a_quote_is_compared_with_looks_at_it(answerer: Answerer, looks: Looks) -> None:
    evidence = answerer.ask("never sleep on an ice pad it burns").evidence
    sentences = sum(len(item.passage.sentences) for item in evidence)
    found = times_looked(lambda own: check_quote("x", own.engine, ALL, lambda _: evidence), answerer, looks)
    nothing = times_looked(lambda own: check_quote("x", own.engine, ALL, lambda _: ()), answerer, looks)
    assert found - nothing >= sentences > 1


def test_many_passages_are_read_so_many_at_a_time(
    settings: Settings, looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.engine.texts._AT_ONCE", 1)
    build(settings)
    own = open_answerer(settings)
    store = lexical(own)._files.texts
    rows = list(range(own.engine.count))
    assert times_looked(lambda _: store.passages(rows), own, looks) >= len(rows) > 1


def test_without_a_deadline_nothing_is_looked_at(answerer: Answerer, looks: Looks) -> None:
    answerer.ask("ice or heat?")
    assert next(looks.seen) == 0
    assert seconds_left() is None
    assert seconds_left(2) == 2


def test_it_holds_for_the_thread_and_the_block_alone() -> None:
    raised = []

    def other() -> None:
        try:
            check_deadline()
        except OutOfTimeError as error:
            raised.append(error)

    with Deadline.after(0).holding():
        with Deadline.after(60).holding():
            check_deadline()
        with pytest.raises(OutOfTimeError):
            check_deadline()
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    check_deadline()
    assert not raised


def test_who_waits_for_another_s_work_waits_no_longer() -> None:
    never: Future[None] = Future()
    with Deadline.after(0.01).holding(), pytest.raises(OutOfTimeError):
        wait_for(never)


def test_an_error_of_the_work_itself_stays_what_it_is() -> None:
    failed: Future[None] = Future()
    failed.set_exception(TimeoutError("the disk"))
    with Deadline.after(60).holding(), pytest.raises(TimeoutError, match="the disk"):
        wait_for(failed)


def test_one_waits_until_the_sooner_of_both() -> None:
    with Deadline.after(60).holding():
        assert seconds_left(1) == 1
        assert 50 < (seconds_left(100) or 0) <= 60
