"""Page and API under each other's load: neither takes the other's turns, and they share the rate limit."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from websockets.sync.client import ClientConnection

from index.errors import BusyError
from index.execution.deadline import Deadline
from index.settings import Settings
from tests.web.opening import drawn, open_page, page_socket
from tests.web.serving import Running, environment, get, running
from web.serving.metrics import Metrics
from web.serving.sessions import Run, Runs
from web.serving.turns import InterfaceLimits, Turns
from web.words.words import words_in

SAY = words_in("en")
QUESTION = urlencode({"q": "how long do I hold it there?"})
MARKED = "<mark>Hold it there for 20 minutes.</mark>"


@pytest.fixture(scope="module")
def server(one_article: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The service without a limit per address, because all clients are on this machine."""
    variables = environment(one_article, service__rate_limit="none", service__sessions_per_address=250)
    with running(["serve"], variables, tmp_path_factory.mktemp("log") / "log") as own:
        # The first request waits until the index is open, which may exceed its time limit.
        while MARKED not in open_page(own.address, QUESTION).sent:
            pass
        yield own


@contextmanager
def pages_asking(server: Running, pages: int) -> Iterator[None]:
    """Have `pages` pages ask one question after the other during the block."""
    over = threading.Event()
    with ExitStack() as stack, ThreadPoolExecutor(pages) as pool:
        sockets = [stack.enter_context(page_socket(server.address, f"127.0.1.{n % 250 + 1}")) for n in range(pages)]

        def ask(number: int) -> int:
            asked = 0
            while not over.is_set():
                drawn(sockets[number], QUESTION)
                asked += 1
            return asked

        asked = [pool.submit(ask, number) for number in range(pages)]
        try:
            yield
        finally:
            over.set()
        assert all(future.result() for future in asked)


@pytest.mark.parametrize(
    ("pages", "questions"), [(8, 30), pytest.param(200, 100, marks=pytest.mark.slow)], ids=["short", "long"]
)
def test_however_many_pages_ask_the_api_answers(server: Running, pages: int, questions: int) -> None:
    with pages_asking(server, pages), httpx.Client(base_url=server.address, timeout=120) as client:
        answers = [client.get(f"/api/v1/ask?{QUESTION}") for _ in range(questions)]
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.json()["evidence"][0]["quote"] for answer in answers} == {"Hold it there for 20 minutes."}


def answered(page: ClientConnection) -> str:
    """What the page shows for the question. On a slow machine it may ask to try again in a moment, which this does."""
    for _ in range(3):
        shown = drawn(page, QUESTION).sent
        if MARKED in shown:
            break
    return shown


@pytest.mark.parametrize(
    ("clients", "questions"), [(8, 10), pytest.param(32, 100, marks=pytest.mark.slow)], ids=["short", "long"]
)
def test_however_many_ask_the_api_the_page_answers(server: Running, clients: int, questions: int) -> None:
    over = threading.Event()

    def ask() -> set[int]:
        found = set()
        with httpx.Client(base_url=server.address, timeout=120) as client:
            while not over.is_set():
                found.add(client.get(f"/api/v1/ask?{QUESTION}").status_code)
        return found

    with ThreadPoolExecutor(clients) as pool:
        asked = [pool.submit(ask) for _ in range(clients)]
        try:
            with page_socket(server.address) as page:
                shown = [answered(page) for _ in range(questions)]
        finally:
            over.set()
    assert [html[-2000:] for html in shown if MARKED not in html] == []
    assert set.union(*(future.result() for future in asked)) <= {200, 503}


def test_page_reader_citation_and_api_are_counted_together_by_address(one_article: Settings, tmp_path: Path) -> None:
    variables = environment(one_article, service__rate_limit="4/hour", service__trusted_proxies="127.0.0.1")
    with running(["serve"], variables, tmp_path / "log") as own:
        paths = ("/read/ice", "/cite/ice?start=0&end=20", f"/api/v1/ask?{QUESTION}")
        assert MARKED in open_page(own.address, QUESTION).sent
        assert [get(own.address + path, timeout=120).status_code for path in paths] == [200] * 3
        refused = open_page(own.address, QUESTION).sent
        assert MARKED not in refused
        assert "More was asked for than this service allows" in refused
        assert [get(own.address + path, timeout=120).status_code for path in paths] == [429] * 3
        # Clients behind a proxy are counted by the address that the proxy states.
        through = {"X-Forwarded-For": "192.0.2.7"}
        assert get(own.address + paths[0], headers=through, timeout=120).status_code == 200
        with page_socket(own.address, headers=through) as page:
            assert MARKED in drawn(page, QUESTION).sent
            assert get(own.address + paths[1], headers=through, timeout=120).status_code == 200
            assert get(own.address + paths[2], headers=through, timeout=120).status_code == 200
            assert MARKED not in drawn(page, QUESTION).sent


def test_turns_come_in_the_order_in_which_they_were_asked_for() -> None:
    turns, came = Turns(1), []
    assert turns.take(0)
    entered = threading.Semaphore(0)

    def wait(number: int) -> None:
        entered.release()
        assert turns.take(60)
        came.append(number)
        turns.give_back()

    threads = []
    for number in range(5):
        threads.append(threading.Thread(target=wait, args=(number,)))
        threads[-1].start()
        entered.acquire()
        while len(turns._waiting) <= number:
            pass
    assert not turns.take(0)
    turns.give_back()
    for thread in threads:
        thread.join(60)
    assert came == [0, 1, 2, 3, 4]


def test_who_waits_in_vain_leaves_the_queue() -> None:
    turns = Turns(1)
    assert turns.take(0)
    assert not turns.take(0.01)
    turns.give_back()
    assert turns.take(0)


def test_one_face_takes_no_turn_of_another() -> None:
    page, api = (InterfaceLimits(2, Metrics()) for _ in range(2))
    over = threading.Event()
    with page.turn(0):
        with pytest.raises(BusyError), page.turn(0):
            pass
        taken = [api.submit(lambda: over.wait(60), Deadline.after(60)) for _ in range(2)]
        with pytest.raises(BusyError):
            api.check_free()
    with page.turn(0):
        page.check_free()
    over.set()
    assert [future.result(60) for future in taken] == [True, True]


def test_pages_are_drawn_so_many_at_a_time_in_their_order_and_a_slow_one_holds_up_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("web.serving.sessions._LONGEST_RUN", 60)

    async def drawn() -> list[int]:
        runs, begun = Runs(2), list[int]()

        async def draw(number: int) -> Run:
            run = await runs.begin()
            begun.append(number)
            return run

        tasks = [asyncio.create_task(draw(number)) for number in range(4)]
        await asyncio.sleep(0)
        assert begun == [0, 1]
        first = await tasks[0]
        first.end()
        first.end()  # once is enough
        await tasks[2]
        assert begun == [0, 1, 2]
        monkeypatch.setattr("web.serving.sessions._LONGEST_RUN", 0)
        (await tasks[1]).end()
        slow = await tasks[3]
        another = await runs.begin()
        assert slow.over
        another.end()
        return begun

    assert asyncio.run(drawn()) == [0, 1, 2, 3]


def test_a_turn_comes_back_after_an_error_in_a_thread() -> None:
    interface = InterfaceLimits(1, Metrics())
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            interface.submit(lambda: 1 // 0, Deadline.after(60)).result(60)
    interface.check_free()


def test_work_that_no_thread_takes_leaves_its_place_to_the_next() -> None:
    def ending(*_: object) -> None:
        raise RuntimeError("cannot schedule new futures after shutdown")

    interface = InterfaceLimits(1, Metrics())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ThreadPoolExecutor, "submit", ending)
        with pytest.raises(RuntimeError):
            interface.submit(str, Deadline.after(60))
    assert interface.submit(lambda: "done", Deadline.after(60)).result(60) == "done"
