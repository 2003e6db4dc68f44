"""Security of the service, in a separate process: Streamlit's endpoints, foreign host names, framing."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest
from websockets import ConnectionClosed, InvalidStatus, Origin
from websockets.sync.client import connect

from index.settings import Settings
from index.storage.api_keys import Keys
from tests.web.opening import STREAM, drawn, page_socket
from tests.web.serving import Running, environment, get, post, request, running
from web.serving.host_check import Hosts
from web.serving.sessions import Pace

EACH, ALL = 3, 5
STRANGER = "rebound.example"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing listens there


@pytest.fixture(scope="module")
def server(one_article: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Page and API with few sessions and required keys."""
    variables = environment(
        one_article,
        service__sessions=ALL,
        service__sessions_per_address=EACH,
        service__require_key="true",
        service__rate_limit="none",
        service__hosts="Verbatim.example.org",
        page__feedback="true",
    )
    with running(["serve"], variables, tmp_path_factory.mktemp("log") / "log") as own:
        yield own


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "OPTIONS", "GET"])
def test_nothing_can_be_uploaded(server: Running, method: str) -> None:
    url = f"{server.address}/_stcore/upload_file/any/file"
    sent = request(method, url, files={"file": ("a", b"x" * 1000)}, timeout=60)
    assert sent.status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/component/x/index.html",
        "/_stcore/bidi-components/x",
        "/_stcore/agent/mcp",
        "/_stcore/agent/openapi.json",
        "/_stcore/of-a-later-version",
        "/auth/login",
        "/oauth2callback",
    ],
)
def test_a_door_of_streamlit_s_that_the_page_does_not_need_is_closed(server: Running, path: str) -> None:
    assert get(server.address + path, timeout=60).status_code == 404
    assert post(server.address + path, timeout=60).status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/favicon.png", 200), ("/manifest.json", 200), ("/robots.txt", 404), ("/nowhere", 404)],
)
def test_only_what_exists_is_found(server: Running, path: str, status: int) -> None:
    assert get(server.address + path, timeout=60).status_code == status


def test_the_page_is_only_read(server: Running) -> None:
    refused = post(server.address + "/", content=b"x", timeout=60)
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")
    assert get(server.address + "/", timeout=60).status_code == 200


def test_an_address_that_the_page_could_not_send_back_is_refused(server: Running) -> None:
    assert get(f"{server.address}/?q={'x' * 15_000}", timeout=60).status_code == 200
    assert get(f"{server.address}/?q={'x' * 20_000}", timeout=60).status_code == 414


@pytest.mark.parametrize(
    ("message", "code"), [(b"x" * (64 * 1024 + 1), 1009), ("text", 1003)], ids=["too big", "not binary"]
)
def test_a_message_that_no_page_sends_closes_the_socket(server: Running, message: str | bytes, code: int) -> None:
    with page_socket(server.address) as page:
        drawn(page)
        page.send(message)
        with pytest.raises(ConnectionClosed) as closed:
            drawn(page)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == code


def test_a_message_that_never_ends_closes_the_socket_too(server: Running) -> None:
    with page_socket(server.address) as page:
        drawn(page)
        with pytest.raises(ConnectionClosed):
            page.send(b"x" * 60_000 for _ in range(1_000))


def test_an_address_has_only_so_many_pages_and_all_together_too(server: Running) -> None:
    with ExitStack() as stack:
        own = [stack.enter_context(page_socket(server.address, "127.0.0.3")) for _ in range(EACH)]
        with pytest.raises(InvalidStatus) as crowded, page_socket(server.address, "127.0.0.3"):
            pass
        assert crowded.value.response.status_code == 429
        for _ in range(ALL - EACH):
            stack.enter_context(page_socket(server.address, "127.0.0.4"))
        with pytest.raises(InvalidStatus) as full, page_socket(server.address, "127.0.0.5"):
            pass
        assert full.value.response.status_code == 503
        assert full.value.response.headers["retry-after"] == "5"
        own[0].close()
        # Streamlit ends the session of a closed page after a delay.
        while not has_room(server):
            pass


def has_room(server: Running) -> bool:
    try:
        return bool(open_page_from(server, "127.0.0.5"))
    except InvalidStatus:
        return False


def open_page_from(server: Running, client: str) -> str:
    with page_socket(server.address, client) as page:
        return drawn(page).sent


def test_streamlit_s_metrics_are_for_whoever_may_read_the_api_s(server: Running, one_article: Settings) -> None:
    key = Keys.of(one_article).create("scraper")
    for path in ("/_stcore/metrics", "/api/v1/metrics"):
        refused = get(server.address + path, timeout=60)
        assert (refused.status_code, refused.headers["content-type"]) == (401, "application/problem+json")
        for headers in ({"Authorization": f"Bearer {key}"}, {"X-API-Key": key}):
            assert get(server.address + path, headers=headers, timeout=60).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/?q=ice", "/index.html", "/favicon.png", "/nothing", "/_stcore/health", "/_stcore/upload_file/x/y"),
        *("/library", "/library/map", "/read/ice", "/read/none", "/answer?q=ice", "/quality", "/plain/plain.css"),
        *("/api/docs", "/api/v1/health", "/api/v1/ask?q=ice", "/api/nothing"),
    ],
)
def test_no_other_site_s_page_may_frame_this_one(server: Running, path: str) -> None:
    headers = get(server.address + path, timeout=60).headers
    assert headers.get("x-frame-options") == "DENY"
    assert "frame-ancestors 'none'" in headers.get("content-security-policy", "")


def by_name(server: Running, host: str, path: str, method: str = "GET") -> httpx.Response:
    """The response to a request with another host name, as with DNS rebinding."""
    ours = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
    return request(method, server.address + path, headers=ours, timeout=60)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(
            ("GET", path)
            for path in ("/", "/_stcore/health", "/api/v1/ask?q=ice", "/api/docs", "/library", "/read/ice")
        ),
        ("POST", "/feedback"),
        ("POST", "/api/v1/ask"),
    ],
)
@pytest.mark.parametrize("host", [STRANGER, "localhost.rebound.example", "192.0.2.1", "localhost@rebound.example", ""])
def test_by_a_name_that_is_not_ours_nothing_is_answered(server: Running, host: str, method: str, path: str) -> None:
    refused = by_name(server, host, path, method)
    assert refused.status_code == 421
    assert "service.hosts" in refused.text
    assert refused.headers["content-type"].startswith("application/problem" if "/api/" in path else "text/plain")


def test_by_a_name_that_is_not_ours_no_page_is_opened(server: Running) -> None:
    url, origin = f"ws://{STRANGER}:{server.port}{STREAM}", Origin(f"http://{STRANGER}:{server.port}")
    with (
        socket.create_connection(("127.0.0.1", server.port)) as led_here,
        pytest.raises(InvalidStatus) as refused,
        connect(url, sock=led_here, origin=origin, proxy=None),
    ):
        pass
    assert refused.value.response.status_code == 421
    assert b"service.hosts" in (refused.value.response.body or b"")


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:1", "127.0.0.1", "verbatim.example.org", "VERBATIM.example.org."]
)
def test_by_the_names_that_are_set_and_this_machine_s_own_it_answers(server: Running, host: str) -> None:
    assert by_name(server, host, "/").status_code == 200
    assert by_name(server, host, "/api/v1/health").status_code == 200


@pytest.fixture(scope="module")
def api_only(one_article: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Only the API, with default settings."""
    with running(["serve", "--api-only"], environment(one_article), tmp_path_factory.mktemp("log") / "log") as own:
        yield own


@pytest.mark.parametrize(("host", "status"), [(STRANGER, 421), ("192.0.2.1", 421), ("localhost", 200)])
def test_the_api_alone_answers_to_its_names_too(api_only: Running, host: str, status: int) -> None:
    answer = by_name(api_only, host, "/api/v1/health/live")
    assert (answer.status_code, answer.headers["x-frame-options"]) == (status, "DENY")


@pytest.mark.parametrize(
    ("listening", "named", "answered", "refused"),
    [
        ("127.0.0.1", [], ["localhost", "127.0.0.1:8501", "[::1]:8501"], ["192.0.2.1", "a.example", "127.0.0.2"]),
        ("192.0.2.1", [], ["192.0.2.1:80", "localhost"], ["192.0.2.2", "a.example"]),
        (EVERYWHERE, [], ["192.0.2.1", "[2001:db8::1]:80", "localhost"], ["a.example", "192.0.2.1.a.example"]),
        ("::", [], ["192.0.2.1", "[2001:DB8:0::1]"], ["a.example"]),
        ("", [], ["192.0.2.1"], ["a.example"]),
        (EVERYWHERE, ["a.example"], ["A.Example:443", "a.example.", "localhost"], ["192.0.2.1", "b.a.example"]),
        ("::", ["2001:db8::1"], ["[2001:db8:0:0::1]:80"], ["[2001:db8::2]", "192.0.2.1"]),
        ("reader.lan", [], ["reader.lan", "localhost"], ["lan", "xreader.lan"]),
        (
            "127.0.0.1",
            ["a.example"],
            ["a.example"],
            ["", "a.example:x", "a.example/", "x@a.example", "a.example a", "[a.example]"],
        ),
    ],
)
def test_which_names_are_ours(listening: str, named: list[str], answered: list[str], refused: list[str]) -> None:
    hosts = Hosts(listening, named)
    assert {host: hosts.answers_to(host) for host in answered + refused} == {
        **dict.fromkeys(answered, True),
        **dict.fromkeys(refused, False),
    }


def test_who_sends_too_fast_waits_and_who_pauses_does_not() -> None:
    now = 0.0
    pace = Pace(lambda: now)
    waits = [pace.wait("one") for _ in range(60)]
    assert waits[:40] == [0.0] * 40
    assert waits[40:] == pytest.approx([number / 10 for number in range(1, 21)])
    assert pace.wait("another") == 0
    now = 6.0
    assert [pace.wait("one") for _ in range(40)] == [0.0] * 40


def test_an_address_that_has_paused_is_not_remembered() -> None:
    now = 0.0
    pace = Pace(lambda: now)
    for number in range(3_000):
        pace.wait(str(number))
        now += 0.01
    assert len(pace._due) <= 1_001
