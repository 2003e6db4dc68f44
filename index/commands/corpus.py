"""Commands about the corpus: build."""

from __future__ import annotations

import typer

from index.commands.options import Corpus, Index
from index.settings import load_settings

app = typer.Typer()


@app.command()
def build(corpus: Corpus = None, index: Index = None) -> None:
    """Read the corpus and publish its index; only new text is embedded."""
    from index.build import build as build_index
    from index.terminal import BuildProgress, show_report

    with BuildProgress() as progress:
        report = build_index(load_settings(corpus=corpus, index=index), progress)
    show_report(report)
    raise typer.Exit(1 if report.skipped else 0)
