"""Runs each of these tests in an empty folder, without any other `verbatim.toml`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def write_file(tmp_path: Path) -> Callable[[str], object]:
    """A function that writes the folder's `verbatim.toml`."""
    return lambda content: (tmp_path / "verbatim.toml").write_text(content, encoding="utf-8")
