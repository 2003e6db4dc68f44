"""A lone question has two threads, each tied to a processor; where others ask too or want one, it has one."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from index.encoding.bert import Bert
from index.encoding.load import identify, load_encoder
from index.encoding.pair import Pair, in_one_thread, processors
from index.encoding.sentences import SentenceEncoder, Vectors, open_vectors
from index.settings import load_settings

needs_two = pytest.mark.skipif(len(processors()) != 2, reason="there are not two processors")
SHARED = ("ask_0", 2)
TASKS = Path("/proc/self/task")


def where() -> tuple[str, int]:
    """Which thread computes, and in how many."""
    return threading.current_thread().name, torch.get_num_threads()


def alone_in() -> tuple[str, int]:
    """What `where` says in one thread that is this one."""
    return threading.current_thread().name, 1


class Clock:
    """What `time` is for a pair: it goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        """Seconds."""
        return self.now

    def takes(self, seconds: float) -> Callable[[], None]:
        """Work that takes as long."""

        def work() -> None:
            self.now += seconds

        return work


def ask(pair: Pair, work: Callable[[], object] = where, *, alone: bool = True) -> object:
    return pair.run(work, alone=alone)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("index.encoding.pair.time", clock)
    return clock


@pytest.fixture
def two(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Pair:
    """A pair, whatever the machine has."""
    monkeypatch.setattr("index.encoding.pair.processors", lambda: [0, 1])
    return Pair()


@pytest.fixture
def encoder() -> SentenceEncoder:
    encoder = load_encoder(load_settings(), identify(load_settings()))
    assert isinstance(encoder, SentenceEncoder)
    return encoder


def test_a_lone_question_has_two_threads_whatever_torch_has(two: Pair) -> None:
    assert in_one_thread(lambda: ask(two)) == SHARED


@needs_two
def test_each_of_them_is_tied_to_a_processor_of_its_own() -> None:
    before = {task.name for task in TASKS.iterdir()}
    pair = Pair()
    ask(pair, lambda: torch.zeros(1_000_000).add_(1))
    begun = [os.sched_getaffinity(int(task.name)) for task in TASKS.iterdir() if task.name not in before]
    assert sorted(map(sorted, begun)) == [[own] for own in processors()]


def test_the_thread_that_asks_stays_where_it_was() -> None:
    before = processors(), torch.get_num_threads()
    ask(Pair())
    assert (processors(), torch.get_num_threads()) == before


@pytest.mark.parametrize("there", [[], [0]])
def test_where_there_are_no_two_processors_a_question_keeps_to_one(
    there: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.encoding.pair.processors", lambda: there)
    assert ask(Pair()) == alone_in()


def test_where_threads_cannot_be_tied_there_are_still_two(two: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.sched_setaffinity", forbidden)
    assert ask(two) == SHARED


def test_of_more_than_two_processors_none_is_chosen_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    tied: list[object] = []
    monkeypatch.setattr("index.encoding.pair.processors", lambda: [0, 1, 2])
    monkeypatch.setattr("os.sched_setaffinity", lambda *given: tied.append(given))
    assert ask(Pair()) == SHARED
    assert not tied


def test_several_questions_at_once_are_computed_in_the_thread_that_asks(two: Pair) -> None:
    assert ask(two, alone=False) == alone_in()


def test_a_question_that_comes_while_another_is_computed_is_computed_in_its_own_thread(two: Pair) -> None:
    assert ask(two, lambda: (where(), in_its_own(lambda: ask(two)))) == (SHARED, ("second", 1))


def in_its_own(work: Callable[[], object]) -> object:
    """What `work` returns in another thread."""
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(work()), name="second")
    thread.start()
    thread.join()
    return found[0]


def test_after_questions_met_each_keeps_to_one_thread_for_a_second(two: Pair, clock: Clock) -> None:
    ask(two, alone=False)
    clock.now += 0.9
    assert ask(two) == alone_in()
    clock.now += 0.2
    assert ask(two) == SHARED


@pytest.mark.parametrize(("took", "found"), [((9, 9), False), ((9,), True), ((2, 2), True), ((9, *[1] * 15, 9), True)])
def test_threads_that_are_held_up_twice_in_a_while_are_given_up(
    took: tuple[float, ...], found: bool, two: Pair, clock: Clock
) -> None:
    for seconds in (*[1] * 5, *took):
        ask(two, clock.takes(seconds))
    assert (ask(two) == SHARED) is found


def test_after_half_a_minute_they_are_tried_again_and_given_up_the_next_time(two: Pair, clock: Clock) -> None:
    for seconds in (*[1] * 5, 9, 9):
        ask(two, clock.takes(seconds))
    clock.now += 31
    assert (ask(two), ask(two)) == (SHARED, SHARED)
    ask(two, clock.takes(9))
    assert ask(two) == alone_in()


def test_questions_that_meet_do_not_bring_them_back_sooner(two: Pair, clock: Clock) -> None:
    for seconds in (*[1] * 5, 9, 9):
        ask(two, clock.takes(seconds))
    ask(two, alone=False)
    clock.now += 20
    assert ask(two) == alone_in()


def test_an_error_is_raised_where_the_question_was_asked_and_the_next_has_two_threads_again(two: Pair) -> None:
    with pytest.raises(ZeroDivisionError):
        ask(two, lambda: 1 / 0)
    assert ask(two) == SHARED


def test_what_is_done_in_one_thread_leaves_torch_s_threads_as_they_were() -> None:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        with pytest.raises(ZeroDivisionError):
            in_one_thread(lambda: 1 / 0)
        assert (in_one_thread(torch.get_num_threads), torch.get_num_threads()) == (1, 2)
    finally:
        torch.set_num_threads(before)


@pytest.mark.model
@needs_two
def test_questions_have_the_same_vectors_either_way(encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, int]] = []
    computed = Bert.encode

    def noted(bert: Bert, texts: list[list[int]]) -> torch.Tensor:
        seen.append(where())
        return computed(bert, texts)

    monkeypatch.setattr(Bert, "encode", noted)
    lone = encoder.encode_query("does heat help?", ["heat"])
    (met,) = encoder.encode_queries([("does heat help?", ["heat"])])
    assert np.allclose(lone, met, atol=1e-6)
    assert seen == [SHARED, alone_in()]


@pytest.mark.model
def test_a_model_is_loaded_in_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, int]] = []
    opened = open_vectors

    def noted(folder: Path, dtype: str, *, offline: bool) -> Vectors:
        seen.append(where())
        return opened(folder, dtype, offline=offline)

    monkeypatch.setattr("index.encoding.sentences.open_vectors", noted)
    settings = load_settings(model={"precision": "bfloat16"})
    load_encoder(settings, identify(settings)).encode_passages(["ice"])
    assert seen == [alone_in()] * 2
