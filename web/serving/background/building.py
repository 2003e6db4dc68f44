"""The background build of the service: in a process of its own, so that it cannot stop the service if it fails."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Literal

from index.settings import Settings
from index.storage.running import running_build
from web.serving.background.stopping import stop_process

State = Literal["running", "stalled", "failed"]
# Exit codes of `verbatim build` after it has published; 1 means that files were skipped.
_PUBLISHED = (0, 1)
_LOOK_SECONDS = 0.5
# Low priority, so that questions come first if there are few processors.
_NICE = 10
_LONGEST = 2_000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Build:
    """A build that has not finished, since when (UTC, ISO 8601), and a message about it."""

    state: State
    since: str
    said: str


class Building:
    """One background build of the corpus that `settings` name. `now` is safe for several threads."""

    def __init__(self, settings: Settings) -> None:
        self._index = settings.index
        self._patience = settings.service.build_patience_seconds
        self._now: Build | None = None
        self._failed_at = 0.0
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()

    @property
    def now(self) -> Build | None:
        """The build, or `None` once it has published, or a later build from the command line has."""
        found = self._now
        if found is None or found.state != "failed":
            return found
        # Imported late, because the page is served before numpy is loaded.
        from index.storage.snapshot import published_at

        return None if published_at(self._index) > self._failed_at else found

    def start(self) -> None:
        """Start the build. Its outcome is logged, and `now` shows its state."""
        self._now = Build("running", _time(), "Reading the corpus.")
        threading.Thread(target=self._run, name="build", daemon=True).start()

    def stop(self) -> None:
        """Stop the build. Publishing is atomic, so either the old snapshot or the new one remains."""
        self._stopping.set()
        stop_process(self._process)

    def _run(self) -> None:
        try:
            with tempfile.TemporaryFile() as output:
                command = [sys.executable, "-P", "-m", "index", "build"]
                # Nothing in the command or the environment comes from a request.
                self._process = subprocess.Popen(  # noqa: S603
                    command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
                )
                with suppress(OSError):
                    os.setpriority(os.PRIO_PROCESS, self._process.pid, _NICE)
                self._follow(self._process)
                self._end(self._process.returncode, output)
        except OSError as error:
            self._fail(
                f"The background build cannot be started ({error}): expected a free process and disk space. Run: "
                "verbatim build"
            )

    def _follow(self, process: subprocess.Popen[bytes]) -> None:
        """Wait until the process ends; meanwhile update `now` with its progress."""
        last, moved = running_build(self._index), time.monotonic()
        while process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_LOOK_SECONDS)
            progress = running_build(self._index)
            if progress != last:
                last, moved = progress, time.monotonic()
                self._now = Build("running", self._since(), f"Step: {progress.step}." if progress else "")
            elif time.monotonic() - moved > self._patience and self._state() == "running":
                said = (
                    f"The background build has made no progress for {self._patience:g} seconds (process "
                    f"{process.pid}). The service answers from the published snapshot. If this goes on, end that "
                    "process and run: verbatim build"
                )
                self._now = Build("stalled", self._since(), said)
                _log.warning("%s", said)

    def _end(self, code: int, output: IO[bytes]) -> None:
        output.seek(0)
        said = output.read()[-_LONGEST:].decode(errors="replace").strip()
        if code in _PUBLISHED:
            self._now = None
            _log.info("the background build is done\n%s", said)
        elif not self._stopping.is_set():
            error = said.rpartition("verbatim: ")[2] or f"It ended with exit code {code}. Run: verbatim build"
            self._fail(error)

    def _fail(self, said: str) -> None:
        self._failed_at = time.time()
        self._now = Build("failed", _time(), said)
        _log.error("the background build failed; the service answers from the published snapshot: %s", said)

    def _state(self) -> State | None:
        return self._now.state if self._now else None

    def _since(self) -> str:
        return self._now.since if self._now else _time()


_current: Building | None = None


def build_now() -> Build | None:
    """The background build of this process' service, if there is one that has not finished."""
    return _current.now if _current else None


@contextmanager
def building_beside(settings: Settings) -> Iterator[None]:
    """Run a background build while the service runs, if `service.build` is set."""
    global _current  # noqa: PLW0603 - a process has one service, and that has one build
    if not settings.may_build_beside:
        yield
        return
    _current = Building(settings)
    _current.start()
    try:
        yield
    finally:
        _current.stop()


def _time() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
