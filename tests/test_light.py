"""Asking, serving and verifying work without the packages that the serving image omits, whose import fails here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.build import build
from index.settings import load_settings
from tests.paths import ROOT

pytestmark = pytest.mark.model
# Import names of packages, if they differ.
IMPORTED = {"scikit-learn": "sklearn", "sentence-transformers": "sentence_transformers"}
BLOCK = """
import sys

class Block:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names!r}:
            raise ModuleNotFoundError(f"{{name}} is blocked", name=name)

sys.meta_path.insert(0, Block())
"""
USES = {
    "the command ask": "from index.__main__ import app; app(['ask', 'How long do I hold the ice pack?'])",
    "the command verify": "from index.__main__ import app; app(['verify'])",
    "the service": (
        "from starlette.testclient import TestClient; from web.api import api\n"
        "answer = TestClient(api).get('/v1/ask?q=How+long+do+I+hold+the+ice+pack')\n"
        "assert answer.status_code == 200, answer.text\n"
        "assert answer.json()['evidence'], answer.text"
    ),
    "the tools for assistants": (
        "import asyncio; from web.mcp.server import ask\n"
        "answer = asyncio.run(ask('How long do I hold the ice pack?'))\n"
        "assert answer.structured_content['evidence'], answer"
    ),
}


def left_out() -> set[str]:
    """The import names of the packages that the serving image omits."""
    for line in (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8").splitlines():
        if "uninstall --yes " in line:
            return {IMPORTED.get(name, name) for name in line.partition("--yes ")[2].split()}
    raise AssertionError("the Dockerfile leaves out nothing")


def test_the_serving_image_leaves_out_what_weighs_most() -> None:
    assert left_out() >= {"torch", "transformers", "sentence_transformers"}


@pytest.mark.parametrize("use", USES)
def test_it_works_without(use: str, corpus: Path, kept_index: Path) -> None:
    build(load_settings(corpus=corpus, index=kept_index))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("VERBATIM_")},
        "VERBATIM_CORPUS": str(corpus),
        "VERBATIM_INDEX": str(kept_index),
        # The machine may be busy.
        "VERBATIM_SERVICE__REQUEST_SECONDS": "3600",
    }
    code = BLOCK.format(names=left_out()) + USES[use]
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "is blocked" in done.stderr) == (0, False), done.stderr
