"""Workers: processes that read files, so that one that hangs, crashes or eats memory costs itself and nothing else."""

from __future__ import annotations

import multiprocessing
import resource
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import TimeoutError as OutOfTimeError
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from index.errors import UnreadableFileError
from index.reading.file import read_file
from index.reading.formats import is_simple
from index.reading.reading import Limits, Reading

_MOST_WORKERS = 4
# A plain text of this size is read before a worker would have started.
_SMALL = 1_000_000
_WORKER_BYTES = 4_000_000_000


def read_files(
    folder: Path, names: Sequence[str], limits: Limits
) -> Iterator[tuple[str, Reading | UnreadableFileError]]:
    """Each file by name with what it was read to, or why it could not be read; in the order of `names`.

    Small plain texts are read here; everything else by workers that are stopped after `limits.seconds` a file.
    """
    away = [name for name in names if not _at_once(folder, name)]
    if not away:
        yield from ((name, _read(folder, name, limits)) for name in names)
        return
    workers = min(_MOST_WORKERS, multiprocessing.cpu_count(), len(away))
    # Spawned, not forked: the service that builds has threads, and a fork would copy their locks.
    context = multiprocessing.get_context("spawn")
    with ProcessPool(workers, initializer=_bound_memory, context=context) as pool:
        waiting = {name: pool.schedule(_read, args=(folder, name, limits), timeout=limits.seconds) for name in away}
        for name in names:
            if name not in waiting:
                yield name, _read(folder, name, limits)
                continue
            try:
                yield name, waiting.pop(name).result()
            except OutOfTimeError:
                cause = f"it was not read in {limits.seconds} seconds, which the setting file_seconds allows"
                yield name, UnreadableFileError(cause)
            except (ProcessExpired, MemoryError) as error:
                yield name, UnreadableFileError(f"its reader gave up ({' '.join(str(error).split())})")


def _at_once(folder: Path, name: str) -> bool:
    try:
        return is_simple(name) and (folder / name).stat().st_size <= _SMALL
    except (OSError, ValueError):
        # What cannot even be looked at is told in words by the reading itself.
        return True


def _read(folder: Path, name: str, limits: Limits) -> Reading | UnreadableFileError:
    try:
        return read_file(folder, name, limits)
    except UnreadableFileError as error:
        return error


def _bound_memory() -> None:
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_WORKER_BYTES, _WORKER_BYTES))
