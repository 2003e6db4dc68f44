"""A request that runs out of time gives up its turn, on every interface, whatever it is waiting for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from starlette.testclient import TestClient

from index.ask import Answerer
from index.build import build
from index.errors import OutOfTimeError
from index.execution.deadline import Deadline
from index.opening import open_answerer
from index.settings import Settings
from tests.web.opening import open_page
from tests.web.serving import environment, get, running
from tests.web.test_batching import PATIENCE, SlowEncoder
from web.api import api
from web.plain.working import PerSnapshot
from web.serving.batching import BatchingEncoder, _Call
from web.serving.metrics import Metrics
from web.serving.service import Service, service
from web.serving.turns import InterfaceLimits
from web.words.words import words_in

SAID = "There was no answer within"


@pytest.fixture
def hurried(built: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[[float], Service]:
    """A function that returns the service with this time limit per request."""

    def start(seconds: float) -> Service:
        monkeypatch.setenv("VERBATIM_SERVICE__REQUEST_SECONDS", str(seconds))
        monkeypatch.setenv("VERBATIM_SERVICE__MAX_IN_FLIGHT", "4")
        service.forget()
        return service()

    return start


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait until the condition holds; fails after a timeout."""
    for _ in range(PATIENCE * 100):
        if holds():
            return
        threading.Event().wait(0.01)
    raise AssertionError("what was waited for has not come about")


def in_flight(own: Service) -> int:
    [line] = [line for line in own.metrics.text().decode().splitlines() if line.startswith("verbatim_in_flight ")]
    return round(float(line.split()[1]))


def test_who_waits_for_another_s_run_of_the_model_gives_the_turn_back(
    hurried: Callable[[float], Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = SlowEncoder()
    monkeypatch.setattr("web.serving.service.load_encoder", lambda *_: encoder)
    own, client = hurried(0.2), TestClient(api)
    encoder.go_on.set()
    own.warm()
    encoder.go_on.clear()
    encoder.begun.clear()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(client.get, "/v1/ask?q=ice")
        assert encoder.begun.wait(PATIENCE)
        second = pool.submit(client.get, "/v1/ask?q=heat")
        assert {first.result(PATIENCE).status_code, second.result(PATIENCE).status_code} == {503}
    # The first is inside the model, where the deadline cannot be checked; the second is not.
    wait_until(lambda: in_flight(own) == 1)
    encoder.go_on.set()
    wait_until(lambda: in_flight(own) == 0)


def test_who_waits_for_the_index_to_be_opened_gives_the_turn_back(
    hurried: Callable[[float], Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slowly(*given: Any) -> Answerer:
        go_on.wait(PATIENCE)
        return open_answerer(*given)

    monkeypatch.setattr("web.serving.service.open_answerer", slowly)
    own, client = hurried(0.05), TestClient(api)
    assert SAID in client.get("/v1/ask?q=ice").json()["detail"]
    wait_until(lambda: in_flight(own) == 0)
    assert not go_on.is_set()
    go_on.set()
    wait_until(lambda: own.ready)


def test_a_page_s_question_has_a_request_s_time(hurried: Callable[[float], Service]) -> None:
    own = hurried(1e-9)
    own.warm()
    assert own.ready
    with own.asking("ice") as answerer, pytest.raises(OutOfTimeError):
        answerer.ask("ice")
    assert in_flight(own) == 0


def test_what_waited_for_a_thread_until_its_time_was_over_is_not_begun() -> None:
    interface, over, done = InterfaceLimits(2, Metrics()), threading.Event(), threading.Event()
    first = interface.submit(lambda: over.wait(60), Deadline.after(60))
    late = interface.submit(done.set, Deadline.after(0))
    over.set()
    assert first.result(60)
    with pytest.raises(OutOfTimeError):
        late.result(60)
    assert not done.is_set()
    interface.check_free()


def test_who_leaves_a_batch_is_not_encoded_for() -> None:
    encoder = SlowEncoder()
    batching = BatchingEncoder(encoder)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(batching.encode_query, "first")
        assert encoder.begun.wait(PATIENCE)
        with Deadline.after(0.01).holding(), pytest.raises(OutOfTimeError):
            batching.encode_query("second")
        encoder.go_on.set()
        first.result(PATIENCE)
    batching.encode_query("third")
    assert (encoder.alone, encoder.sizes) == (["first", "third"], [])


def test_who_leaves_with_the_turn_in_hand_hands_it_on() -> None:
    batching = BatchingEncoder(SlowEncoder())
    leaving, waiting = _Call(("one", ())), _Call(("two", ()))
    batching._encoding = True
    batching._waiting.extend([leaving, waiting])
    leaving.turn.set_result(None)
    batching._leave(leaving)
    assert waiting.turn.result(0) is None
    batching._leave(waiting)
    assert not batching._encoding


def test_what_takes_longer_than_a_request_is_made_all_the_same(built: Settings) -> None:
    go_on, made = threading.Event(), []

    def make(answerer: Answerer) -> str:
        go_on.wait(PATIENCE)
        made.append(answerer.snapshot)
        return answerer.engine.owners(np.array([0]))[0]

    own, answerer = PerSnapshot(make), service().answerer()
    with Deadline.after(0.01).holding():
        for _ in range(2):
            with pytest.raises(OutOfTimeError):
                own(answerer)
    go_on.set()
    assert own(answerer) == own(answerer) == "heat"
    assert made == [answerer.snapshot]


def test_what_could_not_be_made_is_tried_again(built: Settings) -> None:
    tried = []

    def make(answerer: Answerer) -> str:
        tried.append(answerer.snapshot)
        if len(tried) == 1:
            raise OSError("the disk")
        return "made"

    own, answerer = PerSnapshot(make), service().answerer()
    with pytest.raises(OSError, match="the disk"):
        own(answerer)
    wait_until(lambda: own._kept is None)
    assert own(answerer) == "made"


def test_as_a_process_the_api_breaks_off_what_takes_too_long(settings: Settings, tmp_path: Path) -> None:
    build(settings)
    questions = 100
    variables = environment(
        settings,
        service__request_seconds=1,
        service__request_kilobytes=2_000,
        service__rate_limit="none",
    )
    costly = {"questions": [{"question": f"{n} " + "spasm? " * 1_400} for n in range(questions)]}
    with (
        running(["serve", "--api-only"], variables, tmp_path / "log") as own,
        httpx.Client(base_url=own.address, timeout=120) as client,
    ):
        wait_until(lambda: client.get("/api/v1/ask?q=ice").status_code == 200)
        refused = client.post("/api/v1/ask/batch", json=costly)
        assert (refused.status_code, SAID in refused.json()["detail"]) == (503, True)
        wait_until(lambda: "verbatim_in_flight 0.0" in client.get("/api/v1/metrics").text)
        metrics = client.get("/api/v1/metrics").text.splitlines()
    counted = [line for line in metrics if line.startswith("verbatim_answers_total")]
    assert sum(float(line.split()[-1]) for line in counted) < questions


def test_as_a_process_the_page_says_that_it_took_too_long(settings: Settings, tmp_path: Path) -> None:
    build(settings)
    with running(["serve"], environment(settings, service__request_seconds=1e-6), tmp_path / "log") as own:
        shown = open_page(own.address, "q=ice").sent
        wait_until(lambda: get(f"{own.address}/api/v1/health").status_code == 200)
        plain = get(f"{own.address}/answer?q=ice", timeout=60)
    assert words_in("en")("problem.busy") in shown
    assert plain.status_code == 503


def test_an_assistant_is_told_that_it_took_too_long(hurried: Callable[[float], Service]) -> None:
    from mcp import Client

    from web.mcp.server import server

    hurried(1e-6)

    async def use() -> Any:
        async with Client(server) as client:
            return await client.call_tool("ask", {"question": "ice"})

    result = asyncio.run(use())
    assert result.is_error
    assert SAID in result.content[0].text
