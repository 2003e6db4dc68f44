"""Commands for Milvus: move, size, and the parts of verify and gc for snapshots in Milvus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from index.cli.commands.options import Corpus, Index, load_settings
from index.cli.commands.snapshots import print_verification

if TYPE_CHECKING:
    from index.settings import Settings

app = typer.Typer()


@app.command()
def move(
    to: Annotated[Literal["milvus", "local"], typer.Option("--to", help="Where the snapshot is carried to.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be moved.")] = False,
    questions: Annotated[
        Path | None, typer.Option(help="Golden questions. [default: questions.jsonl of the corpus, where it is]")
    ] = None,
    corpus: Corpus = None,
    index: Index = None,
) -> None:
    """Copy the published snapshot to Milvus or back, without embedding anything, and compare the answers of both."""
    from index.cli.terminal import BuildProgress
    from index.corpus.golden import own_questions, read_questions
    from index.maintenance.move import compare, plan
    from index.maintenance.move import move as move_snapshot

    settings = load_settings(corpus=corpus, index=index)
    planned = plan(settings, to)
    counts, name = planned.manifest.counts, planned.manifest.id
    what = f"the snapshot {name}: {counts.passages:,} passages of {counts.articles:,} articles"
    if dry_run:
        there = "is published there" if planned.stands else "lies there in part" if planned.begun else "is not there"
        print(f"would move {what}; it {there}")
        return
    # Read first, so that a mistake in the file is reported before anything is moved.
    asked = read_questions(questions) if questions else own_questions(settings.corpus)
    with BuildProgress() as progress:
        move_snapshot(settings, to, progress)
        print(f"moved {what}")
        if asked:
            found = compare(settings, asked, progress)
            print(
                f"asked {found.questions} questions: {found.verdicts} verdicts are the same, and of {found.places} "
                f"first places {found.same} ({found.same / max(1, found.places):.1%})"
            )
    if settings.engine.kind != to:
        print(f"To answer from it: set engine.kind to {to!r} in verbatim.toml, or VERBATIM_ENGINE__KIND={to}")


@app.command()
def size(
    passages: Annotated[int, typer.Option(min=1, help="How many passages there will be.")],
    index: Index = None,
) -> None:
    """Estimate how much memory and disk each engine needs for passages like those of the published snapshot."""
    from index.maintenance.size import measured, needs

    manifest, of = measured(load_settings(index=index))
    print(
        f"{passages:,} passages of {of.sentences:.1f} sentences, {of.tokens:.0f} tokens and {of.terms:.0f} terms, "
        f"as in the snapshot {manifest.id}; GiB:"
    )
    print(f"{'':<26}{'memory':>10}{'cache':>10}{'disk':>10}")
    for need in needs(of, passages):
        print(f"{need.where:<26}{need.memory:>10,.1f}{need.cache:>10,.1f}{need.disk:>10,.1f}")


def verify_in_milvus(settings: Settings, *, every: bool) -> NoReturn:
    """Verify the published snapshot, or all, and print findings; exits with 1 if there are any."""
    from index.cli.terminal import BuildProgress
    from index.engine.milvus.registry import SnapshotRegistry
    from index.maintenance.milvus import verify_stored

    registry = SnapshotRegistry(settings.engine)
    with BuildProgress() as progress:
        verified = [verify_stored(registry, progress)]
        beside = sorted(registry.stored().keys() - {verified[0].snapshot})
        verified += [verify_stored(registry, progress, name) for name in beside if every]
    for verification in verified:
        print_verification(verification)
    if beside and not every:
        print(f"Beside it, unverified: {', '.join(beside)}. Check them: verbatim verify --all")
    raise typer.Exit(1 if any(verification.findings for verification in verified) else 0)


def collect_in_milvus(settings: Settings, *, dry_run: bool) -> None:
    """Drop unused snapshots. Cached embeddings are kept: it is unknown which are used, and a setting limits them."""
    from index.engine.milvus.registry import SnapshotRegistry
    from index.maintenance.milvus import collect_stored

    dropped = collect_stored(SnapshotRegistry(settings.engine), dry_run=dry_run)
    done = "would remove" if dry_run else "removed"
    for name, collections in dropped.items():
        print(f"{done} {name}: {collections} collections")
    print(f"{done} {len(dropped)} snapshots in all")
