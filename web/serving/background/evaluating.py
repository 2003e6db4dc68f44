"""The background evaluation: asks the golden questions after each build, in a low-priority process of its own."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal

from index.settings import Settings
from index.storage.running import running_build
from web.serving.background.stopping import stop_process

# Seconds between checks for a new snapshot.
_LOOK_SECONDS = 2.0
# The lowest priority: questions come first.
_NICE = 19
_LONGEST = 2_000
_COMMAND = [sys.executable, "-P", "-m", "index", "eval", "--keep"]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An evaluation that has not finished: whether it is running or failed, and a message about it."""

    state: Literal["running", "failed"]
    said: str = ""


class Evaluating:
    """Evaluates each published snapshot if the corpus has golden questions. `now` is safe for several threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        # The last attempt, so that a failing evaluation is not repeated for ever.
        self._tried: tuple[str, float] | None = None
        self.now: Evaluation | None = None

    def start(self) -> None:
        """Start watching for snapshots."""
        self._thread = threading.Thread(target=self._run, name="evaluate", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop. Results are written in one step, so an unfinished evaluation leaves nothing behind."""
        self._stopping.set()
        stop_process(self._process)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                if (due := self._due()) is not None:
                    self._tried = due
                    self._evaluate()
            except Exception as error:  # noqa: BLE001 - the service must keep answering, whatever fails here
                self._fail(f"The background evaluation cannot be started ({error}). Run: verbatim eval --keep")
            self._stopping.wait(_LOOK_SECONDS)

    def _due(self) -> tuple[str, float] | None:
        """The snapshot and the modification time of the questions to evaluate; `None` if nothing is due."""
        # Imported late, because the page is served before numpy is loaded.
        from index.corpus.golden import QUESTIONS
        from index.engine.snapshots import snapshots
        from index.errors import VerbatimError
        from index.evaluation.stored import read_quality, stored_at

        path = self._settings.corpus / QUESTIONS
        if not path.is_file() or not path.read_bytes().strip() or running_build(self._settings.index) is not None:
            return None
        try:
            published, kept = snapshots(self._settings).current_id(), read_quality(self._settings.index)
        except VerbatimError:
            # Unreadable results are measured again; an unreadable snapshot is reported elsewhere.
            published, kept = snapshots(self._settings).current_id(), None
        due = (published or "", path.stat().st_mtime)
        done = kept is not None and kept.snapshot == published and stored_at(self._settings.index) >= due[1]
        return None if published is None or done or due == self._tried else due

    def _evaluate(self) -> None:
        self.now = Evaluation("running")
        with tempfile.TemporaryFile() as output:
            # Nothing in the command or the environment comes from a request.
            process = self._process = subprocess.Popen(  # noqa: S603
                _COMMAND, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, process.pid, _NICE)
            code = process.wait()
            output.seek(0)
            said = output.read()[-_LONGEST:].decode(errors="replace").strip()
        if code == 0:
            self.now = None
            _log.info("the golden questions are evaluated; /quality shows the results")
        elif not self._stopping.is_set():
            self._fail(said.rpartition("verbatim: ")[2] or f"It ended with exit code {code}. Run: verbatim eval --keep")

    def _fail(self, said: str) -> None:
        self.now = Evaluation("failed", said)
        _log.error("the background evaluation failed: %s", said)


_current: Evaluating | None = None


def evaluation_now() -> Evaluation | None:
    """The background evaluation of this process' service, if there is one that has not finished."""
    return _current.now if _current else None


@contextmanager
def evaluating_beside(settings: Settings) -> Iterator[None]:
    """Run background evaluations while the service runs, if `service.evaluate` is set."""
    global _current  # noqa: PLW0603 - a process has one service
    if not settings.may_evaluate_beside:
        yield
        return
    begun = _current = Evaluating(settings)
    begun.start()
    try:
        yield
    finally:
        begun.stop()
        _current = None
