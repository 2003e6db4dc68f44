"""Fixtures for a real Chromium and a real service with the five articles. Pages may not send requests elsewhere."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Request,
    ViewportSize,
    WebSocket,
    expect,
    sync_playwright,
)

from index.build import build
from index.corpus.golden import QUESTIONS, read_questions
from index.evaluation.evaluate import evaluate
from index.evaluation.stored import keep
from index.opening import open_answerer
from index.settings import Settings, load_settings
from tests.browser.serving import chromium, launch, serving

_PATIENCE_MS = 60_000
_OWN = {"127.0.0.1", "localhost"}
# The size of a desktop's window, and of a phone's.
DEVICES: dict[bool, ViewportSize] = {False: {"width": 1280, "height": 900}, True: {"width": 390, "height": 844}}
# Runs a script if text is taken for markup.
HIT = "<img src=x onerror='window.hit = 1'><script>window.hit = 1</script><svg onload='window.hit = 1'>"

# Let axe report only violations, because transferring its passed checks takes long.
VIOLATIONS = {"resultTypes": ["violations"]}

expect.set_options(timeout=_PATIENCE_MS)


@dataclass(frozen=True)
class Running:
    """A service, and the settings it was started with."""

    address: str
    settings: Settings


OpenPage = Callable[..., Page]


@pytest.fixture(scope="session", autouse=True)
def _chromium() -> None:
    """Skip without Chromium, or fail if a browser is required, before anything is built."""
    if chromium() is None:
        reason = "no chromium on the PATH: install Debian's package chromium to run the browser tests"
        if os.environ.get("TEST_REQUIRES_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


# Package scope, because while Playwright runs, no other test in this process can run an event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """This machine's Chromium."""
    with sync_playwright() as playwright:
        running = launch(playwright.chromium)
        yield running
        running.close()


@pytest.fixture(scope="package")
def running(browser: Browser, real_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The service with default settings, on copies of corpus and index, which tests may change and restore."""
    settings = _copied(real_settings, tmp_path_factory.mktemp("service"))
    with serving(settings.corpus, settings.index, settings.index.with_name("log")) as address:
        yield Running(address, settings)


@pytest.fixture(scope="package")
def furnished(browser: Browser, real_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service with stored evaluation results, feedback on, and a malicious article."""
    settings = _copied(real_settings, tmp_path_factory.mktemp("furnished"), page={"feedback": True})
    _add_ill_will(settings)
    golden = read_questions(settings.corpus / QUESTIONS)[:30]
    answerer = open_answerer(settings)
    keep(settings.index, evaluate(answerer, golden), golden, answerer.engine)
    with serving(settings.corpus, settings.index, settings.index.with_name("log"), page__feedback="true") as address:
        yield Running(address, settings)


def _copied(settings: Settings, folder: Path, **groups: Mapping[str, object]) -> Settings:
    shutil.copytree(settings.corpus, folder / "corpus")
    shutil.copytree(settings.index, folder / "index")
    return load_settings(corpus=folder / "corpus", index=folder / "index", **groups)


def _add_ill_will(settings: Settings) -> None:
    said = {"title": HIT, "publisher": HIT, "url": "javascript:window.hit=1"}
    lines = ['\n["bad.txt"]', *(f"{name} = {json.dumps(value)}" for name, value in said.items())]
    sources = settings.corpus / "sources.toml"
    sources.write_text(sources.read_text(encoding="utf-8") + "\n".join(lines) + "\n", encoding="utf-8")
    (settings.corpus / "bad.txt").write_text(f"Cold packs {HIT} soothe a sore back for a while.", encoding="utf-8")
    build(settings)


@dataclass(frozen=True)
class _Kept:
    """A browser context, and its unused tabs."""

    context: BrowserContext
    idle: list[Page] = field(default_factory=list)


class Contexts:
    """Browser contexts by device, reused between tests because of their caches.

    Tabs are reused too: a new one needs a new window, and compiles the page's scripts again. So are both for the two
    themes, between which a tab can be switched: a page in a new context costs nearly four times as much as in a used
    tab.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._kept: dict[bool, _Kept] = {}

    def kept(self, *, phone: bool) -> BrowserContext:
        """The reused context for that device, whose new tabs are light."""
        return self._of(phone=phone).context

    def tab(self, *, phone: bool, dark: bool) -> Page:
        """An empty tab of the reused context."""
        kept = self._of(phone=phone)
        page = kept.idle.pop() if kept.idle else kept.context.new_page()
        page.emulate_media(color_scheme="dark" if dark else "light")
        return page

    def give_back(self, page: Page) -> None:
        """Empty a tab of a reused context for the next test, unless the test has closed it."""
        page.context.clear_permissions()
        if page.is_closed():
            return
        page.goto("about:blank")
        next(kept for kept in self._kept.values() if kept.context == page.context).idle.append(page)

    def _of(self, *, phone: bool) -> _Kept:
        if phone not in self._kept:
            self._kept[phone] = _Kept(self.fresh(phone=phone, dark=False))
        return self._kept[phone]

    def fresh(self, *, phone: bool, dark: bool) -> BrowserContext:
        """A new context, as on a first visit."""
        context = self._browser.new_context(
            viewport=DEVICES[phone],
            color_scheme="dark" if dark else "light",
            has_touch=phone,
            is_mobile=phone,
        )
        context.set_default_timeout(_PATIENCE_MS)
        return context


@pytest.fixture(scope="package")
def contexts(browser: Browser) -> Contexts:
    """The browser contexts that tests share."""
    return Contexts(browser)


@contextmanager
def opening(contexts: Contexts, address: str) -> Iterator[OpenPage]:
    """A function that opens `path` of the service: `open_page("?q=ice", phone=True)`. `fresh` means a first visit.

    `tab`, an earlier result, is used again for one page after the other, which costs less than a new tab for each.
    """
    pages: list[tuple[Page, bool]] = []
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    def note_socket(socket: WebSocket) -> None:
        asked.append(socket.url)

    def _open(
        path: str = "", *, phone: bool = False, dark: bool = False, fresh: bool = False, tab: Page | None = None
    ) -> Page:
        page = tab
        if page is None:
            page = contexts.fresh(phone=phone, dark=dark).new_page() if fresh else contexts.tab(phone=phone, dark=dark)
            page.on("request", note)
            page.on("websocket", note_socket)
            pages.append((page, fresh))
        page.goto(address + path)
        return page

    try:
        yield _open
    finally:
        for page, fresh in pages:
            page.remove_listener("request", note)
            page.remove_listener("websocket", note_socket)
            if fresh:
                page.context.close()
            else:
                contexts.give_back(page)
    urls = [urlsplit(url) for url in asked]
    foreign = [url.geturl() for url in urls if url.scheme not in {"data", "blob"} and url.hostname not in _OWN]
    assert asked
    assert foreign == []


@pytest.fixture
def open_page(contexts: Contexts, running: Running) -> Iterator[OpenPage]:
    """Opens pages of the service; see `opening`."""
    with opening(contexts, running.address) as opened:
        yield opened
