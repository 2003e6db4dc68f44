"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Index = Annotated[Path | None, typer.Option("--index", help="Folder of the snapshots. [default: .verbatim]")]
Corpus = Annotated[Path | None, typer.Option("--corpus", help="Folder of the articles. [default: corpus]")]
