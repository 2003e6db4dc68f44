"""Fixtures for the tests of page and API: a service with the small corpus."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner

from index.build import build
from index.corpus.sources import write_source
from index.execution.deadline import Deadline
from index.settings import Settings, load_settings
from tests.conftest import ICE
from web.serving.service import service
from web.serving.turns import InterfaceLimits


@pytest.fixture(scope="session", autouse=True)
def _components_are_looked_for_once() -> Iterator[None]:
    """Cache package metadata: each `AppTest` reads that of all packages, which takes longer than the page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@contextmanager
def serving(settings: Settings, monkeypatch: pytest.MonkeyPatch, **variables: str) -> Iterator[Settings]:
    """Let page and API in this process serve these folders during the block, with no state from other tests.

    `variables` are further settings such as `page__feedback="true"`.
    """
    own = {"corpus": str(settings.corpus), "index": str(settings.index), "model__name": "hash", **variables}
    for name, value in own.items():
        monkeypatch.setenv(f"VERBATIM_{name.upper()}", value)
    service.forget()
    st.cache_resource.clear()
    yield settings
    service.forget()


@pytest.fixture
def served(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Settings for page and API, with nothing built."""
    with serving(settings, monkeypatch) as own:
        yield own


@pytest.fixture
def built(served: Settings, small_index: Path) -> Settings:
    """The small corpus, built and served."""
    shutil.copytree(small_index, served.index)
    return served


@pytest.fixture
def shelved(served: Settings) -> Settings:
    """The small corpus with the article on ice in a sub-folder, with a tag, a publisher and a date."""
    folder = served.corpus / "cold" / "packs"
    folder.mkdir(parents=True)
    (served.corpus / "ice.md").rename(folder / "ice.md")
    write_source(served.corpus, "cold/packs/ice.md", tags=["first aid"], publisher="The clinic", published="3 May 2021")
    build(served)
    return served


@pytest.fixture(scope="module")
def one_article(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Only the article on ice, built with the fake encoder, for services shared by all tests of a module."""
    folder = tmp_path_factory.mktemp("one")
    (folder / "articles").mkdir()
    (folder / "articles" / "ice.md").write_text(ICE, encoding="utf-8")
    settings = load_settings(corpus=folder / "articles", index=folder / "index", model={"name": "hash"})
    build(settings)
    return settings


@contextmanager
def occupied(interface: InterfaceLimits, most: int = 1) -> Iterator[None]:
    """Make an interface accept as many requests as it can during the block."""
    over = threading.Event()
    taken = [interface.submit(over.wait, Deadline.after(60)) for _ in range(most)]
    try:
        yield
    finally:
        over.set()
        for future in taken:
            future.result(60)


def add(settings: Settings, name: str, text: str) -> None:
    """Add an article to the corpus, and build."""
    (settings.corpus / name).write_text(text, encoding="utf-8")
    build(settings)
