"""The paths of the project's folders."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
DATA = ROOT / "tests" / "data"
DOCS = ROOT / "docs"
WEB = ROOT / "web"
