"""Every view of `make screenshots` can be rendered, and its picture is small."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from index.opening import open_answerer
from tests.browser.conftest import Contexts, Running
from tests.browser.screenshots import DEVICES, LARGEST, View, photograph, views
from tests.paths import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.model]

NAMES = (
    "empty", "answer", "unanswered", "notice", "each-article", "reader", "citation", "permanent", "library", "map",
    "quality", "feedback",
)  # fmt: skip
# One of each kind: the Streamlit page, a plain page, a drawing.
SHORT = {"empty", "reader", "map"}


@pytest.fixture(scope="module")
def named(furnished: Running) -> dict[str, View]:
    return {view.name: view for view in views(open_answerer(furnished.settings))}


def test_the_views_are_all_of_them(named: dict[str, View]) -> None:
    assert tuple(named) == NAMES


@pytest.mark.parametrize(
    "name", [name if name in SHORT else pytest.param(name, marks=pytest.mark.slow) for name in NAMES]
)
def test_a_view_is_photographed(contexts: Contexts, furnished: Running, named: dict[str, View], name: str) -> None:
    taken = photograph(contexts.kept(phone=False), furnished.address, named[name])
    with Image.open(io.BytesIO(taken)) as image:
        assert image.size == DEVICES["desktop"]
        # A blank page would have hardly any colours.
        assert len(image.convert("RGB").getcolors(256) or []) >= 32
    assert len(taken) <= LARGEST


def test_the_pictures_of_the_readme_are_among_them(named: dict[str, View]) -> None:
    shown = re.findall(r"docs/images/([\w-]+\.png)", (ROOT / "README.md").read_text(encoding="utf-8"))
    written = {name for view in named.values() for _, _, name in view.pictures()}
    assert shown
    assert set(shown) <= written
