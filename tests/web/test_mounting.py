"""Routing between the API, the plain pages and Streamlit, and when they are imported."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.paths import ROOT
from web.serving.mounting import Dispatcher


class Mounted:
    """A stub for Streamlit behind the middleware; `imported` counts imports of the plain pages."""

    def __init__(self, base: str) -> None:
        self.imported = 0
        self.client = TestClient(Dispatcher(PlainTextResponse("the page"), base, self.plain))

    def plain(self) -> Sequence[Route]:
        self.imported += 1
        return [Route("/answer", PlainTextResponse("an answer"), methods=["GET"])]


@pytest.fixture(params=["", "pre"])
def base(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def prefix(base: str) -> str:
    return f"/{base}" if base else ""


@pytest.mark.parametrize("path", ["/", "/static/js/index.js", "/_stcore/health"])
def test_the_page_waits_for_no_import(base: str, path: str) -> None:
    mounted = Mounted(base)
    assert mounted.client.get(prefix(base) + path).text == "the page"
    assert mounted.imported == 0


def test_plain_pages_are_imported_when_one_is_asked_for(base: str) -> None:
    mounted = Mounted(base)
    assert [mounted.client.get(prefix(base) + "/answer").text for _ in range(2)] == ["an answer"] * 2
    assert mounted.imported == 1


def test_what_is_not_ours_is_the_page_s(base: str) -> None:
    assert Mounted(base).client.get(prefix(base) + "/elsewhere").text == "the page"


def test_the_page_is_served_before_library_and_api_are_imported() -> None:
    heavy = "{'fastapi', 'numpy', 'faiss', 'torch', 'index.ask', 'web.api', 'web.serving.service'}"
    code = f"import sys, app; print(sorted({heavy} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
