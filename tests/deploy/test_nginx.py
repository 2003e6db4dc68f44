"""The example configurations of nginx in front of the real service, with the path prefix kept or stripped."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from index.build import build
from index.settings import Settings
from tests.paths import ROOT
from tests.web.serving import Running, environment, free_port, running

# The examples for one service and for two.
ONE, TWO = (ROOT / "deploy" / name for name in ("nginx.conf", "nginx-replicas.conf"))
PLACES = {ONE: ["127.0.0.1:8501"], TWO: ["verbatim-1:8501", "verbatim-2:8501"]}
NGINX = shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))
HEADER_SECONDS = 2


@pytest.fixture(scope="module", autouse=True)
def _nginx() -> None:
    if NGINX is None:
        reason = "no nginx: install Debian's package nginx-light to test the example configuration"
        if os.environ.get("TEST_REQUIRES_NGINX") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


@dataclass(frozen=True)
class Proxied:
    """nginx and the service behind it."""

    port: int
    folder: Path
    service: Running

    @property
    def address(self) -> str:
        return f"https://localhost:{self.port}/verbatim"

    @property
    def logs(self) -> str:
        written = [*self.folder.glob("*.log"), self.service.log]
        return "".join(path.read_text(encoding="utf-8", errors="replace") for path in written)


def configured(file: Path, folder: Path, port: int, services: Sequence[Running], *, stripped: bool) -> str:
    """The example with this test's ports, folder and short timeouts, and otherwise unchanged."""
    example = file.read_text(encoding="utf-8")
    ports = [f"127.0.0.1:{service.port}" for service in services]
    for old, new in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        *zip(PLACES[file], ports, strict=True),
        ("/etc/ssl/verbatim", str(folder)),
        ("/var/log/nginx", str(folder)),
        ("client_header_timeout 10s", f"client_header_timeout {HEADER_SECONDS}s"),
    ):
        assert old in example
        example = example.replace(old, new)
    if stripped:
        example = example.replace(
            "location /verbatim/ {\n        proxy_pass http://verbatim_service;",
            "location /verbatim/ {\n        proxy_pass http://verbatim_service/;",
        ).replace(
            "stream {\n        proxy_pass http://verbatim_service;",
            "stream {\n        proxy_pass http://verbatim_service/_stcore/stream;",
        )
        assert example.count("        proxy_pass http://verbatim_service/") == 2
    return (
        f"pid {folder}/nginx.pid;\nerror_log {folder}/main-error.log crit;\ndaemon off;\nworker_processes 1;\n"
        f"events {{ worker_connections 1024; }}\nhttp {{\naccess_log off;\nclient_body_temp_path {folder}/body;\n"
        f"proxy_temp_path {folder}/proxy;\n{example}\n}}\n"
    )


@contextmanager
def proxying(folder: Path, *services: Running, stripped: bool) -> Iterator[Proxied]:
    """nginx with a certificate in front of one or two services."""
    port = free_port()
    subject = ["-subj", "/CN=localhost", "-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *subject],
        check=True,
        capture_output=True,
    )
    file = folder / "nginx.conf"
    file.write_text(
        configured(TWO if len(services) > 1 else ONE, folder, port, services, stripped=stripped), encoding="utf-8"
    )
    process = subprocess.Popen([str(NGINX), "-p", str(folder), "-c", str(file)], stderr=subprocess.PIPE)
    try:
        while process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        yield Proxied(port, folder, services[0])
    finally:
        process.terminate()
        process.communicate()


@pytest.fixture(params=[False, True], ids=["kept", "stripped"])
def proxied(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[Proxied]:
    """The page and the API behind nginx."""
    build(settings)
    base = "" if request.param else "verbatim"
    folder = tmp_path / "nginx"
    folder.mkdir(mode=0o755)
    variables = environment(
        settings, service__base_path=base, service__trusted_proxies="127.0.0.1", service__rate_limit="none"
    )
    with (
        running(["serve"], variables, tmp_path / "service") as service,
        proxying(folder, service, stripped=request.param) as own,
    ):
        yield own


def unverified() -> httpx.Client:
    """A client that accepts the test's certificate."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return httpx.Client(verify=context, timeout=240)


def test_page_and_api_stand_under_the_path_and_no_log_has_the_question(proxied: Proxied) -> None:
    with unverified() as client:
        page = client.get(f"{proxied.address}/", params={"q": "secret ailment"})
        files = re.findall(r'(?:src|href)="\./([^"]+\.(?:js|css))"', page.text)
        answer = client.get(f"{proxied.address}/api/v1/ask", params={"q": "hold it there, secret ailment"})
        document = client.get(f"{proxied.address}/api/openapi.json")
        status = [client.get(f"{proxied.address}/{file}").status_code for file in files]
        missing = client.get(f"{proxied.address}/api/v1/nothing", params={"q": "secret"})
        large = client.post(f"{proxied.address}/api/v1/ask", content=b"x" * 70_000)
    assert (page.status_code, answer.status_code, document.status_code) == (200, 200, 200)
    assert page.headers["referrer-policy"] == "no-referrer"
    assert status
    assert set(status) == {200}
    assert answer.json()["evidence"]
    assert document.json()["servers"] == [{"url": "."}]
    assert missing.headers["content-type"] == "application/problem+json"
    assert large.status_code == 413
    assert upgraded(proxied) == b"HTTP/1.1 101"
    proxied.service.process.terminate()
    proxied.service.process.wait()
    with unverified() as client:
        assert client.get(f"{proxied.address}/api/v1/ask", params={"q": "secret"}).status_code == 502
    assert "/verbatim/api/v1/ask" in proxied.logs
    assert "secret" not in proxied.logs


def encrypted(proxied: Proxied) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(socket.create_connection(("127.0.0.1", proxied.port)))


def upgraded(proxied: Proxied) -> bytes:
    """The response to the page's WebSocket handshake."""
    head = (
        f"GET /verbatim/_stcore/stream HTTP/1.1\r\nHost: localhost:{proxied.port}\r\n"
        f"Origin: https://localhost:{proxied.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    with encrypted(proxied) as connection:
        connection.sendall(head.encode())
        return connection.recv(1024)[:12]


@pytest.mark.parametrize("proxied", [False], ids=["kept"], indirect=True)
def test_slow_heads_are_broken_off_by_nginx_while_others_are_answered(proxied: Proxied) -> None:
    with ExitStack() as stack, unverified() as client:
        slow = [stack.enter_context(encrypted(proxied)) for _ in range(30)]
        for connection in slow:
            connection.sendall(b"GET /verbatim/api/v1/ask?q=ice HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        assert client.get(f"{proxied.address}/api/v1/ask", params={"q": "ice"}).status_code == 200
        time.sleep(HEADER_SECONDS + 1)
        closed = 0
        for connection in slow:
            closed += ended(connection)
        assert closed == len(slow)
        assert client.get(f"{proxied.address}/api/v1/ask", params={"q": "ice"}).status_code == 200


def ended(connection: ssl.SSLSocket) -> bool:
    """Whether nginx has closed or reset the connection."""
    try:
        return b"" in iter(lambda: connection.recv(4096), None)
    except OSError:
        return True


def test_while_one_of_two_services_is_gone_the_other_answers(settings: Settings, tmp_path: Path) -> None:
    build(settings)
    folder = tmp_path / "nginx"
    folder.mkdir(mode=0o755)
    given = {"service__base_path": "verbatim", "service__trusted_proxies": "127.0.0.1", "service__rate_limit": "none"}
    variables = environment(settings, **given)
    with ExitStack() as stack:
        both = [
            stack.enter_context(running(["serve", "--api-only"], variables, tmp_path / f"service-{number}"))
            for number in (1, 2)
        ]
        own = stack.enter_context(proxying(folder, *both, stripped=False))
        client = stack.enter_context(unverified())
        for service in both:
            assert client.get(f"{own.address}/api/v1/ask", params={"q": "ice"}).status_code == 200
            if service is both[0]:
                service.process.kill()
                service.process.wait()
        both[1].process.kill()
        both[1].process.wait()
        assert client.get(f"{own.address}/api/v1/ask", params={"q": "ice"}).status_code == 502
