"""A worker process of a build: computes the parts named on standard input until the input ends.

`processes.py` starts it as a separate program: a fork would inherit the service's locks, and a spawned process imports
the caller's main module again. Ray's actors call `do` too.
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
    """Compute a part and write its results. Returns an error message, or an empty string."""
    try:
        folder = PartFolder(url)
        own = cast("Step", step)
        # A worker that died may have finished it.
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
    """Compute parts until standard input ends: each line is `[url, step, name]`, and the reply is what `do` returns."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        # Libraries may print to standard output, which must not mix with the replies.
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        jobs: SimpleQueue[bytes] = SimpleQueue()
        threading.Thread(target=_listen, args=[jobs], daemon=True).start()
        while True:
            answers.write(json.dumps(do(*json.loads(jobs.get()))).encode() + b"\n")
            answers.flush()


def _listen(jobs: SimpleQueue[bytes]) -> None:
    """Queue the jobs, and exit when the build has ended, so that this process does not compete with the next build."""
    for line in sys.stdin.buffer:
        jobs.put(line)
    os._exit(0)
