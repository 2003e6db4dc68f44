"""The time from Enter to the answer on screen: `python -m benchmarks.page`, in real Chromium with the real model.

One person asks golden questions one after the other; then ten browsers ask at once, round after round. The browser
measures from the key press to the second frame after the answer to that question is in the page, by when the first
frame is painted. Browsers and service share this machine's processors. Also counts the files of model and index that
the service opens at its start and while it is asked.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from index.build import build
from index.corpus.golden import QUESTIONS, read_questions
from index.models.files import PACKAGE, model_folder
from index.settings import Settings, load_settings
from tests.browser.openings import Openings
from tests.browser.serving import ARGUMENTS, chromium, serving
from web.words.words import words_in

SAY = words_in("en")
RESULTS = Path(__file__).with_name("results") / "page.json"
PEOPLE = 10
# Every third golden question, so that there are some of each kind, including unanswerable ones.
_EVERY = 3
_PATIENCE_MS = 30_000
# `asked` resolves when the answer to `question` is on screen, with the milliseconds since Enter was pressed.
_WATCH = """
window.enter = null;
addEventListener("keydown", event => { if (event.key === "Enter") window.enter = event.timeStamp; }, true);
const shows = question => {
  const answer = document.querySelector(".vb-answer");
  const top = answer?.getBoundingClientRect().top ?? Infinity;
  const links = [...(answer?.querySelectorAll("a[href*='q=']") ?? [])];
  return top < innerHeight && links.some(link => new URL(link.href).searchParams.get("q") === question);
};
window.asked = question => new Promise((resolve, reject) => {
  const observer = new MutationObserver(() => {
    if (document.querySelector(".vb-problem")) { observer.disconnect(); reject(new Error("a problem is shown")); }
    if (!shows(question)) return;
    observer.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - window.enter)));
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
});
"""


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=4, help="how often ten ask at once")
    parser.add_argument("--json", type=Path, default=RESULTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = _measure(Path(folder), options.rounds)
    machine = {"processor": platform.processor() or platform.machine(), "cores": os.cpu_count()}
    versions = {name: version(name) for name in ("streamlit", "playwright", "torch")}
    options.json.parent.mkdir(exist_ok=True)
    written = {"figures": figures, "machine": machine, "versions": versions, "load": os.getloadavg()}
    options.json.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    for name, value in figures.items():
        print(f"{name:<58} {value:>8.0f}")


def _measure(folder: Path, rounds: int) -> dict[str, float]:
    """All results, with a copy of the model, so that file accesses of other processes do not count."""
    model = shutil.copytree(model_folder(PACKAGE, offline=True), folder / "model")
    settings = load_settings(index=folder / "index", model={"name": str(model)})
    build(settings)
    corpus = settings.corpus.resolve()
    with (
        # Entered first, because it must record the files opened at the start: only then does recording none later mean
        # something.
        Openings(model, settings.index / "snapshots") as openings,
        serving(corpus, settings.index, folder / "log", model__name=str(model)) as address,
    ):
        _await_warm(openings)
        started = openings.taken()
        figures = asyncio.run(_ask(address, _questions(settings), rounds))
        asked = openings.taken()
    return {
        **figures,
        "files of model and index opened at the start": float(len(started)),
        "files of model and index opened while asked": float(len(asked)),
    }


def _questions(settings: Settings) -> list[str]:
    return [question.question for question in read_questions(settings.corpus / QUESTIONS)][::_EVERY]


def _await_warm(openings: Openings) -> None:
    """Wait until no more files are opened, because the service responds before its model is loaded."""
    before, now = -1, 0
    while now != before:
        time.sleep(3)
        before, now = now, openings.count


async def _ask(address: str, questions: Sequence[str], rounds: int) -> dict[str, float]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        first, alone = await _one_person(browser, address, questions)
        together, spread = await _ten_people(browser, address, questions, rounds)
        await browser.close()
    return {
        "one person: questions": float(len(alone)),
        "the first question after the service's start, ms": first,
        "Enter to answer on screen, p50 ms": statistics.median(alone),
        "Enter to answer on screen, p95 ms": _quantile(alone, 0.95),
        "ten at once: questions": float(rounds * PEOPLE),
        "ten at once: answers": float(len(together)),
        "ten at once: first to last Enter, median ms": spread,
        "ten at once: Enter to answer on screen, p50 ms": statistics.median(together),
        "ten at once: Enter to answer on screen, p95 ms": _quantile(together, 0.95),
    }


async def _one_person(browser: Browser, address: str, questions: Sequence[str]) -> tuple[float, list[float]]:
    """The milliseconds for the first question, and for each of the others."""
    page = await _open(browser, address)
    first, *others = [await _asked(page, question) for question in questions]
    await page.context.close()
    return first, others


async def _ten_people(
    browser: Browser, address: str, questions: Sequence[str], rounds: int
) -> tuple[list[float], float]:
    """The milliseconds for each answer, and the median over rounds of the time between the first and the last Enter."""
    pages = [await _open(browser, address) for _ in range(PEOPLE)]
    taken: list[float] = []
    spreads = []
    for number in range(rounds):
        # Each person asks a different question, and another one in the next round.
        own = [questions[(number * PEOPLE + person) % len(questions)] for person in range(PEOPLE)]
        for page, question in zip(pages, own, strict=True):
            await page.get_by_label(SAY("ask.label")).fill(question)
        taken += await asyncio.gather(*(_entered(page, question) for page, question in zip(pages, own, strict=True)))
        pressed = [await page.evaluate("performance.timeOrigin + window.enter") for page in pages]
        spreads.append(max(pressed) - min(pressed))
    return taken, statistics.median(spreads)


async def _open(browser: Browser, address: str) -> Page:
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(_PATIENCE_MS)
    page = await context.new_page()
    await page.add_init_script(_WATCH)
    await page.goto(address)
    await page.locator(".vb-articles").wait_for()
    return page


async def _asked(page: Page, question: str) -> float:
    """Type and ask `question`; returns the milliseconds from Enter to the answer."""
    box = page.get_by_label(SAY("ask.label"))
    await box.fill("")
    await box.press_sequentially(question)
    return await _entered(page, question)


async def _entered(page: Page, question: str) -> float:
    """Ask the question that is already in the box; returns the milliseconds from Enter to the answer."""
    await page.evaluate("question => { window.answered = window.asked(question); }", question)
    await page.get_by_label(SAY("ask.label")).press("Enter")
    async with asyncio.timeout(_PATIENCE_MS / 1000):
        return float(await page.evaluate("window.answered"))


def _quantile(taken: Sequence[float], share: float) -> float:
    ordered = sorted(taken)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


if __name__ == "__main__":
    main()
