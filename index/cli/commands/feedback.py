"""Commands about feedback: export, clear."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from index.cli.commands.options import Index, load_settings

app = typer.Typer()
feedback = typer.Typer(help="Feedback on passages: export, clear.", no_args_is_help=True)
app.add_typer(feedback, name="feedback")


@feedback.command()
def export(
    out: Annotated[Path | None, typer.Option("--out", help="Write the lines to this file.")] = None,
    index: Index = None,
) -> None:
    """Print feedback as candidate golden questions, one line of JSON each, for a person to review."""
    from contextlib import closing

    from index.cli.terminal import print_json
    from index.contract import wire
    from index.engine.snapshots import snapshots
    from index.feedback.candidates import candidates
    from index.feedback.store import FeedbackStore

    settings = load_settings(index=index)
    said = FeedbackStore.of(settings).all()
    lines = []
    if said:
        source = snapshots(settings)
        with source.opening() as snapshot, closing(source.engine(snapshot)) as engine:
            known = set(engine.article_ids())
            lines = candidates(said, lambda name: engine.article(name)[0] if name in known else None)
    if out is None:
        for line in lines:
            print_json(line.as_json())
        return
    out.write_bytes(b"".join(wire(line.as_json()) + b"\n" for line in lines))
    print(f"{len(said)} opinions on {len(lines)} questions written to {out}. Review each before you use it.")


@feedback.command()
def clear(index: Index = None) -> None:
    """Delete all feedback."""
    from index.feedback.store import FeedbackStore

    print(f"{FeedbackStore.of(load_settings(index=index)).clear()} opinions removed.")
