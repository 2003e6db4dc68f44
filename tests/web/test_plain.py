"""All plain pages have the same security policy, and links include the base path."""

from __future__ import annotations

import re

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from index.settings import Settings
from web.plain.pages import page
from web.plain.routes import routes
from web.serving.mounting import Dispatcher, nothing_else


def client(base: str = "") -> TestClient:
    return TestClient(Dispatcher(nothing_else, base, routes))


@pytest.mark.parametrize("base", ["", "pre"])
def test_files_stand_under_the_base_path(base: str) -> None:
    prefix = f"/{base}" if base else ""
    answer = client(base).get(f"{prefix}/plain/plain.css")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/css; charset=utf-8")


def test_a_file_that_is_not_listed_is_not_served() -> None:
    for name in ("pages.py", "..%2fpage.py", "templates%2fbase.html"):
        assert client().get(f"/plain/{name}").status_code == 404


@pytest.mark.parametrize("base", ["", "pre"])
def test_a_page_that_does_not_exist_is_not_found_and_leads_back(base: str) -> None:
    prefix = f"/{base}" if base else ""
    missing = client(base).get(f"{prefix}/no/such<page>")
    assert missing.status_code == 404
    assert f"There is no page {prefix}/no/such&lt;page&gt; here." in missing.text
    assert 'href="../"' in missing.text


def test_a_long_address_is_not_repeated_whole() -> None:
    assert "x" * 101 not in client().get(f"/{'x' * 5_000}").text


def test_every_plain_page_has_the_strict_policy() -> None:
    headers = client().get("/plain/none").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"


def test_what_a_template_is_given_never_becomes_markup() -> None:
    scope = {"type": "http", "root_path": "/pre", "path": "/pre/read/x", "query_string": b"", "headers": []}
    body = bytes(
        page(Request(scope), "problem.html", title="<script>x</script>", said="<img src=x>", language="en").body
    ).decode()
    assert "<script>x" not in body
    assert "<img" not in body
    assert 'href="../plain/plain.css"' in body


@pytest.mark.parametrize(
    ("path", "current"), [("/library", "page"), ("/library/map", "true"), ("/quality", "page"), ("/read/none", None)]
)
def test_the_page_that_is_shown_is_the_current_one(served: Settings, path: str, current: str | None) -> None:
    marked = re.findall(r'href="\.+/(\w+)" (?:target="_self" )?aria-current="(\w+)"', client().get(path).text)
    assert marked == ([(path.split("/")[1], current)] if current else [])
