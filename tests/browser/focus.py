"""Finds the focused element, and whether its focus is visible: compares screenshots, because there is no API for it."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageChops
from playwright.sync_api import Page

# The focused element's text and position, and whether it matches :focus-visible.
FOCUSED = """() => {
  const element = document.activeElement, box = element.getBoundingClientRect();
  const name = element.ariaLabel || element.textContent.trim() || element.name || element.type;
  const place = [box.left - 6, box.top - 6, box.width + 12, box.height + 12];
  return [element === document.body ? null : name, place, element.matches(":focus-visible")];
}"""
# The number of pixels in a line around a small link.
_SEEN = 40
STOPS = 80


def focused(page: Page) -> str | None:
    """The text of the focused element; fails if the focus is not visible."""
    name, place, shown = page.evaluate(FOCUSED)
    if name is not None:
        assert shown, f"{name!r} has a focus that the browser does not show"
        assert _changed_by_focus(page, place) >= _SEEN, f"{name!r} looks the same without the focus"
    return name if name is None else str(name)


def _changed_by_focus(page: Page, place: list[float]) -> int:
    """How many pixels around `place` the focus changes."""
    size = page.viewport_size
    assert size
    left, top = max(place[0], 0), max(place[1], 0)
    width, height = min(place[0] + place[2], size["width"]) - left, min(place[1] + place[3], size["height"]) - top
    assert width > 0, "the focus is out of view"
    assert height > 0, "the focus is out of view"
    with_focus = _picture(page, (left, top, width, height))
    page.evaluate("window.held = document.activeElement; window.held.blur()")
    without = _picture(page, (left, top, width, height))
    page.evaluate("window.held.focus({ preventScroll: true })")
    return int(np.asarray(ImageChops.difference(with_focus, without)).max(axis=2).astype(bool).sum())


def _picture(page: Page, clip: tuple[float, float, float, float]) -> Image.Image:
    left, top, width, height = clip
    # Wait for animations, and hide the caret, which does not indicate focus.
    taken = page.screenshot(
        clip={"x": left, "y": top, "width": width, "height": height}, animations="disabled", caret="hide"
    )
    return Image.open(io.BytesIO(taken)).convert("RGB")


def tab_to(page: Page, name: str, *, key: str = "Tab") -> list[str]:
    """Press Tab until the element with that name is focused; returns the names passed on the way."""
    passed: list[str] = []
    for _ in range(STOPS):
        page.keyboard.press(key)
        at = focused(page)
        if at == name:
            return passed
        passed.append(at or "")
    raise AssertionError(f"Tab never reached {name!r}, but {passed}")
