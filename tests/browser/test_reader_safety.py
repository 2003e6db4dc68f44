"""Twenty attempts to inject a script through an article's text, title and URL, or a question: nothing runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from index.settings import load_settings
from tests.browser.conftest import OpenPage, Running
from tests.browser.serving import serving

pytestmark = pytest.mark.browser

_RUN = "window.hit=1;alert(1)"
PAYLOADS = (
    f"<script>{_RUN}</script>",
    f"<img src=x onerror={_RUN}>",
    f'"><svg onload={_RUN}>',
    f"'><body onload={_RUN}>",
    f"</title><script>{_RUN}</script>",
    f"</textarea></mark></p><script>{_RUN}</script>",
    f"javascript:{_RUN}",
    f"JaVaScRiPt&colon;{_RUN}",
    f"data:text/html,<script>{_RUN}</script>",
    '<iframe src="https://evil.example/"></iframe>',
    '<img src="https://evil.example/p.png">',
    '<link rel=stylesheet href="https://evil.example/x.css">',
    '<meta http-equiv=refresh content="0;url=https://evil.example/">',
    '<base href="https://evil.example/">',
    f"<details open ontoggle={_RUN}>",
    f"<input autofocus onfocus={_RUN}>",
    f"{{{{ self.__init__.__globals__ }}}}{{% if 1 %}}<script>{_RUN}</script>",
    f"<style>@import 'https://evil.example/x.css';</style><script>{_RUN}</script>",
    f'" onmouseover="{_RUN}" autofocus onfocus="{_RUN}" x="',
    f"--><!--><math><mtext><mglyph><style><img src=x onerror={_RUN}>",
)
_WORD = "Zebrawort"


@pytest.fixture(scope="module")
def running(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service in which every article has a payload as text, title and URL."""
    folder = tmp_path_factory.mktemp("hostile")
    corpus = folder / "corpus"
    corpus.mkdir()
    tables = []
    for number, payload in enumerate(PAYLOADS):
        quote = json.dumps(payload)
        tables.append(f'["a{number}.txt"]\ntitle = {quote}\nurl = {quote}\npublisher = {quote}\nauthor = {quote}\n')
        text = f"About {_WORD} number {number}\n\nThe {_WORD} says {payload} to all who read {number} of it.\n"
        (corpus / f"a{number}.txt").write_text(text, encoding="utf-8")
    (corpus / "sources.toml").write_text("\n".join(tables), encoding="utf-8")
    settings = load_settings(corpus=corpus, index=folder / "index", model={"name": "hash"})
    with serving(settings.corpus, settings.index, folder / "log", model__name="hash") as address:
        yield Running(address, settings)


@pytest.mark.parametrize(
    "number",
    [number if number % 4 == 0 else pytest.param(number, marks=pytest.mark.slow) for number in range(len(PAYLOADS))],
)
def test_a_payload_is_text_and_nothing_else(open_page: OpenPage, running: Running, tmp_path: Path, number: int) -> None:
    payload = PAYLOADS[number]
    text = (running.settings.corpus / f"a{number}.txt").read_text(encoding="utf-8")
    start = text.index("The " + _WORD)
    span = {"start": start, "end": len(text.rstrip())}
    page = open_page("api/v1/health/live", fresh=True)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: _noted(dialog, dialogs))
    asked = {"q": f"{_WORD} {payload}", "snapshot": payload, "quotes": payload}
    for path in (f"read/a{number}?{urlencode({**span, 'q': payload})}", f"cite/a{number}?{urlencode(span)}"):
        page.goto(running.address + path)
        assert "".join(payload.split()) in "".join(page.locator("mark").first.inner_text().split())
        assert not _ran(page)
    page.goto(f"{running.address}answer?{urlencode(asked)}")
    expect(page.locator("h1")).to_contain_text(payload.strip())
    assert not _ran(page)
    saved = tmp_path / "answer.html"
    saved.write_bytes(page.request.get(f"{running.address}answer/download.html?{urlencode(asked)}").body())
    assert _alone(page, saved) == []
    assert dialogs == []


@pytest.mark.parametrize("path", ["", f"?q={_WORD}", "library", "library/map"])
def test_all_payloads_together_are_text_and_nothing_else(open_page: OpenPage, path: str) -> None:
    page = open_page(path)
    expect(page.get_by_text("</title><script>").first).to_be_attached()
    assert not _ran(page)


def _noted(dialog: Dialog, messages: list[str]) -> None:
    messages.append(dialog.message)
    dialog.dismiss()


def _ran(page: Page) -> bool:
    page.wait_for_load_state("load")
    return bool(page.evaluate("window.hit === 1"))


def _alone(page: Page, saved: Path) -> list[str]:
    """The requests and scripts of a saved answer opened as a file."""
    assert page.context.browser
    context = page.context.browser.new_context()
    wrong: list[str] = []
    context.on("request", lambda request: wrong.append(request.url) if request.url != saved.as_uri() else None)
    alone = context.new_page()
    alone.on("dialog", lambda dialog: _noted(dialog, wrong))
    alone.goto(saved.as_uri())
    if _ran(alone):
        wrong.append("ran")
    context.close()
    return wrong
