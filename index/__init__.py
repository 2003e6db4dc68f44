"""Verbatim's library: finds the passage that answers a question and cites its exact location.

    corpus/  ─ read ─▶ Article ─ clean ─▶ Blocks ─ split ─▶ Passage, Sentence ─ encode ─▶ vectors ─ publish ─▶ Snapshot
    question ─ read ─▶ Query ─ candidates ─▶ Passages ─ rank ─▶ Evidence ─ judge ─▶ Answer ─ cite ─▶ page · API · CLI

Two pipelines, each in one direction: `index.build.build`, and `index.ask.Answerer.ask` on an answerer that
`index.opening.open_answerer` opens. Imports are lazy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.answer import Answer, Evidence
    from index.ask import Answerer
    from index.build import build
    from index.errors import VerbatimError
    from index.opening import open_answerer
    from index.settings import Settings, load_settings

    __version__: str

__all__ = [
    "Answer",
    "Answerer",
    "Evidence",
    "Settings",
    "VerbatimError",
    "__version__",
    "build",
    "load_settings",
    "open_answerer",
]

_HOMES = {
    "Answer": "index.answer",
    "Answerer": "index.ask",
    "Evidence": "index.answer",
    "Settings": "index.settings",
    "VerbatimError": "index.errors",
    "build": "index.build",
    "load_settings": "index.settings",
    "open_answerer": "index.opening",
}

# Type checkers read the imports above; a `__getattr__` would make every other name `Any` to them.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a public name on first use, so that `verbatim --help` stays quick."""
        from importlib import import_module

        if name == "__version__":
            value = _version()
        elif name in _HOMES:
            value = getattr(import_module(_HOMES[name]), name)
        else:
            raise AttributeError(f"module 'index' has no attribute {name!r}")
        # Kept here: importing `index.build` sets the attribute `build` of this package to that module.
        globals()[name] = value
        return value


def _version() -> str:
    """The version of the installed distribution, or the one stated in the source tree if it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("verbatim")
    except PackageNotFoundError:
        import tomllib
        from pathlib import Path

        stated = Path(__file__).resolve().parents[1] / "pyproject.toml"
        return str(tomllib.loads(stated.read_text(encoding="utf-8"))["project"]["version"])
