"""Commands about the service: serve."""

from __future__ import annotations

from typing import Annotated

import typer

from index.commands.options import Corpus, Index
from index.settings import load_settings

app = typer.Typer()


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on. [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on. [default: 8501]")] = None,
    corpus: Corpus = None,
    index: Index = None,
) -> None:
    """Serve the page and the JSON API; builds the index first where there is none or the corpus changed."""
    from index.build import build as build_index
    from index.serve import check_port, run_service
    from index.terminal import BuildProgress, show_report

    settings = load_settings(host=host, port=port, corpus=corpus, index=index)
    check_port(settings)
    with BuildProgress() as progress:
        report = build_index(settings, progress)
    show_report(report)
    run_service(settings)
