"""Other processes can see a running build."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from index.build import build
from index.execution.progress import NullWatcher
from index.settings import Settings
from index.storage.locks import writing
from index.storage.running import FILE, Progress, ProgressFile, running_build


def test_a_build_shows_how_far_it_is_five_times_a_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    clock = SimpleNamespace(time=lambda: 0.0, monotonic=lambda: now)
    monkeypatch.setattr("index.storage.running.time", clock)
    shown = []
    with writing(tmp_path), ProgressFile(tmp_path, NullWatcher()) as told:
        told.begin("embedding", 10)
        for now in (100.1, 100.3, 100.4, 100.6):  # noqa: B007 - the clock tells it
            told.advance(1)
            shown.append(running_build(tmp_path))
    assert shown == [Progress("embedding", done, 10, 0.0) for done in (0, 2, 2, 4)]


def test_where_nobody_builds_nothing_runs(tmp_path: Path) -> None:
    assert running_build(tmp_path) is None


def test_what_a_killed_build_left_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"step": "embedding", "done": 1, "total": 2, "started": 0}', encoding="utf-8")
    before = running_build(tmp_path)
    with writing(tmp_path):
        assert (before, running_build(tmp_path)) == (None, Progress("embedding", 1, 2, 0))


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"step": 1, "done": "many", "total": 2, "started": 0}'])
def test_a_file_that_is_no_progress_is_not_shown(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with writing(tmp_path):
        assert running_build(tmp_path) is None


def test_a_build_that_cannot_tell_goes_on(tmp_path: Path) -> None:
    (tmp_path / f"{FILE}.new").mkdir()
    with ProgressFile(tmp_path, NullWatcher()) as told:
        told.begin("embedding", 1)
    assert not (tmp_path / FILE).exists()


def test_a_watcher_sees_its_own_build_running(settings: Settings) -> None:
    seen: list[str] = []

    class Looking(NullWatcher):
        def advance(self, done: int) -> None:  # noqa: ARG002 - the protocol's name
            running = running_build(settings.index)
            seen.append(running.step if running else "")

    build(settings, Looking())
    assert {"embedding", "writing"} <= set(seen)
    assert running_build(settings.index) is None
    assert not (settings.index / FILE).exists()
