"""A page as a person uses it: whatever a hand does counts, and nothing is reached that is not in view."""

from __future__ import annotations

import math

from playwright.sync_api import Locator, Page, expect

# Pixels of an element from the top of the screen, its height, and the screen's.
_PLACE = "element => [element.getBoundingClientRect().top, element.getBoundingClientRect().height, innerHeight]"


class Actions:
    """Counts what is done on `page`: a click, a text typed, a key pressed, and each screenful that is scrolled."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def click(self, target: Locator) -> None:
        """One action, and those of scrolling to where `target` is."""
        self._scroll_to(target)
        self.count += 1
        target.click()

    def type(self, text: str) -> None:
        """One action, where a box has the focus already; who had to click into it first would have counted that."""
        assert self.page.evaluate("document.activeElement.matches('input, textarea')")
        self.count += 1
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        """One action."""
        self.count += 1
        self.page.keyboard.press(key)

    def _scroll_to(self, target: Locator) -> None:
        expect(target).to_be_visible()
        top, height, screen = target.evaluate(_PLACE)
        beyond = max(0.0, top + height - screen, -top)
        self.count += math.ceil(beyond / screen)
