"""The API without the page, in a separate process, against slow, idle, malformed and probing clients."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from index.settings import Settings
from tests.paths import ROOT
from tests.web.serving import Running, environment, get, post, running

HEADER_SECONDS = 2
# The long form: TEST_IDLE=1000.
IDLE_CONNECTIONS = int(os.environ.get("TEST_IDLE", "200"))


@pytest.fixture(scope="module")
def server(one_article: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The service with short timeouts."""
    variables = environment(
        one_article, service__header_seconds=HEADER_SECONDS, service__request_seconds=2, service__rate_limit="none"
    )
    with running(["serve", "--api-only"], variables, tmp_path_factory.mktemp("log") / "log") as own:
        yield own


def connect(server: Running) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port))


def answers(server: Running) -> bool:
    response = _asked(server)
    # The first question waits until the index is open, which may exceed its time limit on a busy machine.
    while response.status_code == 503 and "no answer within" in response.text:
        response = _asked(server)
    return response.status_code == 200 and bool(response.json()["evidence"])


def _asked(server: Running) -> httpx.Response:
    return get(f"{server.address}/api/v1/ask", params={"q": "how long do I hold it there?"}, timeout=240)


def exchange(server: Running, request: bytes) -> bytes:
    """The complete response to `request`."""
    with connect(server) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(65_536):
            parts.append(part)
        return b"".join(parts)


def test_the_api_is_served_and_nothing_beside_it(server: Running) -> None:
    assert answers(server)
    beside = get(server.address + "/")
    assert (beside.status_code, beside.headers["content-type"]) == (404, "application/problem+json")


def test_streamlit_is_not_loaded(one_article: Settings) -> None:
    code = "import sys, web.serving.standalone; print('streamlit' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(one_article), cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_a_base_path_stands_before_the_api(one_article: Settings, tmp_path: Path) -> None:
    with running(
        ["serve", "--api-only"], environment(one_article, service__base_path="/deep/verbatim/"), tmp_path / "log"
    ) as own:
        assert get(f"{own.address}/deep/verbatim/api/v1/health").status_code == 200
        assert get(f"{own.address}/api/v1/health").status_code == 404


def test_a_head_that_comes_byte_by_byte_is_broken_off(server: Running) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(connect(server)) for _ in range(20)]
        started = time.monotonic()
        open_still = set(slow)
        while open_still:
            for connection in list(open_still):
                if not trickled(connection):
                    open_still.discard(connection)
            assert answers(server)
            time.sleep(0.2)
        # A busy machine may be later, but never earlier.
        assert time.monotonic() - started >= HEADER_SECONDS - 0.5


def trickled(connection: socket.socket) -> bool:
    """Whether one more byte of the headers could be sent."""
    try:
        readable, _, _ = select.select([connection], [], [], 0)
        if readable and not connection.recv(1):
            return False
        connection.sendall(b"G")
    except OSError:
        return False
    return True


def test_a_body_that_never_comes_is_refused_in_time(server: Running) -> None:
    fields = b"Host: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n"
    head = b"POST /api/v1/ask HTTP/1.1\r\n" + fields + b"\r\n{"
    answer = exchange(server, head)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"application/problem+json" in answer


def test_idle_connections_are_let_go_and_hold_nobody_up(server: Running) -> None:
    with ExitStack() as stack:
        idle = [stack.enter_context(connect(server)) for _ in range(IDLE_CONNECTIONS)]
        assert answers(server)
        time.sleep(HEADER_SECONDS + 1)
        assert answers(server)
        assert [connection.recv(1) for connection in idle] == [b""] * IDLE_CONNECTIONS


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET /api/v1/ask?q=ice HTTP/1.1\r\nHost: localhost\r\nBad Header: 1\r\n\r\n", 400),
        (b"GET /api/v1/ask?q=ice HTTP/1.1\r\nHost: localhost\r\nX: a\x00b\r\n\r\n", 400),
        (b"GET /api/v1/ask?q=" + b"x" * 61_500 + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 414),
        (b"POST /api/v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST /api/v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (b"POST /api/v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n", 413),
        (b"GET /api/v1/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404),
        (b"GET /api/v1/articles/..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404),
    ],
)
def test_what_is_no_request_gets_a_problem(server: Running, request_: bytes, status: int) -> None:
    answer = exchange(server, request_)
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"application/problem+json" in answer.lower()
    assert b"root:" not in answer
    assert answers(server)


def test_a_forwarded_address_is_believed_only_of_a_proxy_that_is_named(one_article: Settings, tmp_path: Path) -> None:
    for trusted, allowed in (("", [200, 429]), ("127.0.0.1", [200, 200])):
        variables = environment(one_article, service__rate_limit="1/hour", service__trusted_proxies=trusted)
        with running(["serve", "--api-only"], variables, tmp_path / "log") as own:
            got = [
                get(f"{own.address}/api/v1/ask?q=ice", headers={"X-Forwarded-For": address}, timeout=240).status_code
                for address in ("192.0.2.1", "192.0.2.2")
            ]
        assert got == allowed


def test_no_question_is_in_the_log(server: Running) -> None:
    get(f"{server.address}/api/v1/ask?q=secret+ailment")
    post(f"{server.address}/api/v1/ask", json={"question": "secret ailment"})
    get(f"{server.address}/api/v1/secret")
    assert "secret" not in server.log.read_text(encoding="utf-8")


def test_wrong_settings_are_one_message_and_exit_code_2(one_article: Settings) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "web.serving.standalone"],
        env=environment(one_article, search__candidates="many"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "candidates" in done.stderr
    assert "Traceback" not in done.stderr


ASK_OFFLINE = """
import json, subprocess, sys, time, urllib.request
subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
server = subprocess.Popen([sys.executable, "-m", "index", "serve", "--port", "8777", *sys.argv[1:]],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    until = time.monotonic() + 240
    while True:
        try:
            answer = urllib.request.urlopen("http://127.0.0.1:8777/api/v1/ask?q=hold+it+there", timeout=30)
            print(json.load(answer)["evidence"][0]["quote"])
            break
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
finally:
    server.terminate()
    server.wait(15)
"""


def lonely() -> bool:
    """Whether this machine allows a network namespace with only the loopback interface."""
    return subprocess.run(["unshare", "-n", "ip", "link"], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    "options", [[], pytest.param(["--api-only"], marks=pytest.mark.slow)], ids=["page", "api-only"]
)
def test_the_service_answers_where_there_is_no_network(one_article: Settings, options: list[str]) -> None:
    try:
        possible = lonely()
    except FileNotFoundError:
        possible = False
    if not possible:
        pytest.skip("a network namespace needs root, unshare and ip; tests/test_offline.py guards the rest")
    done = subprocess.run(
        ["unshare", "-n", sys.executable, "-c", ASK_OFFLINE, *options],
        env={**environment(one_article), "HOME": os.environ.get("HOME", "/")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "Hold it there for 20 minutes.", done.stderr
