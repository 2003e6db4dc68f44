"""The examples of Docker, nginx and systemd, and the docs: they name settings as they are called today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.settings.settings import LEAVES
from tests.paths import ROOT

EXAMPLES = sorted((ROOT / "deploy").iterdir())
# The table of old names is there to say that they are old.
PAGES = [ROOT / "README.md", *(page for page in sorted((ROOT / "docs").glob("*.md")) if page.name != "settings.md")]
KNOWN = {f"VERBATIM_{name.upper().replace('.', '__')}" for name in LEAVES}


@pytest.mark.parametrize("path", [*EXAMPLES, *PAGES], ids=lambda path: path.name)
def test_every_variable_that_is_named_is_a_setting(path: Path) -> None:
    assert set(re.findall(r"VERBATIM_[A-Z_]+", path.read_text(encoding="utf-8"))) - KNOWN == set()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_example_names_the_host_that_is_answered_to(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(r"(VERBATIM_SERVICE__HOSTS=|service\.hosts = \[\")verbatim\.example\.org", text)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_example_names_the_proxy_that_is_believed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(r"(VERBATIM_SERVICE__TRUSTED_PROXIES=|service\.trusted_proxies = \[\")[0-9.]+", text)
