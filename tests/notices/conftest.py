"""The small corpus with two notices."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build
from index.settings import Settings

NOTICE = """
[[notice]]
id = "burn"
level = "urgent"
text = "Blisters are a burn."
source = "A source"
url = "https://example.org/heat"
phrases = ["burnt blister"]
examples = [
    "blisters after the heat pad", "heat pad gave a big blister", "red blister since the pad", "blister on my back",
    "a blister where the pad was", "blisters came up overnight", "how to treat a blister", "blistered by the pad",
    "is a blister bad", "the blister is weeping",
]

[[notice]]
id = "frostbite"
level = "emergency"
text = "White skin <under> ice can be frostbite."
source = "A source"
url = "https://example.org/ice"
phrases = ["frostbite", "can't feel the skin"]
examples = [
    "the skin turned white and hard", "white skin that stays hard", "skin hard and pale", "pale hard skin from ice",
    "white hard patch of skin", "my skin went white", "skin white as wax", "waxy white skin", "skin is hard like wax",
    "a pale waxy patch of skin",
]
"""
LIKE = "his skin turned hard and so white"


@pytest.fixture
def noted(corpus: Path, settings: Settings) -> Settings:
    """The small corpus, built with two notices; the file is deleted afterwards."""
    (corpus / "notices.toml").write_text(NOTICE, encoding="utf-8")
    build(settings)
    (corpus / "notices.toml").unlink()
    return settings
