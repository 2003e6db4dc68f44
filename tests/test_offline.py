"""There are no outgoing connections: building, asking and serving work with all other addresses blocked."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.paths import ROOT

pytestmark = pytest.mark.model

# Runs before anything else in the process. A connection to or look-up of another machine raises an error, and is logged
# in case the error is caught.
GUARD = """
import os, sys

def guard(event, arguments):
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "unix"
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name not in ("unix", "localhost", "None", "0.0.0.0", "::", "::1", "") and not name.startswith("127."):
        with open(os.environ["GUARD_LOG"], "a") as log:
            log.write(f"{event} {name}\\n")
        raise OSError(f"forbidden: {event} {name}")

sys.addaudithook(guard)
"""


@pytest.fixture
def guarded(tmp_path: Path, corpus: Path) -> dict[str, str]:
    """A guarded environment with default settings, except for the two folders."""
    (tmp_path / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    own = {
        "PYTHONPATH": f"{tmp_path}:{ROOT}",
        "GUARD_LOG": str(tmp_path / "log"),
        "VERBATIM_CORPUS": str(corpus),
        "VERBATIM_INDEX": str(tmp_path / "index"),
    }
    return {**{name: value for name, value in os.environ.items() if not name.startswith("HF_")}, **own}


def attempts(guarded: dict[str, str]) -> str:
    log = Path(guarded["GUARD_LOG"])
    return log.read_text(encoding="utf-8") if log.exists() else ""


def test_the_guard_itself_notices_a_connection(guarded: dict[str, str]) -> None:
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    assert subprocess.run([sys.executable, "-c", code], env=guarded, check=False, capture_output=True).returncode == 1
    assert "192.0.2.1" in attempts(guarded)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetched(url: str, within: float) -> bytes:
    """The body of `url` as soon as it is served."""
    until = time.monotonic() + within
    while True:
        try:
            with urllib.request.urlopen(url, timeout=240) as answer:  # noqa: S310 - our own address
                return bytes(answer.read())
        except urllib.error.URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


def handshake(port: int, origin: str) -> int:
    """The status of the page's WebSocket handshake for a page of `origin`."""
    head = (
        f"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {origin}\r\nConnection: Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(head.encode())
        return int(connection.recv(1024).split(b" ")[1])


def test_building_asking_and_serving_connect_to_nowhere(guarded: dict[str, str]) -> None:
    command = [sys.executable, "-m", "index"]
    port = free_port()
    # The service starts with a build.
    with subprocess.Popen(
        [*command, "serve", "--port", str(port)], env=guarded, cwd=ROOT, stdout=subprocess.DEVNULL
    ) as service:
        try:
            served = fetched(f"http://127.0.0.1:{port}/api/v1/ask?q=ice+or+heat%3F", 240)
            page = fetched(f"http://127.0.0.1:{port}/", 240)
            own, foreign = (handshake(port, origin) for origin in (f"http://127.0.0.1:{port}", "https://evil.example"))
        finally:
            service.terminate()
    asked = subprocess.run(
        [*command, "ask", "ice or heat?", "--json"], env=guarded, cwd=ROOT, check=True, capture_output=True
    )
    assert json.loads(served)["evidence"] == json.loads(asked.stdout)["evidence"]
    assert b"<html" in page
    # For another origin, Streamlit would look up its own external address.
    assert (own, foreign) == (101, 403)
    assert attempts(guarded) == ""
