"""Writes docs/images/: each state of the page, on desktop and phone, light and dark. `make screenshots` runs it."""

from __future__ import annotations

import io
import itertools
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
STATES = {"answer": "?q=Ice+or+heat+for+a+back+spasm%3F", "empty": "", "unanswered": "?q=ice+or+heat+for+kidney+stones"}
DEVICES = {"desktop": (1280, 900), "phone": (390, 844)}
# The last element of each state: when it is there, the page is whole.
_WHOLE = ".vb-disclaimer"


def main() -> None:
    """Start a service of its own, photograph it, and stop it."""
    # Run as a file, this finds its own package only when told where.
    sys.path.insert(0, str(ROOT))
    from tests.browser.serving import launch, serving

    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(ROOT / "corpus", Path(folder, "index"), Path(folder, "log")) as address,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        for state, device, dark in itertools.product(STATES, DEVICES, (False, True)):
            path = IMAGES / f"{state}-{device}-{'dark' if dark else 'light'}.png"
            photograph(browser, address + STATES[state], device, path, dark=dark)
        browser.close()


def photograph(browser: Browser, address: str, device: str, path: Path, *, dark: bool) -> None:
    """One screenshot, of few colours so that it is small."""
    width, height = DEVICES[device]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        is_mobile=device == "phone",
        has_touch=device == "phone",
        device_scale_factor=2 if device == "phone" else 1,
    )
    page = context.new_page()
    page.goto(address)
    page.locator(_WHOLE).wait_for()
    page.evaluate("document.fonts.ready")
    # A cursor that blinks would make each run another picture.
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(300)
    with Image.open(io.BytesIO(page.screenshot())) as image:
        image.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
    context.close()


if __name__ == "__main__":
    main()
