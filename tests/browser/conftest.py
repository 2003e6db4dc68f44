"""A real Chromium on a real service with the five articles. Every request of every page has to stay on this host."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from index.settings import Settings, load_settings
from tests.browser.serving import chromium, launch, serving

_PATIENCE_MS = 20_000
_OWN = {"127.0.0.1", "localhost"}


@dataclass(frozen=True)
class Running:
    """A service, and what it was started with."""

    address: str
    settings: Settings


OpenPage = Callable[..., Page]


@pytest.fixture(scope="session", autouse=True)
def _chromium() -> None:
    """Skip, or fail where a browser is required, before anything is built for it."""
    if chromium() is None:
        reason = "no chromium on the PATH: install Debian's package chromium to run the browser tests"
        if os.environ.get("VERBATIM_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


# Of the module, not of the session: while Playwright runs, no other test of this process can run an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """This machine's Chromium."""
    with sync_playwright() as playwright:
        running = launch(playwright)
        yield running
        running.close()


@pytest.fixture(scope="module")
def running(browser: Browser, real_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The service on copies of corpus and index, so that a test may change them."""
    folder = tmp_path_factory.mktemp("service")
    shutil.copytree(real_settings.corpus, folder / "corpus")
    shutil.copytree(real_settings.index, folder / "index")
    settings = load_settings(corpus=folder / "corpus", index=folder / "index")
    with serving(settings.corpus, settings.index, folder / "log") as address:
        yield Running(address, settings)


@pytest.fixture
def open_page(browser: Browser, running: Running) -> Iterator[OpenPage]:
    """Opens `path` of the service in a browser of its own: `open_page("?q=ice", phone=True, dark=True)`."""
    pages: list[Page] = []
    asked: list[str] = []

    def _open(path: str = "", *, phone: bool = False, dark: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": 390, "height": 844} if phone else {"width": 1280, "height": 900},
            color_scheme="dark" if dark else "light",
            has_touch=phone,
            is_mobile=phone,
        )
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.on("websocket", lambda socket: asked.append(socket.url))
        page.set_default_timeout(_PATIENCE_MS)
        page.goto(running.address + path)
        pages.append(page)
        return page

    yield _open
    for page in pages:
        page.context.close()
    urls = [urlsplit(url) for url in asked]
    foreign = [url.geturl() for url in urls if url.scheme not in {"data", "blob"} and url.hostname not in _OWN]
    assert asked
    assert foreign == []
