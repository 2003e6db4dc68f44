"""A worker process: reads the files it is told of, one after the other, until its input ends.

Started by `workers.py`. A job is (folder, name, limits), an outcome a Reading or the error that
says why there is none; both are pickled, each after its length in eight bytes.
"""

from __future__ import annotations

import os
import pickle
import resource
import sys
from pathlib import Path
from typing import IO, Any

from index.errors import UnreadableFileError
from index.reading.file import read_file
from index.reading.reading import Limits, Reading

_LENGTH = 8
_MOST_BYTES = 4_000_000_000


def read_or_error(folder: Path, name: str, limits: Limits) -> Reading | UnreadableFileError:
    """The file as read, or why it could not be read."""
    try:
        return read_file(folder, name, limits)
    except UnreadableFileError as error:
        return error


def send(stream: IO[bytes], value: Any) -> None:
    """Write one job or outcome."""
    data = pickle.dumps(value)
    stream.write(len(data).to_bytes(_LENGTH) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read one job or outcome. Raises `EOFError` where the other side has gone."""
    length = stream.read(_LENGTH)
    data = stream.read(int.from_bytes(length)) if len(length) == _LENGTH else b""
    if not data:
        raise EOFError
    # Both ends are this program.
    return pickle.loads(data)  # noqa: S301


def main() -> None:
    """Read jobs from standard input until it ends."""
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    outcomes = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not get between the outcomes.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    while True:
        try:
            job = receive(sys.stdin.buffer)
        except EOFError:
            return
        send(outcomes, read_or_error(*job))
