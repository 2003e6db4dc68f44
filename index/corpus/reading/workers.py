"""Workers: processes that read files, so that one that hangs, crashes or eats memory costs itself and nothing else.

They are programs of their own (`worker.py`), not forks and not copies of the calling program: a fork would take the
service's locks along, and a copy runs the caller's main module again.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from index.corpus.reading.formats import is_simple
from index.corpus.reading.kept_readings import KeptReadings
from index.corpus.reading.reading import Limits
from index.corpus.reading.worker import Outcome, job_line, outcome_of, read_or_error
from index.errors import UnreadableFileError
from index.storage.work_cache import WorkCache

_MOST_WORKERS = 4
# A plain text of this size is read before a worker would have started.
_SMALL = 1_000_000
_PROGRAM = "from index.corpus.reading.worker import main; main()"


def read_files(
    folder: Path, names: Sequence[str], limits: Limits, work: WorkCache | None = None
) -> Iterator[tuple[str, Outcome]]:
    """Each file by name with what it was read to, or why it could not be read; in the order of `names`.

    Small plain texts are read here; everything else by workers that are stopped after `limits.seconds` a file, where
    `work` has not kept what it was read to.
    """
    away = [name for name in names if not _at_once(folder, name)]
    kept = KeptReadings(folder, away, limits, work or WorkCache())
    with _by_workers(folder, [name for name in away if name not in kept], limits) as waiting:
        for name in names:
            if name in waiting:
                outcome = waiting.pop(name).result()
                kept.keep(name, outcome)
            else:
                outcome = kept.find(name) if name in kept else read_or_error(folder, name, limits)
            yield name, outcome


@contextmanager
def _by_workers(folder: Path, names: Sequence[str], limits: Limits) -> Iterator[dict[str, Future[Outcome]]]:
    """The outcomes of `names`, which workers read meanwhile."""
    if not names:
        yield {}
        return
    workers = [_Worker(folder, limits) for _ in range(min(_MOST_WORKERS, os.cpu_count() or 1, len(names)))]
    free = list(workers)
    with ThreadPoolExecutor(len(workers)) as pool:

        def read(name: str) -> Outcome:
            # There are as many threads as workers, so one is always free.
            worker = free.pop()
            try:
                return worker.read(name)
            finally:
                free.append(worker)

        try:
            yield {name: pool.submit(read, name) for name in names}
        finally:
            pool.shutdown(cancel_futures=True)
            for worker in workers:
                worker.stop()


def _at_once(folder: Path, name: str) -> bool:
    try:
        return is_simple(name) and (folder / name).stat().st_size <= _SMALL
    except (OSError, ValueError):
        # What cannot even be looked at is told in words by the reading itself.
        return True


class _Worker:
    """One process at a time; it is started when it is needed, and anew after it was stopped."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder = folder
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, name: str) -> Outcome:
        """Have one file read; stop the process where it takes too long."""
        seconds = self._limits.seconds
        jobs, outcomes, process = self._streams()
        late = threading.Event()

        def stop_late() -> None:
            late.set()
            process.kill()

        alarm = threading.Timer(seconds, stop_late)
        try:
            alarm.start()
            jobs.write(job_line(self._folder, name, self._limits))
            jobs.flush()
            return outcome_of(outcomes.readline())
        except (OSError, ValueError, KeyError, TypeError):
            self.stop()
            if late.is_set():
                cause = f"it was not read in {seconds} seconds, which the setting reading.file_seconds allows"
                return UnreadableFileError(cause)
            return UnreadableFileError(f"its reader gave up (exit code {process.returncode})")
        finally:
            alarm.cancel()

    def stop(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    _close(stream)
            self._process.kill()
            self._process.wait()
            self._process = None

    def _streams(self) -> tuple[IO[bytes], IO[bytes], subprocess.Popen[bytes]]:
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 - this program itself
                # -P: a module of the working folder that is called like ours is not imported.
                [sys.executable, "-P", "-c", _PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        process = self._process
        if process.stdin is None or process.stdout is None:
            raise OSError
        return process.stdin, process.stdout, process


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:
        # What was still to be written has nobody to read it.
        return
