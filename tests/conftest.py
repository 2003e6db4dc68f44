"""What the tests share: a small corpus with the fake encoder, and the real articles with the real model."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.ask import Answerer, open_answerer
from index.build import build
from index.settings import Settings, load_settings
from tests.paths import CORPUS

ICE = """# Ice for a sore back

Wrap the ice pack in a towel. Hold it there for 20 minutes. Repeat this every two hours.

## When to stop

Stop when the skin turns white. Ask a nurse when it stays numb.
"""
HEAT = """Heat for a sore back

A warm bath loosens the muscles. Heat pads work as well as baths do.

Never sleep on a heat pad. It burns the skin.
"""


@pytest.fixture(autouse=True)
def _no_stray_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own VERBATIM_… variables do not reach the tests."""
    for name in list(os.environ):
        if name.startswith("VERBATIM_"):
            monkeypatch.delenv(name)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two small articles, one of each format."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ice.md").write_text(ICE, encoding="utf-8")
    (folder / "heat.txt").write_text(HEAT, encoding="utf-8")
    return folder


@pytest.fixture
def settings(corpus: Path, tmp_path: Path) -> Settings:
    """The small corpus with the fake encoder, in a folder of its own."""
    return load_settings(corpus=corpus, index=tmp_path / "index", model={"name": "hash"})


@pytest.fixture
def answerer(settings: Settings) -> Answerer:
    """An answerer on the small corpus."""
    build(settings)
    return open_answerer(settings)


@pytest.fixture(scope="session")
def real_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The five articles with the real model, built once."""
    settings = load_settings(corpus=CORPUS, index=tmp_path_factory.mktemp("real"))
    build(settings)
    return settings


@pytest.fixture(scope="session")
def real(real_settings: Settings) -> Answerer:
    """An answerer on the five articles with the real model."""
    return open_answerer(real_settings)
