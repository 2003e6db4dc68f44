"""Commands about the corpus: new, build, add, clean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.cli.commands.options import Corpus, Index, load_settings

if TYPE_CHECKING:
    from index.indexing.spread.crew import Workers

app = typer.Typer()


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="Folder of the new collection; created if it does not exist.")],
) -> None:
    """Start a collection: a commented collection.toml and sources.toml, and an empty questions.jsonl."""
    import shlex

    from index.cli.terminal.printable import printable
    from index.corpus.new import new as begin

    written = begin(folder)
    at = printable(shlex.quote(str(folder)))
    print(
        f"Written: {', '.join(path.name for path in written)}. Describe the collection in {at}/{written[0].name}. Next:"
    )
    print(f"  verbatim add --corpus {at} FILE|URL...")
    print(f"  verbatim build --corpus {at}")
    print(f"  verbatim serve --corpus {at}")


@app.command()
def build(
    lost: Annotated[
        bool, typer.Option("--accept-lost", help="Drop decisions in sources.toml on blocks that no longer exist.")
    ] = False,
    empty: Annotated[
        bool,
        typer.Option(
            "--allow-empty", help="Delete the published articles even if their folder was replaced by an empty one."
        ),
    ] = False,
    workers: Annotated[
        str | None,
        typer.Option(metavar="N|ray", help="Have N processes of this machine, or a Ray cluster, do most of the work."),
    ] = None,
    parts: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Folder or object store that the build shares with its workers. [default: a folder in the index]",
        ),
    ] = None,
    corpus: Corpus = None,
    index: Index = None,
) -> None:
    """Read the corpus and publish its index; exits with 1 if files were skipped. Only new text is embedded."""
    from index.build import build as build_index
    from index.cli.terminal import BuildProgress, show_report
    from index.corpus.inspect import accept_lost
    from index.corpus.prepare import prepare
    from index.corpus.reading import Limits

    settings = load_settings(corpus=corpus, index=index)
    if lost:
        accept_lost(settings.corpus, prepare(settings.corpus, Limits.of(settings)))
    with BuildProgress() as progress:
        report = build_index(settings, progress, allow_empty=empty, workers=_workers(workers, parts))
    show_report(report)
    raise typer.Exit(1 if report.skipped else 0)


def _workers(given: str | None, parts: str | None) -> Workers | None:
    """What `--workers` and `--parts` ask for. Raises `typer.BadParameter`."""
    from index.indexing.spread.crew import Workers

    if given is None:
        if parts is not None:
            raise typer.BadParameter("it is of no use without --workers: expected both", param_hint="--parts")
        return None
    if given != "ray" and not (given.isdecimal() and int(given)):
        raise typer.BadParameter(f"{given!r} is given: expected a number of processes, or ray", param_hint="--workers")
    return Workers(None if given == "ray" else int(given), parts)


@app.command()
def add(
    given: Annotated[list[str], typer.Argument(metavar="FILE|URL...", help="Files and http(s) URLs.")],
    collection: Annotated[
        str | None, typer.Option("--collection", help="Sub-folder of the corpus to put them into; made where none is.")
    ] = None,
    corpus: Corpus = None,
) -> None:
    """Copy files and fetch URLs into the corpus, and record where each came from in sources.toml."""
    import shlex

    from index.cli.terminal import show_added
    from index.cli.terminal.printable import printable
    from index.corpus.add import NotAdded
    from index.corpus.add import add as add_to_corpus

    good, new = True, False
    for outcome in add_to_corpus(load_settings(corpus=corpus), given, collection=collection):
        show_added(outcome)
        good = good and not isinstance(outcome, NotAdded)
        new = new or not (isinstance(outcome, NotAdded) or outcome.already)
    if new:
        # If the corpus was given as an option here, the suggested command needs it too.
        print("Run: verbatim build" + (f" --corpus {printable(shlex.quote(str(corpus)))}" if corpus else ""))
    raise typer.Exit(0 if good else 1)


@app.command()
def clean(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID...]", help="Ids of blocks.")] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep these blocks from now on.")] = False,
    set_aside: Annotated[bool, typer.Option("--set-aside", help="Set these blocks aside from now on.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show every block with its id and reason.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON per article.")] = False,
    corpus: Corpus = None,
    index: Index = None,
) -> None:
    """Show what cleaning kept and set aside in each article, and why; or overrule it for some blocks.

    What the last build into the index has read and cleaned is not read again.
    """
    from dataclasses import asdict

    from index.cli.terminal import print_json, show_blocks, show_cleaning, show_skipped
    from index.corpus.inspect import inspected, overrule
    from index.corpus.prepare import prepare
    from index.corpus.reading import Limits
    from index.storage.work_cache import FILE, WorkCache

    settings = load_settings(corpus=corpus, index=index)
    work = WorkCache(settings.index / FILE, read_only=True)
    prepared = prepare(settings.corpus, Limits.of(settings), work)
    if keep or set_aside or ids:
        overrule(settings.corpus, prepared, ids or [], keep=keep, set_aside=set_aside)
        prepared = prepare(settings.corpus, Limits.of(settings), work)
    work.release()
    for name, article in prepared.articles.items():
        if as_json:
            print_json(asdict(inspected(article)))
            continue
        show_cleaning(name, article, prepared.lost_overrides.get(name, ()))
        if diff:
            show_blocks(article)
    show_skipped(prepared.skipped)
    raise typer.Exit(1 if prepared.skipped else 0)
