"""Each of these tests runs in an empty folder, so that it has no `verbatim.toml` but its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def write_file(tmp_path: Path) -> Callable[[str], object]:
    """Writes the folder's `verbatim.toml`."""
    return lambda content: (tmp_path / "verbatim.toml").write_text(content, encoding="utf-8")
