"""A crew of processes on this machine. If one is killed, its part is retried in a new process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from queue import Empty, SimpleQueue

from index.indexing.spread.crew import Finished
from index.indexing.spread.part import Step

_PROGRAM = "from index.indexing.spread.worker import main; main()"
# A part that has killed this many processes is computed by the build itself.
_TRIES = 5


class Processes:
    """A fixed number of processes, started on demand; each keeps its model until `close`."""

    def __init__(self, count: int) -> None:
        # Each worker uses its share of the processors.
        threads = max(1, (os.cpu_count() or 1) // count)
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []
        self._workers = [_Worker(threads, self._over) for _ in range(count)]

    def close(self) -> None:
        """See `Crew`."""
        self._over.set()
        for worker in self._workers:
            worker.stop()
        for thread in self._threads:
            thread.join()

    def work(self, url: str, step: Step, names: Sequence[str], *, gpu: bool) -> Iterator[Finished]:
        """See `Crew`. All processes share the machine's GPU."""
        del gpu
        waiting: SimpleQueue[str] = SimpleQueue()
        finished: SimpleQueue[Finished] = SimpleQueue()
        for name in names:
            waiting.put(name)

        def employ(worker: _Worker) -> None:
            while not self._over.is_set():
                try:
                    name = waiting.get_nowait()
                except Empty:
                    return
                finished.put(worker.do(url, step, name))

        for worker in self._workers[: len(names)]:
            thread = threading.Thread(target=employ, args=[worker], daemon=True)
            thread.start()
            self._threads.append(thread)
        return (finished.get() for _ in names)


class _Worker:
    """At most one process, started again if it dies."""

    def __init__(self, threads: int, over: threading.Event) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._threads, self._over = threads, over

    def do(self, url: str, step: Step, name: str) -> Finished:
        """Compute one part, and retry it in a new process if the process dies."""
        for _ in range(_TRIES):
            answer = self._answer(json.dumps([url, step, name]).encode() + b"\n")
            if answer is not None:
                return Finished(name, answer)
            if self._over.is_set():
                break
        return Finished(name, lost=True)

    def _answer(self, job: bytes) -> str | None:
        """The process's reply to `job`; `None` if the process died."""
        process = self._running()
        try:
            if process.stdin is None or process.stdout is None:
                raise OSError
            process.stdin.write(job)
            process.stdin.flush()
            return str(json.loads(process.stdout.readline()))
        except (OSError, ValueError):
            self.stop()
            return None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            own = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OMP_NUM_THREADS": str(self._threads)}
            self._process = subprocess.Popen(  # noqa: S603 - this program itself
                # -P: do not import a module of the same name from the working folder.
                [sys.executable, "-P", "-c", _PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, **own},
            )
        return self._process

    def stop(self) -> None:
        """Stop the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                try:
                    if stream is not None:
                        stream.close()
                except OSError:
                    # The process is gone, so unwritten data does not matter.
                    continue
