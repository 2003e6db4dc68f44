"""What several commands share: their options, and the settings in force."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from index.settings import Settings

Index = Annotated[Path | None, typer.Option("--index", help="Folder of the snapshots. [default: .verbatim]")]
Corpus = Annotated[Path | None, typer.Option("--corpus", help="Folder of the articles. [default: corpus]")]


def load_settings(**options: Any) -> Settings:
    """As `index.settings` has it, with a word about variables that have no effect.

    Imported only when a command runs: help needs no pydantic.
    """
    from index.settings import load_settings as load
    from index.settings import unknown_variables

    for sentence in unknown_variables(os.environ):
        print(f"verbatim: {sentence}", file=sys.stderr)
    return load(**options)
