"""Uses a page like a person: every action counts, and only what is in view can be reached."""

from __future__ import annotations

import math

from playwright.sync_api import Locator, Page, expect

# An element's distance from the top of the viewport, its height, and the viewport's height, in pixels.
_PLACE = "element => [element.getBoundingClientRect().top, element.getBoundingClientRect().height, innerHeight]"


class Actions:
    """Counts actions on `page`: each click, typed text, key press and screenful scrolled."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def click(self, target: Locator) -> None:
        """Click `target`: one action, and those of scrolling to it."""
        self._scroll_to(target)
        self.count += 1
        target.click()

    def type(self, text: str) -> None:
        """Type into the focused box: one action. Clicking into the box first would have counted separately."""
        assert self.page.evaluate("document.activeElement.matches('input, textarea')")
        self.count += 1
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        """Press a key: one action."""
        self.count += 1
        self.page.keyboard.press(key)

    def _scroll_to(self, target: Locator) -> None:
        expect(target).to_be_visible()
        top, height, screen = target.evaluate(_PLACE)
        beyond = max(0.0, top + height - screen, -top)
        self.count += math.ceil(beyond / screen)
