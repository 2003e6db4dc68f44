"""One writer at a time; snapshots in use are not deleted."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from index.execution.progress import NullWatcher
from index.storage.locks import Hold, alone, is_writing, writing


class Listener(NullWatcher):
    """Records its messages."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def tell(self, message: str) -> None:
        self.told.append(message)


def test_a_second_writer_says_so_and_waits(tmp_path: Path) -> None:
    listener, order = Listener(), []

    def second() -> None:
        with writing(tmp_path, listener):
            order.append("second")

    waiting = threading.Thread(target=second)
    with writing(tmp_path):
        waiting.start()
        waiting.join(0.6)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]
    assert listener.told == [f"Another build is writing {str(tmp_path)!r}: waiting until it is done."]


def test_a_lone_writer_says_nothing(tmp_path: Path) -> None:
    listener = Listener()
    with writing(tmp_path, listener):
        assert listener.told == []


def test_it_shows_whether_somebody_writes(tmp_path: Path) -> None:
    before = is_writing(tmp_path)
    with writing(tmp_path):
        during = is_writing(tmp_path)
    assert (before, during, is_writing(tmp_path)) == (False, True, False)


def test_an_error_within_is_not_taken_for_one_of_the_index(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="of the corpus"), writing(tmp_path):
        raise OSError("of the corpus")


def test_nobody_is_alone_in_a_folder_that_is_held(tmp_path: Path) -> None:
    hold = Hold(tmp_path)
    with alone(tmp_path) as held:
        assert not held
    hold.close()
    with alone(tmp_path) as let_go:
        assert let_go


def test_a_hold_that_is_forgotten_is_let_go(tmp_path: Path) -> None:
    hold = Hold(tmp_path)
    del hold
    with alone(tmp_path) as free:
        assert free


def test_a_folder_that_was_replaced_stands_no_more(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    hold = Hold(tmp_path / "one")
    stood = hold.stands()
    (tmp_path / "one").rename(tmp_path / "two")
    gone = hold.stands()
    (tmp_path / "one").mkdir()
    assert (stood, gone, hold.stands()) == (True, False, False)


def test_a_hold_that_is_closed_stands_no_more(tmp_path: Path) -> None:
    hold = Hold(tmp_path)
    hold.close()
    hold.close()
    assert not hold.stands()
