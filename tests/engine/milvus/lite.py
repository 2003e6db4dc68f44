"""Skips tests that need milvus-lite without the extra `milvus`, and starts servers. `make test` installs the extra."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from socket import create_connection, create_server

import pytest

needs_milvus = pytest.mark.skipif(find_spec("milvus_lite") is None, reason="the extra `milvus` is not installed")
_PATIENCE = 60


def free_port() -> int:
    """A free port on this machine."""
    with create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def lite_server(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server process with its data in `folder`; returns once it listens."""
    command = [sys.executable, "-m", "milvus_lite", "server", "--host", "127.0.0.1", "--port", str(port)]
    with (folder.parent / f"{folder.name}.log").open("ab") as log:
        server = subprocess.Popen([*command, "--data-dir", str(folder)], stdout=log, stderr=log)
    try:
        wait_for(port)
        yield server
    finally:
        server.kill()
        server.wait()


def wait_for(port: int) -> None:
    """Wait until a process listens on the port."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nobody listens on port {port}")
