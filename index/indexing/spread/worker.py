"""A worker of a build: takes the names of parts, one after the other, until its input ends.

Started by `processes.py` as a program of its own: a fork would take the service's locks along, and a copy of the
calling program would run its main module again. Ray's actors call `do` as well.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import threading
from queue import SimpleQueue
from typing import cast

from index.errors import VerbatimError
from index.indexing.spread.folder import PartFolder
from index.indexing.spread.part import DamagedPartError, Step
from index.indexing.spread.steps import compute
from index.storage.work_cache import program


def do(url: str, step: str, name: str) -> str:
    """Compute a part and write its results; returns '' or, in a sentence, why that is impossible."""
    try:
        folder = PartFolder(url)
        own = cast("Step", step)
        # A worker that was lost may have finished it.
        if folder.results(own, name) is None:
            part = folder.described(own, name)
            if part.program != program():
                return (
                    f"A worker on {platform.node()} has another version of this program or its libraries than the "
                    "build: expected the same. Install that one there."
                )
            folder.finish(compute(part))
    except VerbatimError as error:
        return str(error)
    except DamagedPartError as error:
        return f"The part {name} in {url!r} is damaged ({error}): expected what was written. Run: verbatim build"
    except Exception as error:  # noqa: BLE001 - the build has to know, whatever it is
        cause = " ".join(str(error).split())[:300]
        return f"A worker cannot do the part {name} in {url!r} ({type(error).__name__}: {cause})."
    return ""


def main() -> None:
    """Do parts from standard input until it ends: a line is `[url, step, name]`, the answer what `do` returns."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        # What a library prints must not get between the answers.
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        jobs: SimpleQueue[bytes] = SimpleQueue()
        threading.Thread(target=_listen, args=[jobs], daemon=True).start()
        while True:
            answers.write(json.dumps(do(*json.loads(jobs.get()))).encode() + b"\n")
            answers.flush()


def _listen(jobs: SimpleQueue[bytes]) -> None:
    """Pass on what is to do; end the process with the build, whose next run would work beside it otherwise."""
    for line in sys.stdin.buffer:
        jobs.put(line)
    os._exit(0)
