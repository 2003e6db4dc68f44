"""Bytes changed on disk: verification finds each change, and no quote is ever wrong."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.ask import Answerer
from index.errors import IndexDamagedError, IndexUnavailableError
from index.maintenance.verify import verify
from index.opening import open_answerer
from index.settings import Settings
from tests.reliability.drill import QUESTIONS, ground, texts_of, without_embeddings, wrong_quotes


def flipped_bytes(folder: Path, count: int, search: str = "exact", seed: int = 1) -> dict[str, object]:
    """Change one random byte of a random file of the published snapshot, `count` times.

    Every other time, the probability of a file is proportional to its size; otherwise all files are equally likely.
    """
    drilled = ground(folder, search)
    drilled.reset()
    settings, texts = drilled.settings, texts_of(drilled.settings)
    files = without_embeddings(settings.index)
    sizes = [path.stat().st_size for path in files]
    rng = random.Random(seed)
    outcomes: Counter[str] = Counter()
    failures = []
    for number in range(count):
        path = rng.choices(files, sizes)[0] if number % 2 else rng.choice(files)
        at, change = rng.randrange(path.stat().st_size), rng.randrange(1, 256)
        outcomes[path.name] += 1
        # A reader that has opened the snapshot before sees the change through its memory maps.
        before = open_answerer(settings)
        with flipped(path, at, change):
            found = verify(settings.index).findings
            trouble = None if any(path.name in finding for finding in found) else f"not found: {found}"
            trouble = trouble or _opened_after(settings, texts)
            for question in QUESTIONS:
                trouble = trouble or _asked(before, question, texts)
        before.close()
        if trouble:
            failures.append(f"{path.name} at {at} by {change}: {trouble}")
    return {"flips": count, "files": len(outcomes), "failures": failures}


@contextmanager
def flipped(path: Path, at: int, change: int) -> Iterator[None]:
    """Change one byte of the file, and restore it afterwards."""
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
    _put(path, at, byte ^ change)
    try:
        yield
    finally:
        _put(path, at, byte)


def _put(path: Path, at: int, byte: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(bytes([byte]))


def _opened_after(settings: Settings, texts: list[str]) -> str | None:
    """What goes wrong with a damaged snapshot; `None` if it quotes nothing wrong, and is refused after the check."""
    try:
        answerer = open_answerer(settings)
    except IndexUnavailableError:
        return None
    except Exception as error:  # noqa: BLE001 - any exception is a finding
        return f"opened after: {error!r}"
    sums = answerer.sums
    unchecked = replace(answerer, sums=None)
    found = [trouble for question in QUESTIONS if (trouble := _asked(unchecked, question, texts))]
    assert sums is not None
    sums.wait()
    try:
        answerer.ask(QUESTIONS[0])
    except IndexDamagedError:
        return found[0] if found else None
    finally:
        answerer.close()
    return "it was opened, and answers though a sum does not fit"


def _asked(answerer: Answerer, question: str, texts: list[str]) -> str | None:
    try:
        # A changed vector may have any length.
        with np.errstate(all="ignore"):
            wrong = wrong_quotes(answerer.ask(question), texts)
    except IndexUnavailableError:
        return None
    except Exception as error:  # noqa: BLE001 - any exception is a finding
        return f"asked: {error!r}"
    return f"asked: wrong quotes {wrong}" if wrong else None
