"""Changes of a folder are followed by builds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index.cli.watch import changes, watch
from index.errors import CorpusError

QUIET = 0.15


class StoppedError(Exception):
    """Ends a watch."""


def followed(folder: Path, steps: list[Callable[[], object]]) -> int:
    """How many builds there were, the n-th step being done after the n-th of them; none for a second ends it."""
    builds = 0
    last = time.monotonic()

    def build() -> None:
        nonlocal builds, last
        builds += 1
        last = time.monotonic()
        if steps:
            threading.Timer(0.05, steps.pop(0)).start()

    def stop_when_quiet() -> None:
        while time.monotonic() - last < 1.6:
            time.sleep(0.05)
        ended.set()
        (folder / "end.txt").touch()

    ended = threading.Event()

    def build_until_end() -> None:
        if ended.is_set():
            raise StoppedError
        build()

    threading.Thread(target=stop_when_quiet, daemon=True).start()
    with pytest.raises(StoppedError):
        watch(folder, QUIET, build_until_end)
    return builds


def test_the_folder_is_built_at_the_start(tmp_path: Path) -> None:
    assert followed(tmp_path, []) == 1


def test_a_change_is_followed_by_a_build(tmp_path: Path) -> None:
    assert followed(tmp_path, [(tmp_path / "new.txt").touch]) == 2


def test_changes_in_a_row_are_followed_by_one_build(tmp_path: Path) -> None:
    def many() -> None:
        for number in range(10):
            (tmp_path / f"{number}.txt").touch()
            time.sleep(QUIET / 3)

    assert followed(tmp_path, [many]) == 2


def test_a_change_during_a_build_leads_to_another(tmp_path: Path) -> None:
    with changes(tmp_path) as changed:
        (tmp_path / "during.txt").touch()
        time.sleep(0.2)
        changed.wait(QUIET)


def test_reading_a_file_is_no_change(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("words", encoding="utf-8")
    assert followed(tmp_path, [(tmp_path / "one.txt").read_bytes]) == 1


def test_hidden_files_are_no_change(tmp_path: Path) -> None:
    (tmp_path / ".verbatim").mkdir()
    assert followed(tmp_path, [(tmp_path / ".verbatim" / "lock").touch]) == 1


def test_a_folder_that_takes_the_place_of_the_corpus_is_followed(tmp_path: Path) -> None:
    corpus = tmp_path / "articles"
    corpus.mkdir()

    def replace() -> None:
        corpus.rename(tmp_path / "before")
        corpus.mkdir()

    assert followed(corpus, [replace, (corpus / "new.txt").touch]) >= 3


def test_without_a_folder_there_is_nothing_to_watch(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="There is no corpus folder"):
        watch(tmp_path / "none", QUIET, lambda: None)
