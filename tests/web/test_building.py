"""A snapshot that can be opened is served, whatever happens to the background build; in real processes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.build import build
from index.errors import CorpusError
from index.settings import Settings
from index.storage.locks import writing
from tests.web.serving import OURS, Program, Running, environment, get, running
from web.plain.routes import routes
from web.serving.background.building import build_now, building_beside
from web.serving.mounting import Dispatcher, nothing_else
from web.serving.service import service

_PATIENCE = 240
QUESTION = "How long do I hold it there?"
# Starts our program without the capability with which root bypasses file permissions.
WITHOUT_OVERRIDE = """
import ctypes, os, sys
ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)
os.execv(sys.executable, [sys.executable, "-m", "index", *sys.argv[1:]])
"""
PERMITTED = Program((sys.executable, "-c", WITHOUT_OVERRIDE))


@contextmanager
def serving(settings: Settings, tmp_path: Path, program: Program = OURS, **variables: object) -> Iterator[Running]:
    own_settings = environment(settings, **{"service__build": True, **variables})
    with running(["serve", "--api-only"], own_settings, tmp_path / "log", program) as own:
        yield own


def awaited(look: Callable[[], Any]) -> Any:
    """The result of `look` as soon as it is true."""
    until = time.monotonic() + _PATIENCE
    while not (found := look()):
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.1)
    return found


def health(server: Running) -> dict[str, Any]:
    # While the first request opens the snapshot, the next may get "busy".
    return dict(awaited(lambda: _json(server, "/api/v1/health")))


def ended_as(server: Running, state: str) -> dict[str, Any]:
    """The build as soon as it is in that state."""
    return dict(awaited(lambda: ((health(server)["build"] or {}).get("state") == state) and health(server)["build"]))


def quote(server: Running) -> str:
    answer = awaited(lambda: _json(server, "/api/v1/ask", q=QUESTION))
    return str(answer["evidence"][0]["quote"])


def _json(server: Running, path: str, **parameters: str) -> dict[str, Any] | None:
    response = get(server.address + path, params=parameters, timeout=_PATIENCE)
    return response.json() if response.status_code == 200 else None


def test_a_failing_build_stops_nothing_and_stands_in_health_and_log(built: Settings, tmp_path: Path) -> None:
    built.corpus.rename(tmp_path / "away")
    with serving(built, tmp_path) as server:
        failed = ended_as(server, "failed")
        assert quote(server) == "Hold it there for 20 minutes."
    assert "There is no corpus folder" in failed["said"]
    assert "There is no corpus folder" in server.log.read_text(encoding="utf-8")


def test_a_hanging_build_stops_nothing_and_stands_in_health_and_log(built: Settings, tmp_path: Path) -> None:
    # A process that holds the lock and never ends makes the build hang.
    with writing(built.index), serving(built, tmp_path, service__build_patience_seconds=0.1) as server:
        stalled = ended_as(server, "stalled")
        assert quote(server) == "Hold it there for 20 minutes."
    assert "has made no progress for 0.1 seconds" in stalled["said"]
    assert "has made no progress for 0.1 seconds" in server.log.read_text(encoding="utf-8")


def test_a_read_only_index_folder_is_served(built: Settings, tmp_path: Path) -> None:
    (built.corpus / "more.txt").write_text("A cold pack soothes the back for a while.", encoding="utf-8")
    folders = [built.index, *(path for path in built.index.rglob("*") if path.is_dir())]
    kept = sorted(path.name for path in built.index.iterdir())
    for folder in folders:
        folder.chmod(0o555)
    for path in built.index.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with serving(built, tmp_path, PERMITTED) as server:
            failed = ended_as(server, "failed")
            assert quote(server) == "Hold it there for 20 minutes."
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert "cannot be written" in failed["said"]
    assert sorted(path.name for path in built.index.iterdir()) == kept


def test_the_build_beside_publishes_what_is_new_and_is_then_done(built: Settings, tmp_path: Path) -> None:
    (built.corpus / "ice.md").write_text("# Ice\n\nHold the ice there for 7 minutes.\n", encoding="utf-8")
    with serving(built, tmp_path) as server:
        awaited(lambda: quote(server) == "Hold the ice there for 7 minutes.")
        awaited(lambda: health(server)["build"] is None)


def test_without_a_snapshot_the_index_is_built_first(served: Settings, tmp_path: Path) -> None:
    with serving(served, tmp_path) as server:
        assert quote(server) == "Hold it there for 20 minutes."
        assert health(server)["build"] is None


def test_a_setting_turns_the_build_beside_off(built: Settings, tmp_path: Path) -> None:
    built.corpus.rename(tmp_path / "away")
    with serving(built, tmp_path, service__build="false") as server:
        assert (quote(server), health(server)["build"]) == ("Hold it there for 20 minutes.", None)


def test_the_library_says_that_the_build_failed_until_another_is_published(built: Settings, tmp_path: Path) -> None:
    client = TestClient(Dispatcher(nothing_else, "", routes))
    built.corpus.rename(tmp_path / "away")
    with pytest.raises(CorpusError):
        build(built)
    with building_beside(service().settings):
        awaited(lambda: (now := build_now()) and now.state == "failed")
        html = client.get("/library").text
        assert "The last build failed" in html
        assert "There is no corpus folder" in html
        (tmp_path / "away").rename(built.corpus)
        build(built)
        assert "The last build failed" not in client.get("/library").text
