"""Reads files in worker processes: a hang, a crash or lack of memory then costs only the file that caused it.

Workers are separate programs (`worker.py`), neither forked nor spawned by `multiprocessing`: a fork would inherit the
service's locks, and a spawned process imports the caller's main module again.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, TypeVar

from index.corpus.reading.formats import is_read_soon
from index.corpus.reading.reading import Limits
from index.corpus.reading.reading_cache import ReadingCache
from index.corpus.reading.worker import MOST_BYTES, Outcome, outcome_of, read_job, read_or_error
from index.errors import UnreadableFileError
from index.storage.work_cache import WorkCache

_MOST_WORKERS = 4
# How many jobs per worker may be queued, or finished and not yet consumed.
_AHEAD = 2
_PROGRAM = "from index.corpus.reading.worker import main; main()"
_CRASHES = {-number for number in (signal.SIGABRT, signal.SIGTRAP, signal.SIGILL, signal.SIGSEGV, signal.SIGBUS)}
_Key = TypeVar("_Key")
# Reads files of a folder, given by name with the sha256 of their bytes, or '' if those cannot be read.
Away = Callable[[Path, Mapping[str, str], Limits], Generator[tuple[str, Outcome]]]


def read_away(
    folder: Path, files: Mapping[str, str], limits: Limits, *, most: int = _MOST_WORKERS
) -> Generator[tuple[str, Outcome]]:
    """Each of `files` by name with its reading or what is wrong, in order, from at most `most` workers."""
    jobs = ((name, read_job(folder, name, limits)) for name in files)
    with _pool(min(most, len(files))) as pool:
        for name, line in _in_order(pool, jobs, limits.seconds, "read"):
            yield name, _outcome(line)


def read_files(
    folder: Path, names: Sequence[str], limits: Limits, work: WorkCache | None = None, away: Away = read_away
) -> Iterator[tuple[str, Outcome]]:
    """Each file's name with its reading, or why it could not be read; in the order of `names`.

    Small plain texts are read in this process. Everything else is read by workers, which are stopped after
    `limits.seconds` per file, unless `work` has a cached reading. `away` reads what workers read.
    """
    slow = [name for name in names if not _at_once(folder, name)]
    cache = ReadingCache(folder, slow, limits, work or WorkCache())
    missing = cache.missing
    with closing(away(folder, missing, limits)) as read:
        for name in names:
            if name in missing:
                _, outcome = next(read)
                cache.put(name, outcome)
            else:
                outcome = cache.find(name) if name in cache else read_or_error(folder, name, limits)
            yield name, outcome


def results(
    jobs: Iterable[tuple[_Key, bytes]], count: int, limits: Limits, doing: str
) -> Iterator[tuple[_Key, str | UnreadableFileError]]:
    """The result of each of `count` jobs (`job_line`), or its error, in order.

    Jobs are stopped after `limits.seconds`; `doing` is the participle for that error message: "cleaned", "split".
    """
    with _pool(count) as pool:
        for key, line in _in_order(pool, jobs, limits.seconds, doing):
            if isinstance(line, UnreadableFileError):
                yield key, line
            else:
                yield key, line.decode()


def _outcome(line: bytes | UnreadableFileError) -> Outcome:
    return line if isinstance(line, UnreadableFileError) else outcome_of(line)


class _Pool:
    """The workers, and one thread per worker that waits for its results."""

    def __init__(self, count: int) -> None:
        self.size = max(1, min(_MOST_WORKERS, os.cpu_count() or 1, count))
        self._workers = [_Worker() for _ in range(self.size)]
        self._free = list(self._workers)
        self._threads = ThreadPoolExecutor(self.size)

    def submit(self, job: bytes, seconds: int, doing: str) -> Future[bytes | UnreadableFileError]:
        """Run a job as soon as a worker is free."""
        return self._threads.submit(self._do, job, seconds, doing)

    def _do(self, job: bytes, seconds: int, doing: str) -> bytes | UnreadableFileError:
        # There are as many threads as workers, so a worker is always free.
        worker = self._free.pop()
        try:
            return worker.do(job, seconds, doing)
        finally:
            self._free.append(worker)

    def stop(self) -> None:
        """Stop all workers."""
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.stop()


@contextmanager
def _pool(count: int) -> Iterator[_Pool]:
    pool = _Pool(count)
    try:
        yield pool
    finally:
        pool.stop()


def _in_order(
    pool: _Pool, jobs: Iterable[tuple[_Key, bytes]], seconds: int, doing: str
) -> Iterator[tuple[_Key, bytes | UnreadableFileError]]:
    """The results in the order of the jobs, which are consumed lazily."""
    waiting: deque[tuple[_Key, Future[bytes | UnreadableFileError]]] = deque()
    for key, job in jobs:
        waiting.append((key, pool.submit(job, seconds, doing)))
        if len(waiting) > _AHEAD * pool.size:
            first, result = waiting.popleft()
            yield first, result.result()
    while waiting:
        first, result = waiting.popleft()
        yield first, result.result()


def _at_once(folder: Path, name: str) -> bool:
    try:
        return is_read_soon(name, (folder / name).stat().st_size)
    except (OSError, ValueError):
        # `read_or_error` will report what is wrong with it.
        return True


class _Worker:
    """At most one process, started on demand and again after it was stopped."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def do(self, job: bytes, seconds: int, doing: str) -> bytes | UnreadableFileError:
        """Run one job; stop the process if it takes longer than `seconds`."""
        jobs, answers, process = self._streams()
        late = threading.Event()

        def stop_late() -> None:
            late.set()
            process.kill()

        alarm = threading.Timer(seconds, stop_late)
        try:
            alarm.start()
            jobs.write(job)
            jobs.flush()
            answer = answers.readline()
            if not answer.endswith(b"\n"):
                raise OSError
        except (OSError, ValueError):
            self.stop()
            if late.is_set():
                cause = f"it was not {doing} within {seconds} seconds, the limit set by reading.file_seconds"
                return UnreadableFileError(cause)
            return UnreadableFileError(_gave_up(process.returncode))
        finally:
            alarm.cancel()
        return _error_of(answer) or answer

    def stop(self) -> None:
        """Stop the process, if there is one."""
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
                # -P: do not import a module of the same name from the working folder.
                [sys.executable, "-P", "-c", _PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        process = self._process
        if process.stdin is None or process.stdout is None:
            raise OSError
        return process.stdin, process.stdout, process


def _gave_up(code: int | None) -> str:
    """Why a process ended by itself; libraries that run out of memory often just abort."""
    hint = f": it may need more than the {MOST_BYTES:,} bytes of memory allowed for a file"
    return f"its reader crashed (exit code {code}){hint if code in _CRASHES else ''}"


def _error_of(answer: bytes) -> UnreadableFileError | None:
    if not answer.startswith(b'{"error"'):
        return None
    outcome = outcome_of(answer)
    return outcome if isinstance(outcome, UnreadableFileError) else None


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:
        # The process is gone, so unwritten data does not matter.
        return
