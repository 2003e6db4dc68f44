"""Writes screenshots of each view, on desktop and phone, light and dark, to docs/images/. Run by `make screenshots`."""

from __future__ import annotations

import io
import itertools
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from index.answer import Evidence
from index.ask import Answerer
from index.build import build
from index.corpus.golden import QUESTIONS, read_questions
from index.evaluation.evaluate import evaluate
from index.evaluation.stored import keep
from index.feedback.store import quote_sum
from index.opening import open_answerer
from index.settings import Settings, load_settings
from tests.browser.serving import launch, serving
from tests.paths import ROOT
from web.links import ask_link, cite_link, permalink, read_link

IMAGES = ROOT / "docs" / "images"
DEVICES = {"desktop": (1280, 900), "phone": (390, 844)}
# The questions for screenshots of an answer, of no answer, and of a notice.
ICE = "Ice or heat for a back spasm?"
NOTHING = "ice or heat for kidney stones"
NOTICE = "I cant hold my pee since my back went out"
# The largest size of a picture, in bytes.
LARGEST = 150_000
# Numbers of colours to try until a picture is small enough.
_COLOURS = (128, 64, 32)
_BOTH = (False, True)
_PATIENCE_MS = 60_000


@dataclass(frozen=True)
class View:
    """A view: its address, and a selector that is present when it is complete."""

    name: str
    path: str
    whole: str
    # Whether it has colours or a layout of its own. If so, all combinations are taken, otherwise two.
    telling: bool = False
    # Whether it needs the setting `page.feedback`; all others use the defaults.
    feedback: bool = False

    def pictures(self) -> Iterator[tuple[str, bool, str]]:
        """The device, theme and file name of each picture."""
        combinations = itertools.product(DEVICES, _BOTH) if self.telling else [("desktop", False), ("phone", True)]
        for device, dark in combinations:
            yield device, dark, f"{self.name}-{device}-{'dark' if dark else 'light'}.png"


def views(answerer: Answerer) -> list[View]:
    """All views."""
    answer = answerer.ask(ICE)
    best = answer.evidence[0]
    return [
        View("empty", "", ".vb-articles", telling=True),
        View("answer", ask_link(ICE), ".vb-card mark", telling=True),
        View("unanswered", ask_link(NOTHING), ".vb-none"),
        View("notice", ask_link(NOTICE), ".vb-notice", telling=True),
        View("each-article", f"{ask_link(ICE)}#each-article", ".vb-rows"),
        View("reader", read_link(best, ICE), "mark#quote", telling=True),
        View("citation", cite_link(best), "#form-bib"),
        View("permanent", permalink(answer), ".evidence mark"),
        View("library", "library", ".entry"),
        View("map", f"library/map?q={quote(ICE)}", ".nearest"),
        View("quality", "quality", ".reliability svg"),
        View("feedback", _form(best), ".opinion", feedback=True),
    ]


def _form(item: Evidence) -> str:
    place = f"article={item.passage.article_id}&start={item.quote.start}&end={item.quote.end}"
    return f"feedback?q={quote(ICE)}&{place}&sum={quote_sum(item.quoted)[:16]}"


def main() -> None:
    """Start a service, take all screenshots, and stop the service."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(corpus=ROOT / "corpus", index=Path(folder, "index"))
        build(settings)
        answerer = open_answerer(settings)
        golden = read_questions(settings.corpus / QUESTIONS)
        keep(settings.index, evaluate(answerer, golden), golden, answerer.engine)
        every = views(answerer)
        for feedback in _BOTH:
            _take(settings, [view for view in every if view.feedback == feedback], feedback=feedback)


def _take(settings: Settings, taken: Sequence[View], *, feedback: bool) -> None:
    """Take all pictures of `taken` on a separate service."""
    log = settings.index.with_name("log")
    with (
        serving(settings.corpus, settings.index, log, page__feedback=str(feedback).lower()) as address,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright.chromium)
        contexts = {(device, dark): _context(browser, device, dark=dark) for device in DEVICES for dark in _BOTH}
        for view in taken:
            for device, dark, name in view.pictures():
                (IMAGES / name).write_bytes(photograph(contexts[device, dark], address, view))
        browser.close()


def _context(browser: Browser, device: str, *, dark: bool) -> BrowserContext:
    width, height = DEVICES[device]
    return browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        is_mobile=device == "phone",
        has_touch=device == "phone",
        device_scale_factor=1.5 if device == "phone" else 1,
    )


def photograph(context: BrowserContext, address: str, view: View) -> bytes:
    """One screenshot, with few colours so that it is small."""
    page = context.new_page()
    page.goto(address + view.path)
    settle(page, view)
    taken = page.screenshot(animations="disabled")
    page.close()
    return small(taken)


def settle(page: Page, view: View) -> None:
    """Wait until the view is complete and nothing moves."""
    page.locator(view.whole).first.wait_for()
    # The last element of every page.
    page.locator(".vb-disclaimer").first.wait_for()
    # Streamlit renders its elements when their scripts have loaded, and fades them in.
    for unready in (".stApp:not([data-test-script-state=notRunning])", "[data-testid=stSkeleton]"):
        expect(page.locator(unready)).to_have_count(0, timeout=_PATIENCE_MS)
    page.wait_for_function("document.getAnimations().every((one) => one.playState !== 'running')")
    if target := view.path.partition("#")[2]:
        # The page was not rendered yet when the browser looked for the anchor.
        page.evaluate("id => document.getElementById(id).scrollIntoView()", target)
    page.evaluate("document.fonts.ready")
    # A blinking caret would change the picture from run to run.
    page.evaluate("document.activeElement.blur()")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def small(picture: bytes) -> bytes:
    """The picture with as many colours as its size allows. Raises `ValueError` if it is always too large."""
    with Image.open(io.BytesIO(picture)) as image:
        plain = image.convert("RGB")
    for colours in _COLOURS:
        packed = io.BytesIO()
        plain.quantize(colours, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
        if len(packed.getvalue()) <= LARGEST:
            return packed.getvalue()
    raise ValueError(f"{len(packed.getvalue()):,} bytes with {colours} colours: expected at most {LARGEST:,}")


if __name__ == "__main__":
    main()
