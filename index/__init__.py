"""Verbatim's library: finds the passage that answers a question and proves where it stands.

    corpus/  ─ read ─▶ Article ─ clean ─▶ Blocks ─ split ─▶ Passage, Sentence ─ encode ─▶ vectors ─ publish ─▶ Snapshot
    question ─ read ─▶ Query ─ candidates ─▶ Passages ─ rank ─▶ Evidence ─ judge ─▶ Answer ─ cite ─▶ page · API · CLI

Two journeys, each one way: `index.build.build` and `index.ask.open_answerer`. Nothing is imported before it is needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.ask import Answerer, open_answerer
    from index.build import build
    from index.errors import VerbatimError
    from index.settings import Settings, load_settings

__all__ = ["Answerer", "Settings", "VerbatimError", "build", "load_settings", "open_answerer"]

_HOMES = {
    "Answerer": "index.ask",
    "Settings": "index.settings",
    "VerbatimError": "index.errors",
    "build": "index.build",
    "load_settings": "index.settings",
    "open_answerer": "index.ask",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that `verbatim --help` stays quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'index' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
