"""Where the project's folders are, for tests in rooms of any depth."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
DATA = ROOT / "tests" / "data"
DOCS = ROOT / "docs"
WEB = ROOT / "web"
