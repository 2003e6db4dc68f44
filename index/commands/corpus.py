"""Commands about the corpus: build, add."""

from __future__ import annotations

from typing import Annotated

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


@app.command()
def add(
    given: Annotated[list[str], typer.Argument(metavar="FILE|URL...", help="Files and http(s) URLs.")],
    corpus: Corpus = None,
) -> None:
    """Copy files and fetch URLs into the corpus, each with its provenance in sources.toml."""
    from index.adding import NotAdded
    from index.adding import add as add_to_corpus
    from index.terminal import show_added

    good, new = True, False
    for outcome in add_to_corpus(load_settings(corpus=corpus), given):
        show_added(outcome)
        good = good and not isinstance(outcome, NotAdded)
        new = new or not (isinstance(outcome, NotAdded) or outcome.already)
    if new:
        print("Run: verbatim build")
    raise typer.Exit(0 if good else 1)
