"""Commands where snapshots are in Milvus: verify, gc."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import typer

from index.cli.commands.snapshots import print_verification

if TYPE_CHECKING:
    from index.settings import Settings


def verify_in_milvus(settings: Settings, *, every: bool) -> NoReturn:
    """Print what is wrong with the published snapshot, or with all; exits with 1 where anything is."""
    from index.cli.terminal import BuildProgress
    from index.engine.milvus.shelf import Shelf
    from index.maintenance.milvus import verify_stored

    shelf = Shelf(settings.engine)
    with BuildProgress() as progress:
        verified = [verify_stored(shelf, progress)]
        beside = sorted(shelf.stored().keys() - {verified[0].snapshot})
        verified += [verify_stored(shelf, progress, name) for name in beside if every]
    for verification in verified:
        print_verification(verification)
    if beside and not every:
        print(f"Beside it, unverified: {', '.join(beside)}. Check them: verbatim verify --all")
    raise typer.Exit(1 if any(verification.findings for verification in verified) else 0)


def collect_in_milvus(settings: Settings, *, dry_run: bool) -> None:
    """Drop what nobody needs. Embeddings stay: a setting bounds them, and the texts that they are of are elsewhere."""
    from index.engine.milvus.shelf import Shelf
    from index.maintenance.milvus import collect_stored

    dropped = collect_stored(Shelf(settings.engine), dry_run=dry_run)
    done = "would remove" if dry_run else "removed"
    for name, collections in dropped.items():
        print(f"{done} {name}: {collections} collections")
    print(f"{done} {len(dropped)} snapshots in all")
