"""The host names to which the service responds."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from web.serving.host_check import HostCheck, Hosts


@pytest.mark.parametrize("host", ["localhost", "localhost:8501", "127.0.0.1", "[::1]:80", "LOCALHOST."])
def test_this_machine_s_own_names_are_always_answered(host: str) -> None:
    assert Hosts("192.0.2.7", ["verbatim.example.org"]).answers_to(host)


def test_the_address_that_is_listened_on_is_answered() -> None:
    assert Hosts("192.0.2.7", []).answers_to("192.0.2.7:8501")


@pytest.mark.parametrize("host", ["192.0.2.9", "[2001:db8::1]:80"])
def test_any_address_is_answered_where_all_are_listened_on_and_no_name_is_set(host: str) -> None:
    assert Hosts("::", []).answers_to(host)
    assert not Hosts("::", ["verbatim.example.org"]).answers_to(host)


@pytest.mark.parametrize("host", ["", "evil.example", "localhost.evil.example", "a b", "localhost@evil.example"])
def test_no_other_name_is_answered(host: str) -> None:
    assert not Hosts("::", []).answers_to(host)


def test_a_stranger_s_name_is_refused_with_the_setting_s_name_and_no_page_may_frame_the_answer() -> None:
    served = Starlette(routes=[Route("/", lambda _: PlainTextResponse("here"))])
    client = TestClient(HostCheck(served, "", lambda: Hosts("127.0.0.1", [])), base_url="http://localhost")
    assert client.get("/").text == "here"
    refused = client.get("/", headers={"host": "evil.example"})
    assert (refused.status_code, "service.hosts" in refused.text) == (421, True)
    assert refused.headers["x-frame-options"] == client.get("/").headers["x-frame-options"] == "DENY"
