"""A pytest plugin that records which lines each test runs and how long the test takes.

A fixture that tests share runs in the first test that asks for it, but every test that asks for it depends on it. So
its lines and its time are recorded under the fixture's name.
"""

from __future__ import annotations

import json
import os
import time
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path
from typing import Any

import coverage
import pytest

from tests.mutants.drawing import ROOMS
from tests.paths import ROOT

RECORD = "MUTANTS_RECORD"  # the environment variable that names the file to write


class Recording:
    """The lines and the time of every test and every shared fixture of one run."""

    def __init__(self) -> None:
        self.coverage = coverage.Coverage(
            data_file=None, config_file=False, source=[str(ROOT / room) for room in ROOMS]
        )
        self.seconds: dict[str, float] = defaultdict(float)
        self.fixtures: dict[str, list[str]] = {}
        self.running: list[tuple[str, float]] = []
        self.coverage.start()

    def enter(self, name: str) -> None:
        """Count lines and time for a test or a fixture, until `leave`."""
        self._pause()
        self.running.append((name, time.perf_counter()))
        self.coverage.switch_context(name)

    def leave(self) -> None:
        """Count for whatever ran before."""
        self._pause()
        self.running.pop()
        if self.running:
            name = self.running[-1][0]
            self.running[-1] = (name, time.perf_counter())
            self.coverage.switch_context(name)

    def _pause(self) -> None:
        if self.running:
            name, since = self.running[-1]
            self.seconds[name] += time.perf_counter() - since

    def write(self, path: Path) -> None:
        """Write tests, fixtures and lines as JSON."""
        self.coverage.stop()
        data = self.coverage.get_data()
        lines = {
            Path(file).relative_to(ROOT).as_posix(): data.contexts_by_lineno(file) for file in data.measured_files()
        }
        record = {"seconds": self.seconds, "fixtures": self.fixtures, "lines": lines}
        path.write_text(json.dumps(record), encoding="utf-8")


RECORDING = pytest.StashKey[Recording]()


def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start before the first module under test is imported."""
    early_config.stash[RECORDING] = Recording()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    recording = item.config.stash[RECORDING]
    recording.fixtures[item.nodeid] = list(getattr(item, "fixturenames", []))
    # `tests/conftest.py` stops the coverage of tests that repeat the same lines; here each line needs its tests.
    stopped = coverage.Coverage.current() is not recording.coverage
    if stopped:
        recording.coverage.start()
    recording.enter(item.nodeid)
    try:
        return (yield)
    finally:
        recording.leave()
        if stopped:
            recording.coverage.stop()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, Any, Any]:
    if fixturedef.scope == "function":
        return (yield)
    recording = request.config.stash[RECORDING]
    recording.enter(fixturedef.argname)
    try:
        return (yield)
    finally:
        recording.leave()


def pytest_sessionfinish(session: pytest.Session) -> None:
    session.config.stash[RECORDING].write(Path(os.environ[RECORD]))
