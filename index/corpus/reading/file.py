"""Reads one file of the corpus: its bytes, then its text with the reader of its format."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

from index.corpus.reading.formats import read_as
from index.corpus.reading.reading import Limits, Reading
from index.errors import UnreadableFileError


def read_file(folder: Path, name: str, limits: Limits) -> Reading:
    """The file `name` of `folder` as read. Raises `UnreadableFileError`, or `MemoryError`."""
    try:
        data = file_bytes(folder, name, limits)
        return replace(read_as(name, data, limits), sha256=hashlib.sha256(data).hexdigest())
    except UnreadableFileError:
        raise
    except MemoryError:
        # The worker reports this: it knows the memory limit.
        raise
    except Exception as error:
        cause = " ".join(str(error).split())[:200] or type(error).__name__
        raise UnreadableFileError(f"it cannot be read ({cause})") from error


def file_bytes(folder: Path, name: str, limits: Limits) -> bytes:
    """The bytes of the file `name` inside `folder`. Raises `UnreadableFileError`, `OSError` or `ValueError`."""
    # Raises `ValueError`: a name with undecodable bytes cannot be stored, cited or linked to.
    name.encode()
    if not name.isprintable():
        raise UnreadableFileError("its name contains a line break or another control character; rename it")
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise UnreadableFileError("it is a link that points outside the corpus folder; copy the file itself there")
    return read_bytes(path, limits)


def read_bytes(path: Path, limits: Limits) -> bytes:
    """The bytes of a regular file within the limits. Raises `UnreadableFileError` or `OSError`."""
    most = limits.megabytes * 1_000_000
    if not path.is_file():
        raise UnreadableFileError("it is not a regular file")
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        if before.st_size > most:
            raise UnreadableFileError(
                f"it has {before.st_size:,} bytes; the setting reading.file_megabytes allows {most:,}"
            )
        data = file.read(most + 1)
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        raise UnreadableFileError("it changed while it was being read; build again")
    return data
