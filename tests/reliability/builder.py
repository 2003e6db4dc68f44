"""Runs builds in forked children and makes one step fail: `python -m tests.reliability.builder`.

Reads lines `STEP KIND` (or `BYTES limit`), and answers each with a line `STATUS STEPS`. The status is the child's exit
code: 0 built, 2 reported as a Verbatim error, 3 any other exception, -9 killed.
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

from index.build import build
from index.engine import snapshots
from index.errors import IndexWriteError
from index.settings import Settings, load_settings

KINDS = {"none": 0, "ENOSPC": 1, "EACCES": 2, "short": 3, "kill": 4}
LIMIT = "limit"


def main() -> None:
    settings = load_settings()
    with tempfile.TemporaryDirectory() as folder:
        # The first build imports everything, so that forks start fast.
        build(settings.evolve(index=Path(folder)))
    shim = ctypes.CDLL(None)
    for line in sys.stdin:
        number, kind = line.split()
        child = os.fork()
        if child == 0:
            os._exit(_attempt(settings, shim, int(number), kind))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), shim.fault_steps(), flush=True)


def _attempt(settings: Settings, shim: ctypes.CDLL, number: int, kind: str) -> int:
    if kind == LIMIT:
        _limit_publishing(number)
    else:
        shim.fault_arm(ctypes.c_long(number), KINDS[kind])
    try:
        build(settings)
    except IndexWriteError:
        return 2
    except BaseException:  # noqa: BLE001 - any exception is a finding
        traceback.print_exc()
        return 3
    return 0


def _limit_publishing(size: int) -> None:
    """Limit the size of files to `size` bytes from when the snapshot's files are written."""
    module: Any = snapshots
    publish = module.publish

    def limited(*arguments: Any) -> Any:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        return publish(*arguments)

    module.publish = limited


if __name__ == "__main__":
    main()
