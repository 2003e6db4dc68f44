"""Locks: one writer at a time, and no folder is removed while it is being read. The only importer of filelock."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexWriteError
from index.execution.progress import NullWatcher, Watcher

LOCK = "lock"
# A build that has to wait longer than this many seconds says so.
_PATIENCE = 0.3


@contextmanager
def writing(index: Path, watcher: Watcher | None = None) -> Iterator[None]:
    """Hold the write lock of the index folder; a second writer tells its watcher and waits.

    Raises `IndexWriteError` if the folder cannot be written.
    """
    with write_errors(index):
        index.mkdir(parents=True, exist_ok=True)
        lock = FileLock(index / LOCK)
        try:
            lock.acquire(timeout=_PATIENCE)
        except Timeout:
            (watcher or NullWatcher()).tell(f"Another build is writing {str(index)!r}: waiting until it is done.")
            lock.acquire()
    try:
        yield
    finally:
        lock.release()


def is_writing(index: Path) -> bool:
    """Whether a process holds the write lock of `index` right now."""
    try:
        handle = os.open(index / LOCK, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


@contextmanager
def write_errors(index: Path) -> Iterator[None]:
    """Turns operating-system and SQLite errors in its block into `IndexWriteError`."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        raise IndexWriteError(
            f"The index folder {str(index)!r} cannot be written ({error}): expected a writable folder with free disk "
            "space. Name another with --index DIR."
        ) from error


class Hold:
    """A shared lock on a folder, held until it is closed or garbage-collected. Raises `OSError`.

    Meanwhile `alone` fails for that folder.
    """

    def __init__(self, folder: Path) -> None:
        self._handle: int | None = None
        self._folder = folder
        self._handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        # Some file systems have no locks. Open files stay readable there too; only opening may have to be retried.
        with suppress(OSError):
            fcntl.flock(self._handle, fcntl.LOCK_SH)

    def stands(self) -> bool:
        """Whether the locked folder still exists under its name."""
        try:
            return self._handle is not None and os.path.samestat(os.stat(self._folder), os.fstat(self._handle))  # noqa: PTH116 - beside fstat
        except OSError:
            return False

    def close(self) -> None:
        """Release the lock."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def __del__(self) -> None:
        self.close()


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Try to lock `folder` exclusively for the block; yields whether that succeeded. Raises `OSError`."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(handle)
