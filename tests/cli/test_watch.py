"""Changes in a folder trigger builds. If an expected build never happens, the test runs into its timeout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from types import SimpleNamespace

import pytest
from watchdog.events import FileModifiedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from index.cli.watch import changes, is_change, watch
from index.errors import CorpusError

QUIET = 0.01


class StoppedError(Exception):
    """Ends a watch."""


def followed(folder: Path, *steps: Callable[[], object]) -> None:
    """Watch `folder`: run the n-th step during the n-th build; the build after the last step ends it."""
    left = list(steps)

    def build() -> None:
        if not left:
            raise StoppedError
        left.pop(0)()

    with pytest.raises(StoppedError):
        watch(folder, QUIET, build)
    assert left == []


def events(folder: Path, act: Callable[[], object]) -> list[FileSystemEvent]:
    """The file system events in `folder` while `act` runs."""
    told: SimpleQueue[FileSystemEvent] = SimpleQueue()

    class Listener(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            told.put(event)

    end = folder / "end.txt"
    observer = Observer()
    observer.schedule(Listener(), str(folder), recursive=True)
    observer.start()
    try:
        act()
        end.touch()
        return list(iter(told.get, next_about(end)))
    finally:
        observer.stop()
        observer.join()


def next_about(path: Path) -> object:
    """Equal to any event about `path`."""

    class About:
        def __eq__(self, event: object) -> bool:
            return isinstance(event, FileSystemEvent) and event.src_path == str(path)

        __hash__ = None  # type: ignore[assignment]

    return About()


def test_the_folder_is_built_at_the_start(tmp_path: Path) -> None:
    followed(tmp_path)


def test_a_change_during_a_build_leads_to_another(tmp_path: Path) -> None:
    followed(tmp_path, (tmp_path / "new.txt").touch, (tmp_path / "new.txt").unlink)


def test_changes_are_waited_for_until_they_come_to_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) < 3:
            changed.on_any_event(FileModifiedEvent(str(tmp_path / "one.txt")))

    monkeypatch.setattr("index.cli.watch.time", SimpleNamespace(sleep=wait))
    with changes(tmp_path) as changed:
        changed.on_any_event(FileModifiedEvent(str(tmp_path / "one.txt")))
        changed.wait(5)
    assert waits == [5, 5, 5]


def test_writing_a_file_is_a_change(tmp_path: Path) -> None:
    told = events(tmp_path, lambda: (tmp_path / "one.txt").write_text("words", encoding="utf-8"))
    assert any(is_change(event, tmp_path) for event in told)


def test_reading_a_file_is_no_change(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("words", encoding="utf-8")
    told = events(tmp_path, (tmp_path / "one.txt").read_bytes)
    assert [event for event in told if is_change(event, tmp_path)] == []
    assert told


def test_hidden_files_are_no_change(tmp_path: Path) -> None:
    (tmp_path / ".verbatim").mkdir()
    told = events(tmp_path, (tmp_path / ".verbatim" / "lock").touch)
    assert [event for event in told if is_change(event, tmp_path)] == []
    assert told


def test_a_folder_that_takes_the_place_of_the_corpus_is_followed(tmp_path: Path) -> None:
    corpus = tmp_path / "articles"
    corpus.mkdir()

    def replace() -> None:
        corpus.rename(tmp_path / "before")
        corpus.mkdir()

    followed(corpus, replace, (corpus / "new.txt").touch)


def test_without_a_folder_there_is_nothing_to_watch(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="There is no corpus folder"):
        watch(tmp_path / "none", QUIET, lambda: None)
