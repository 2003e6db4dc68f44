"""Starts the service as users do, in a process that ends with the block."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from index.settings import Settings
from tests.paths import ROOT

# Requests by HTTP alone. `httpx.get` would load this machine's certificates each time, which takes longer than most
# answers.
_NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
request = partial(httpx.request, verify=_NO_CERTIFICATES)
get = partial(httpx.get, verify=_NO_CERTIFICATES)
post = partial(httpx.post, verify=_NO_CERTIFICATES)

# Long enough for a busy machine, but below the timeout of tests, so that the log is shown.
_START_SECONDS = 240


@dataclass(frozen=True)
class Running:
    """A listening process, and its log."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def environment(settings: Settings, **variables: object) -> dict[str, str]:
    """This process' environment with `settings`, and further settings such as `service__port=1`.

    Background builds and evaluations, each a process of its own, are off unless they are set.
    """
    own: dict[str, object] = {"corpus": settings.corpus, "index": settings.index, "model__name": settings.model.name}
    own |= {"service__build": False, "service__evaluate": False, **variables}
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        **{f"VERBATIM_{name.upper()}": str(value) for name, value in own.items()},
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Program:
    """The program to start, its folder, and its option for the port."""

    start: tuple[str, ...] = (sys.executable, "-m", "index")
    folder: Path = ROOT
    port_option: str = "--port"


OURS = Program()


@contextmanager
def running(
    command: Sequence[str], variables: Mapping[str, str], log: Path, program: Program = OURS
) -> Iterator[Running]:
    """Start `program` with `command` and a free port, and wait until it listens."""
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*program.start, *command, program.port_option, str(port)],
            cwd=program.folder,
            env=dict(variables),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _await_listening(port, process, log)
        yield Running(port, process, log)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_listening(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"nothing listens:\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")
