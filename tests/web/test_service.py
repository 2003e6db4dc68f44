"""The service's answerer is loaded once, before the first question."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from index.ask import Answerer
from index.build import build
from index.errors import BusyError
from index.opening import open_answerer
from index.settings import Settings
from index.storage.snapshot import current_id
from tests.web.conftest import add
from tests.web.test_api import problem
from web.api import api
from web.serving.service import service


@pytest.fixture(autouse=True)
def _thaw() -> Iterator[None]:
    """Unfreeze the garbage collector, which warming up has frozen."""
    yield
    gc.unfreeze()


def test_a_warm_service_is_ready(built: Settings) -> None:
    service().warm()
    assert service().ready
    assert service().answerer() is service().answerer()


def test_warming_up_without_an_index_is_told_in_the_log(served: Settings, caplog: pytest.LogCaptureFixture) -> None:
    service().warm()
    assert not service().ready
    assert "verbatim build" in caplog.text


def test_a_new_snapshot_is_opened_with_the_same_model(built: Settings) -> None:
    first = service().answerer()
    add(built, "more.txt", "More about ice\n\nIce helps.\n")
    second = service().answerer()
    assert second.snapshot != first.snapshot
    assert second.encoder is first.encoder


def test_while_a_large_snapshot_is_opened_the_one_before_answers(
    built: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, go_on = service().answerer(), threading.Event()
    opened = open_answerer

    def slowly(*given: Any) -> Answerer:
        go_on.wait(10)
        return opened(*given)

    monkeypatch.setattr("web.serving.service.open_answerer", slowly)
    monkeypatch.setattr("web.serving.service._SWAP_SECONDS", 0.01)
    add(built, "more.txt", "More about ice\n\nIce helps.\n")
    assert service().answerer() is first
    go_on.set()
    monkeypatch.setattr("web.serving.service._SWAP_SECONDS", 10)
    assert service().answerer().snapshot != first.snapshot


def test_what_is_in_flight_keeps_its_snapshot_to_the_end(built: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_SERVICE__MAX_IN_FLIGHT", "4")
    service.forget()
    with service().asking() as first:
        add(built, "more.txt", "More about ice\n\nIce helps.\n")
        with service().asking() as second:
            assert second.snapshot != first.snapshot
        assert first.engine.passages(np.array([0]))


def test_a_replaced_answerer_lets_its_files_go(built: Settings) -> None:
    with service().asking() as first:
        gone = weakref.ref(first.engine)
    del first
    add(built, "more.txt", "More about ice\n\nIce helps.\n")
    with service().asking():
        assert gone() is None


def test_a_damaged_snapshot_is_refused_and_told_by_health_until_it_is_built_anew(
    built: Settings,
) -> None:
    client = TestClient(api)
    path = built.index / "snapshots" / str(current_id(built.index)) / "words.txt"
    path.write_bytes(path.read_bytes() + b"more\n")
    damaged = service().answerer()
    assert damaged.sums is not None
    damaged.sums.wait()
    for asked in ("/v1/health", "/v1/ask?q=ice"):
        assert "words.txt is missing or has changed" in problem(client.get(asked), 503)
    build(built)
    assert service().answerer().snapshot == damaged.snapshot
    assert client.get("/v1/ask?q=ice").status_code == 200


def test_who_has_patience_waits_for_a_turn(built: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_SERVICE__MAX_IN_FLIGHT", "1")
    service.forget()
    with ThreadPoolExecutor(1) as pool:
        with service().asking():
            with pytest.raises(BusyError, match="The limit of 1 requests in flight"), service().asking():
                pass
            waiting = pool.submit(_asked, 10)
        assert waiting.result(10)


def _asked(patience: float) -> bool:
    with service().asking("ice pack", patience) as answerer:
        return bool(answerer.ask("ice pack").evidence)


def test_a_turn_comes_back_after_an_error(built: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_SERVICE__MAX_IN_FLIGHT", "1")
    service.forget()
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), service().asking():
            raise ZeroDivisionError


def test_many_threads_and_swaps_lose_no_question(built: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_SERVICE__MAX_IN_FLIGHT", "16")
    service.forget()
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(_asked, 10) for _ in range(60)]
        add(built, "more.txt", "More about ice\n\nIce helps.\n")
        asked += [pool.submit(_asked, 10) for _ in range(60)]
        add(built, "again.txt", "Again about ice\n\nIce helps again.\n")
        asked += [pool.submit(_asked, 10) for _ in range(60)]
        assert all(future.result(30) for future in asked)
