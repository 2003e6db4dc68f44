"""Starts the service as users do, and finds the browser; for tests and screenshots."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserType

from tests.paths import ROOT

_START_SECONDS = 240
# Chromium must not send requests of its own, because requests are counted.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# One process renders all pages, so that scripts are compiled only once.
_SHARING = ["--process-per-site", "--renderer-process-limit=1"]


def chromium() -> str | None:
    """The path of this machine's Chromium, if there is one."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def launch(chromium_type: BrowserType, *arguments: str) -> Browser:
    """This machine's Chromium, without a window."""
    return chromium_type.launch(executable_path=chromium(), args=[*ARGUMENTS, *_SHARING, *arguments])


@contextmanager
def serving(corpus: Path, index: Path, log: Path, **variables: str) -> Iterator[str]:
    """The address of a service that runs during the block; `variables` are settings such as `page__feedback`.

    Background builds and evaluations are off unless they are set, so that tests have the processors to themselves.
    """
    port = _free_port()
    options = ["--port", str(port), "--corpus", str(corpus), "--index", str(index)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "index", "serve", *options],
            cwd=ROOT,
            env=os.environ
            | {"PYTHONPATH": str(ROOT)}
            | {"VERBATIM_SERVICE__BUILD": "false", "VERBATIM_SERVICE__EVALUATE": "false"}
            | {f"VERBATIM_{name.upper()}": v for name, v in variables.items()},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(f"http://127.0.0.1:{port}/api/v1/health", process, log)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            # The address is that of our own service.
            urlopen(address, timeout=60).close()  # noqa: S310
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"the service did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
