"""Stops the process of a background command."""

from __future__ import annotations

import subprocess
from contextlib import suppress

# After this time, a process that was asked to end is killed.
_PATIENCE_SECONDS = 5


def stop_process(process: subprocess.Popen[bytes] | None) -> None:
    """End `process`, if there is one and it is still running."""
    if process is None or process.poll() is not None:
        return
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_PATIENCE_SECONDS)
        return
    process.kill()
