"""Output of the command line for people. The only importer of rich. A command imports only the module it needs."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.cli.terminal.answers import show_answer, show_checked_quote
    from index.cli.terminal.articles import show_blocks, show_cleaning
    from index.cli.terminal.builds import BuildProgress, show_added, show_report, show_skipped
    from index.cli.terminal.console import print_json
    from index.cli.terminal.figures import show_changes, show_figures

__all__ = [
    "BuildProgress",
    "print_json",
    "show_added",
    "show_answer",
    "show_blocks",
    "show_changes",
    "show_checked_quote",
    "show_cleaning",
    "show_figures",
    "show_report",
    "show_skipped",
]

_HOMES = {
    "BuildProgress": "builds",
    "print_json": "console",
    "show_added": "builds",
    "show_answer": "answers",
    "show_blocks": "articles",
    "show_changes": "figures",
    "show_checked_quote": "answers",
    "show_cleaning": "articles",
    "show_figures": "figures",
    "show_report": "builds",
    "show_skipped": "builds",
}


def __getattr__(name: str) -> Any:
    """Import a name's module on first use: showing an answer does not need the modules for reading and cleaning."""
    if name not in _HOMES:
        raise AttributeError(f"module 'index.cli.terminal' has no attribute {name!r}")
    return getattr(import_module(f"index.cli.terminal.{_HOMES[name]}"), name)
