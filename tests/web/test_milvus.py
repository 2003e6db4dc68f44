"""A service with snapshots on a Milvus server: it needs no index folder, and survives failures of the server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from index.build import build
from index.settings import Settings
from tests.engine.milvus.lite import free_port, lite_server, needs_milvus
from tests.web.test_api import problem
from web.api import api
from web.plain.routes import routes
from web.serving.service import service

pytestmark = needs_milvus
_PATIENCE = 60


@pytest.fixture
def port() -> int:
    """The server's port."""
    return free_port()


@pytest.fixture
def server(port: int, tmp_path: Path) -> Iterator[ExitStack]:
    """The server, which is killed when the stack is closed."""
    with ExitStack() as running:
        running.enter_context(lite_server(tmp_path / "milvus", port))
        yield running


@pytest.fixture
def milvus(served: Settings, port: int, server: ExitStack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """The small corpus, published there by another host; this host has its own, empty folder."""
    given = {"kind": "milvus", "uri": f"http://127.0.0.1:{port}", "timeout_seconds": 1}
    for name, value in given.items():
        monkeypatch.setenv(f"VERBATIM_ENGINE__{name.upper()}", str(value))
    settings = served.evolve(engine=given)
    build(settings)
    monkeypatch.setenv("VERBATIM_INDEX", str(tmp_path / "nothing"))
    return settings


def test_it_answers_without_an_index_folder(milvus: Settings, tmp_path: Path) -> None:
    answer = TestClient(api).get("/v1/ask?q=Hold it there for how many minutes?").json()
    assert answer["evidence"][0]["quote"] == "Hold it there for 20 minutes."
    assert not (tmp_path / "nothing").exists()


def test_it_follows_what_is_published(milvus: Settings) -> None:
    client = TestClient(api)
    before = client.get("/v1/ask?q=ice").json()["snapshot"]
    (milvus.corpus / "more.txt").write_text("More about ice\n\nIce helps.\n", encoding="utf-8")
    build(milvus)
    until = time.monotonic() + _PATIENCE
    while (answer := client.get("/v1/ask?q=ice")).json()["snapshot"] == before and time.monotonic() < until:
        assert answer.status_code == 200
    assert answer.json()["snapshot"] != before


def test_while_the_server_is_down_it_says_come_again_and_then_answers_without_a_restart(
    milvus: Settings, port: int, server: ExitStack, tmp_path: Path
) -> None:
    client, pages = TestClient(api), TestClient(Starlette(routes=list(routes)))
    assert client.get("/v1/ask?q=ice").status_code == 200
    first = service()
    server.close()
    until = time.monotonic() + _PATIENCE
    while (refused := client.get("/v1/ask?q=a warm bath")).status_code == 200 and time.monotonic() < until:
        pass
    assert "cannot be used" in problem(refused, 503)
    assert refused.headers["retry-after"] == "1"
    assert pages.get("/library").headers["retry-after"] == "1"
    with lite_server(tmp_path / "milvus", port):
        until = time.monotonic() + _PATIENCE
        while (answer := client.get("/v1/ask?q=a warm bath")).status_code != 200 and time.monotonic() < until:
            time.sleep(0.1)
        assert answer.json()["evidence"]
    assert service() is first
