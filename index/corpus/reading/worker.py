"""A worker process: runs jobs from standard input, one after the other, until the input ends.

Started by `workers.py`. Jobs and results are lines of JSON, not pickles: a process that a hostile file has taken over
can send nothing but data.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict, astuple
from importlib import import_module
from pathlib import Path
from typing import Any

from index.article import Card, Statement
from index.corpus.reading.file import fault, read_file
from index.corpus.reading.reading import Limits, Reading
from index.errors import UnreadableFileError
from index.storage.article_row import block_of

Outcome = Reading | UnreadableFileError

# The memory limit of one process, so that enough is left for the others and the service.
MOST_BYTES = 1_000_000_000


def read_or_error(folder: Path, name: str, limits: Limits) -> Outcome:
    """The file as read, or why it could not be read."""
    try:
        return read_file(folder, name, limits)
    except UnreadableFileError as error:
        return error


def read_line(folder: str, name: str, limits: dict[str, int]) -> str:
    """The file as read, as a line of JSON. Raises `UnreadableFileError`."""
    return outcome_line(read_file(Path(folder), name, Limits(**limits))).decode()


def read_job(folder: Path, name: str, limits: Limits) -> bytes:
    """The job that reads a file, as a line for a worker."""
    return job_line(read_line, str(folder), name, asdict(limits))


def job_line(function: Callable[..., str], *arguments: object) -> bytes:
    """The job that calls a module's function with JSON arguments; the function must return one line."""
    return json.dumps([function.__module__, function.__name__, arguments]).encode() + b"\n"


def outcome_line(outcome: Outcome) -> bytes:
    """An outcome as a worker's line of JSON."""
    if isinstance(outcome, UnreadableFileError):
        return json.dumps({"error": str(outcome)}).encode() + b"\n"
    blocks = [astuple(block) for block in outcome.blocks]
    card = [astuple(statement) for statement in outcome.card.statements]
    told = {"text": outcome.text, "card": card, "blocks": blocks, "sha256": outcome.sha256}
    return json.dumps(told).encode() + b"\n"


def outcome_of(line: bytes) -> Outcome:
    """The outcome in a worker's line. Raises `ValueError` if the line is incomplete, as after a crash."""
    told: dict[str, Any] = json.loads(line)
    if "error" in told:
        return UnreadableFileError(str(told["error"]))
    statements = tuple(Statement(*statement) for statement in told["card"])
    blocks = tuple(block_of(block) for block in told["blocks"])
    return Reading(str(told["text"]), Card(statements), blocks, str(told["sha256"]))


def main() -> None:
    """Run jobs from standard input until it ends."""
    if sys.platform == "linux":
        # RLIMIT_DATA and not RLIMIT_AS, because libraries reserve more address space than they use.
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES, MOST_BYTES))
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as results:
        # Output that a library prints must not mix with the results.
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        for line in sys.stdin.buffer:
            results.write(_result(line))
            results.flush()


def _result(line: bytes) -> bytes:
    module, function, arguments = json.loads(line)
    try:
        return str(getattr(import_module(module), function)(*arguments)).strip().encode() + b"\n"
    except UnreadableFileError as error:
        return outcome_line(error)
    except MemoryError:
        return outcome_line(UnreadableFileError(out_of_memory()))
    except Exception as error:  # noqa: BLE001 - any failure of a library on a hostile file fails only that file
        return outcome_line(fault(error))


def out_of_memory() -> str:
    """The message for a file that takes too much memory."""
    return f"reading it takes more memory than the {MOST_BYTES:,} bytes that a file may take"
