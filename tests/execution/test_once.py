"""Objects that are created once per process."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.execution.once import Once


def test_threads_that_ask_at_the_same_time_share_one_result() -> None:
    together = threading.Barrier(4)

    @Once
    def made() -> object:
        # No other thread is inside: otherwise one would arrive within a second.
        with pytest.raises(threading.BrokenBarrierError):
            inside.wait(1)
        return object()

    inside = threading.Barrier(2)

    def asked() -> object:
        together.wait(60)
        return made()

    with ThreadPoolExecutor(4) as threads:
        results = [future.result(60) for future in [threads.submit(asked) for _ in range(4)]]
    assert len(set(map(id, results))) == 1


def test_what_was_being_made_when_it_was_forgotten_is_not_kept() -> None:
    begun, over = threading.Event(), threading.Event()
    values = iter(["old", "new"])

    @Once
    def made() -> str:
        value = next(values)
        begun.set()
        over.wait(60)
        return value

    with ThreadPoolExecutor(2) as threads:
        old = threads.submit(made)
        begun.wait(60)
        forgotten = threads.submit(made.forget)
        over.set()
        forgotten.result(60)
        assert old.result(60) == "old"
    assert made() == "new"


def test_other_arguments_make_another_and_an_error_is_not_kept() -> None:
    calls: list[int] = []

    @Once
    def made(number: int) -> int:
        calls.append(number)
        if number < 0:
            raise ValueError(number)
        return number

    assert [made(1), made(1), made(2)] == [1, 1, 2]
    for _ in range(2):
        with pytest.raises(ValueError, match="-1"):
            made(-1)
    assert calls == [1, 2, -1, -1]
