"""Finds what Chromium highlights for a text fragment, in screenshots, because there is no API for it."""

from __future__ import annotations

import base64
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page

# The background of `::target-text` in the light theme (reading.css); nothing else on the page has it.
MARK = (0xFF, 0xE7, 0x9A)
# Tolerance, because browsers round boxes and letters may extend beyond them.
_PIXELS = 3
# How often to check a page for its highlight.
_LOOKS = 4

Box = tuple[float, float, float, float]
# The lines of text between two positions on the page, in page coordinates.
_LINES = """
range => [...range.getClientRects()].map(box => [
  box.left + scrollX, box.top + scrollY, box.right + scrollX, box.bottom + scrollY])
"""
LINES_OF_MARK = f"""() => {{
  const range = document.createRange();
  range.selectNodeContents(document.getElementById("quote"));
  return ({_LINES})(range);
}}"""
# The same for a text that occurs once on the page, possibly across elements.
LINES_OF_TEXT = f"""wanted => {{
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const places = [];
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    for (let at = 0; at < node.data.length; at++)
      if (/\\S/.test(node.data[at])) {{ text += node.data[at]; places.push([node, at]); }}
  const folded = wanted.replace(/\\s/g, "");
  const first = text.indexOf(folded), last = first + folded.length - 1;
  if (first < 0 || text.indexOf(folded, first + 1) >= 0) return null;
  const range = document.createRange();
  range.setStart(...places[first]);
  range.setEnd(places[last][0], places[last][1] + 1);
  return ({_LINES})(range);
}}"""


def marks_exactly(page: Page, boxes: list[Box]) -> bool:
    """Whether the highlighted pixels of `page` match `boxes` line by line, with none elsewhere."""
    lit = highlighted(page)
    elsewhere = lit.copy()
    for left, top, right, bottom in _lines(boxes):
        rows = slice(max(round(top) - _PIXELS, 0), round(bottom) + _PIXELS)
        elsewhere[rows, max(round(left) - _PIXELS, 0) : round(right) + _PIXELS] = False
        middle = np.flatnonzero(lit[round(top) + _PIXELS : round(bottom) - _PIXELS].any(axis=0))
        if not len(middle) or abs(middle[0] - left) > _PIXELS or abs(middle[-1] + 1 - right) > _PIXELS:
            return False
    return bool(boxes) and not elsewhere.any()


def comes_to_mark(page: Page, boxes: list[Box]) -> bool:
    """Whether `marks_exactly` becomes true within a second, because Chromium highlights after the page has loaded."""
    for _ in range(_LOOKS):
        if marks_exactly(page, boxes):
            return True
        page.wait_for_timeout(1000 / _LOOKS)
    return False


def highlighted(page: Page) -> NDArray[np.bool_]:
    """Which pixels of the whole page have the highlight's background."""
    with Image.open(io.BytesIO(_photograph(page))) as image:
        pixels = np.asarray(image.convert("RGB"))
    found: NDArray[np.bool_] = (pixels == np.array(MARK, dtype=np.uint8)).all(axis=2)
    return found


def _photograph(page: Page) -> bytes:
    """A screenshot of the whole page with fast compression, because Playwright's own would take most of the time."""
    width, height = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    asked = {"format": "png", "captureBeyondViewport": True, "optimizeForSpeed": True, "clip": clip}
    session = page.context.new_cdp_session(page)
    taken = session.send("Page.captureScreenshot", asked)["data"]
    session.detach()
    return base64.b64decode(taken)


def _lines(boxes: list[Box]) -> list[Box]:
    """One box per line of text; a range has one per piece."""
    lines: list[Box] = []
    for left, top, right, bottom in sorted(
        (box for box in boxes if box[2] - box[0] > 1), key=lambda box: (box[1], box[0])
    ):
        if lines and abs(lines[-1][1] - top) < _PIXELS:
            first, above, last, below = lines[-1]
            lines[-1] = (min(first, left), above, max(last, right), max(below, bottom))
        else:
            lines.append((left, top, right, bottom))
    return lines
