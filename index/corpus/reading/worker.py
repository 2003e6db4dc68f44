"""A worker process: reads the files it is told of, one after the other, until its input ends.

Started by `workers.py`. A job is a line of JSON, an outcome likewise: whatever a hostile file makes of this process, it
can only send data.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from dataclasses import asdict, astuple
from pathlib import Path
from typing import Any

from index.article import Card, Statement
from index.corpus.reading.file import read_file
from index.corpus.reading.reading import Limits, Reading
from index.errors import UnreadableFileError
from index.storage.article_row import block_of

Outcome = Reading | UnreadableFileError

_MOST_BYTES = 4_000_000_000


def read_or_error(folder: Path, name: str, limits: Limits) -> Outcome:
    """The file as read, or why it could not be read."""
    try:
        return read_file(folder, name, limits)
    except UnreadableFileError as error:
        return error


def job_line(folder: Path, name: str, limits: Limits) -> bytes:
    """A job as the worker takes it."""
    return json.dumps([str(folder), name, asdict(limits)]).encode() + b"\n"


def outcome_line(outcome: Outcome) -> bytes:
    """An outcome as a worker answers it."""
    if isinstance(outcome, UnreadableFileError):
        return json.dumps({"error": str(outcome)}).encode() + b"\n"
    blocks = [astuple(block) for block in outcome.blocks]
    card = [astuple(statement) for statement in outcome.card.statements]
    told = {"text": outcome.text, "card": card, "blocks": blocks, "sha256": outcome.sha256}
    return json.dumps(told).encode() + b"\n"


def outcome_of(line: bytes) -> Outcome:
    """What a worker answered. Raises `ValueError` where it is no answer, as when the process ended in the middle."""
    told: dict[str, Any] = json.loads(line)
    if "error" in told:
        return UnreadableFileError(str(told["error"]))
    statements = tuple(Statement(*statement) for statement in told["card"])
    blocks = tuple(block_of(block) for block in told["blocks"])
    return Reading(str(told["text"]), Card(statements), blocks, str(told["sha256"]))


def main() -> None:
    """Read jobs from standard input until it ends."""
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as outcomes:
        # What a library prints must not get between the outcomes.
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        for line in sys.stdin.buffer:
            folder, name, limits = json.loads(line)
            outcomes.write(outcome_line(read_or_error(Path(folder), name, Limits(**limits))))
            outcomes.flush()
