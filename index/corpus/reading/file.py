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
    except UnreadableFileError:
        raise
    except Exception as error:
        raise UnreadableFileError(f"it cannot be read ({_words(error) or type(error).__name__})") from error
    try:
        return replace(read_as(name, data, limits), sha256=hashlib.sha256(data).hexdigest())
    except (UnreadableFileError, MemoryError):
        # The worker reports lack of memory: it knows the limit.
        raise
    except Exception as error:
        raise fault(error, repr(name)) from error


def fault(error: Exception, name: str = "the file") -> UnreadableFileError:
    """The error for a file on which a reader, or a library that it uses, fails unexpectedly."""
    words = ": ".join(filter(None, (type(error).__name__, _words(error))))
    return UnreadableFileError(
        f"it is left out because of a fault in Verbatim ({words}): report this together with {name}; everything else "
        "is built without it"
    )


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def file_bytes(folder: Path, name: str, limits: Limits) -> bytes:
    """The bytes of the file `name` inside `folder`. Raises `UnreadableFileError`, `OSError` or `ValueError`."""
    try:
        name.encode()
    except UnicodeEncodeError as error:
        # It cannot be stored, cited or linked to.
        raise UnreadableFileError("its name cannot be read as text; rename it") from error
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
