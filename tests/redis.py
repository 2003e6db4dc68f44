"""Starts a real Redis server for a test."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.engine.milvus.lite import free_port, wait_for

REDIS = shutil.which("redis-server")


@contextmanager
def redis_server(folder: Path, port: int | None = None) -> Iterator[str]:
    """The address of a server without persistence. If Redis is not installed, skips the test, or fails it in CI."""
    if REDIS is None:
        reason = "no redis-server: install Debian's package redis-server to test what hosts share"
        if os.environ.get("TEST_REQUIRES_REDIS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    port = port or free_port()
    command = [
        REDIS,
        "--bind",
        "127.0.0.1",
        "--port",
        str(port),
        "--dir",
        str(folder),
        "--save",
        "",
        "--daemonize",
        "no",
    ]
    with (folder / "redis.log").open("ab") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.kill()
        server.wait()
