"""Fetching URLs from a real local server; forbidden ones are refused."""

from __future__ import annotations

import gzip
import ssl
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest
import trustme

from index.corpus.fetching.connect import Network, addresses_of
from index.corpus.fetching.fetch import Fetched, fetch
from index.errors import FetchError
from tests.serving import Server, redirects, says, sends, serving

HERE = "127.0.0.1"


def network(*answers: list[str], allowed: tuple[str, ...] = (HERE,), trust: ssl.SSLContext | None = None) -> Network:
    """A network in which look-ups return `answers` in turn, then always the last one; this machine is allowed."""
    turns = list(answers) or [[HERE]]

    def resolve(host: str, port: int) -> list[str]:
        return turns.pop(0) if len(turns) > 1 else turns[0]

    return Network(resolve, lambda address: address in allowed, trust or ssl.create_default_context())


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        server.answers["/ice.txt"] = says(b"Ice helps.", "text/plain; charset=latin-1")
        yield server


def at(server: Server, path: str, host: str = "articles.example", scheme: str = "http") -> str:
    return f"{scheme}://{host}:{server.server_port}{path}"


def fetched(url: str, over: Network | None = None, megabytes: int = 1, seconds: float = 20) -> Fetched:
    return fetch(url, megabytes, seconds, over or network())


def cause(url: str, over: Network | None = None, megabytes: int = 1, seconds: float = 20) -> str:
    with pytest.raises(FetchError) as caught:
        fetched(url, over, megabytes, seconds)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_bytes_come_as_sent_with_their_type(server: Server) -> None:
    server.answers["/x"] = says(b"caf\xe9\r\n\x00", "Text/HTML; charset=latin-1")
    assert fetched(at(server, "/x")) == Fetched(at(server, "/x"), "text/html", b"caf\xe9\r\n\x00")


def test_the_server_is_asked_by_the_name_of_the_url(server: Server) -> None:
    fetched(at(server, "/ice.txt"))
    assert server.asked == [(f"articles.example:{server.server_port}", "/ice.txt")]


def test_a_fragment_is_not_part_of_what_is_fetched(server: Server) -> None:
    assert fetched(at(server, "/ice.txt#when")).url == at(server, "/ice.txt")


def test_a_name_in_any_script_is_looked_up_in_ascii(server: Server) -> None:
    fetched(at(server, "/ice.txt", host="rücken.example"))
    assert server.asked[0][0] == f"xn--rcken-kva.example:{server.server_port}"


def test_a_path_in_any_script_is_asked_for_percent_encoded(server: Server) -> None:
    server.answers["/r%C3%BCcken.txt"] = says(b"Ice.")
    assert fetched(at(server, "/rücken.txt")).data == b"Ice."


def test_a_redirect_is_followed_and_the_last_url_is_told(server: Server) -> None:
    server.answers["/old"] = redirects("ice.txt")
    assert fetched(at(server, "/old")).url == at(server, "/ice.txt")


def test_a_redirect_may_be_in_any_script(server: Server) -> None:
    server.answers["/r%C3%BCcken.txt"] = says(b"Ice.")
    server.answers["/old"] = sends("HTTP/1.1 302 Found\r\nLocation: /rücken.txt\r\n\r\n".encode())
    assert fetched(at(server, "/old")).data == b"Ice."


def test_more_than_five_redirects_are_a_loop(server: Server) -> None:
    server.answers["/round"] = redirects("/round")
    assert cause(at(server, "/round")) == "it redirects more than 5 times"
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("file:///etc/passwd", "its scheme is 'file'; expected http or https"),
        ("ftp://articles.example/ice.txt", "its scheme is 'ftp'"),
        ("http:///ice.txt", "it has no host name"),
        ("http://me:secret@articles.example/", "contains a user name or password"),
        ("http://good.example\\@articles.example/", "contains a user name or password"),
        ("http://articles.example:99999/", "its port is 99999"),
        ("http://articles.example:0/", "its port is 0"),
        ("http://articles.example:many/", "it is not a valid URL"),
        ("http://articles.example/\r\nHost: evil.example", "it is not a valid URL"),
        ("http://articles.example/\x00", "it is not a valid URL"),
        ("http://⒈.example/", "it is not a valid URL"),
        ("http://" + "a" * 100_000, "it is not a valid URL"),
    ],
)
def test_a_url_that_must_not_be_fetched_is_refused(url: str, said: str) -> None:
    assert said in cause(url)


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.1", "0x7f000001", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0"]
)
def test_this_machine_is_refused_however_it_is_written(server: Server, host: str) -> None:
    assert "which is not a public address" in cause(at(server, "/ice.txt", host), Network())
    assert server.asked == []


def test_one_private_address_among_public_ones_refuses_the_name(server: Server) -> None:
    refused = cause(at(server, "/ice.txt"), network([HERE, "10.0.0.1"]))
    assert "'articles.example' resolves to 10.0.0.1, which is not a public address" in refused
    assert server.asked == []


def test_a_name_that_answers_otherwise_the_second_time_is_not_asked_again(server: Server) -> None:
    with serving("127.0.0.2", server.server_port) as trap:
        trap.answers["/ice.txt"] = says(b"Secret.")
        assert fetched(at(server, "/ice.txt"), network([HERE], ["127.0.0.2"])).data == b"Ice helps."
        assert trap.asked == []


def test_a_redirect_is_looked_up_and_judged_anew(server: Server) -> None:
    server.answers["/old"] = redirects("/ice.txt")
    assert "10.0.0.1, which is not a public address" in cause(at(server, "/old"), network([HERE], ["10.0.0.1"]))
    assert len(server.asked) == 1


def test_a_public_server_leads_into_no_network_that_is_allowed(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    # No address of this machine is public.
    for module in ("connect", "fetch"):
        monkeypatch.setattr(f"index.corpus.fetching.{module}.is_public", lambda address: address == HERE)
    with serving("127.0.0.2", server.server_port) as inside:
        inside.answers["/ice.txt"] = says(b"Secret.")
        server.answers["/old"] = redirects(at(server, "/ice.txt", "127.0.0.2"))
        over = network([HERE], ["127.0.0.2"], allowed=(HERE, "127.0.0.2"))
        assert "127.0.0.2, which is not a public address" in cause(at(server, "/old"), over)
        assert inside.asked == []


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("file:///etc/passwd", "its scheme is 'file'"),
        ("http://me:secret@articles.example/", "user name or password"),
        ("http://articles.example:many/", "redirects to an invalid one"),
    ],
)
def test_a_redirect_to_what_must_not_be_fetched_is_refused(server: Server, to: str, said: str) -> None:
    server.answers["/old"] = redirects(to)
    assert said in cause(at(server, "/old"))


def test_an_address_that_does_not_answer_gives_way_to_the_next(server: Server) -> None:
    over = network(["127.0.0.3", HERE], allowed=("127.0.0.3", HERE))
    assert fetched(at(server, "/ice.txt"), over).data == b"Ice helps."


def test_a_name_without_an_address_is_said_so() -> None:
    assert "there is no address for 'articles.example'" in cause("http://articles.example/", network([]))


def test_a_look_up_that_fails_is_said_so() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    assert "(Name or service not known)" in cause("http://articles.example/", Network(resolve))


def test_a_look_up_that_hangs_ends_with_the_time() -> None:
    def resolve(host: str, port: int) -> list[str]:
        time.sleep(3)
        return [HERE]

    assert "not fetched within 0.3 seconds" in cause("http://articles.example/", Network(resolve), seconds=0.3)


def test_the_system_knows_this_machine_once() -> None:
    assert addresses_of(HERE, 80) == [HERE]


def test_a_body_over_the_limit_is_refused_before_it_is_read(server: Server) -> None:
    server.answers["/big"] = says(b"", Content_Length="1000001")
    assert "more than 1,000,000 bytes, the limit set by reading.file_megabytes" in cause(at(server, "/big"))


def test_a_body_that_does_not_say_its_size_is_counted(server: Server) -> None:
    def pour(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"a" * 65_536)

    server.answers["/endless"] = pour
    assert "the limit set by reading.file_megabytes" in cause(at(server, "/endless"))


def test_a_body_of_the_very_limit_is_fetched(server: Server) -> None:
    server.answers["/full"] = says(b"a" * 1_000_000)
    assert len(fetched(at(server, "/full")).data) == 1_000_000


@pytest.mark.parametrize("where", ["headers", "body"])
def test_a_server_that_drips_is_left_when_the_time_is_over(server: Server, where: str) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: " + (b"" if where == "headers" else b"no\r\n\r\n"))
        while True:
            handler.wfile.write(b"a")
            time.sleep(0.05)

    server.answers["/slow"] = drip
    assert "it was not fetched within 0.5 seconds, the limit set by reading.fetch_seconds" in cause(
        at(server, "/slow"), seconds=0.5
    )


def test_a_packed_body_is_refused_unopened(server: Server) -> None:
    server.answers["/bomb"] = says(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")
    assert "its server sent it compressed (gzip)" in cause(at(server, "/bomb"))


@pytest.mark.parametrize("status", [204, 206, 301, 404, 500])
def test_any_other_answer_is_named_by_its_status(server: Server, status: int) -> None:
    server.answers["/gone"] = says(b"", status=status)
    assert cause(at(server, "/gone")) == f"its server answered with status {status}; expected 200"


def test_a_body_that_breaks_off_is_not_taken_for_the_whole(server: Server) -> None:
    server.answers["/broken"] = says(b"Ice hel", Content_Length="10")
    assert "it cannot be fetched (" in cause(at(server, "/broken"))


def test_what_is_no_http_is_not_fetched(server: Server) -> None:
    server.answers["/odd"] = sends(b"220 hello\r\n")
    assert "it cannot be fetched (" in cause(at(server, "/odd"))


def test_a_proxy_of_the_environment_is_not_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetched(at(server, "/ice.txt")).data == b"Ice helps."


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """A certificate authority that only these tests trust."""
    return trustme.CA()


@pytest.fixture
def trusting(authority: trustme.CA) -> Network:
    """A network in which look-ups lead to this machine, and which trusts that authority."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return network(trust=context)


@pytest.fixture
def secure(authority: trustme.CA) -> Iterator[Server]:
    """A server with TLS and a certificate for articles.example."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("articles.example").configure_cert(context)
    with serving(context=context) as server:
        server.answers["/ice.txt"] = says(b"Ice helps.")
        yield server


def test_a_certificate_is_held_against_the_name_and_not_the_address(secure: Server, trusting: Network) -> None:
    assert fetched(at(secure, "/ice.txt", scheme="https"), trusting).data == b"Ice helps."


def test_a_certificate_for_another_name_is_refused(secure: Server, trusting: Network) -> None:
    assert "CERTIFICATE_VERIFY_FAILED" in cause(at(secure, "/ice.txt", "other.example", "https"), trusting)
    assert secure.asked == []


def test_a_certificate_that_nobody_trusts_is_refused(secure: Server) -> None:
    over = Network(lambda *_: [HERE], lambda _: True)
    assert "CERTIFICATE_VERIFY_FAILED" in cause(at(secure, "/ice.txt", scheme="https"), over)
