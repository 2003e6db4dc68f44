"""Options that several commands share, and loading of the settings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from index.settings import Settings

Index = Annotated[Path | None, typer.Option("--index", help="Folder of the snapshots. [default: .verbatim]")]
Filter = Annotated[
    list[str] | None,
    typer.Option(
        "--filter",
        metavar="KEY:VALUE",
        help="Search only matching articles; repeatable. Keys: collection, article, publisher, author, year, language, "
        "tag.",
    ),
]
Corpus = Annotated[Path | None, typer.Option("--corpus", help="Folder of the articles. [default: corpus]")]


def load_settings(*, corpus: Path | None = None, index: Path | None = None, **groups: Mapping[str, object]) -> Settings:
    """`index.settings.load_settings`, after warnings about old names and unknown variables on standard error.

    Imported only when a command runs, because help does not need pydantic.
    """
    from index.settings import load_settings as load
    from index.settings import write_remarks

    write_remarks()
    return load(corpus=corpus, index=index, **groups)
