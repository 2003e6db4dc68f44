"""Commands about the index and its snapshots: verify, diff, watch, gc."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.cli.commands.options import Corpus, Index, load_settings
from index.cli.terminal.printable import printable

if TYPE_CHECKING:
    from index.corpus.golden import GoldenQuestion
    from index.maintenance.diff import Difference
    from index.maintenance.verify import Verification
    from index.settings import Settings

app = typer.Typer()

_LONGEST_QUOTE = 90


@app.command()
def verify(
    every: Annotated[bool, typer.Option("--all", help="Verify every snapshot, not only the published one.")] = False,
    index: Index = None,
) -> None:
    """Verify all checksums, the offsets of every quote, all counts and the model; exits with 1 on damage."""
    from index.maintenance.verify import others
    from index.maintenance.verify import verify as verify_snapshot

    settings = load_settings(index=index)
    if settings.engine.kind == "milvus":
        from index.cli.commands.scale import verify_in_milvus

        verify_in_milvus(settings, every=every)
    folder = settings.index
    verified = [verify_snapshot(folder)]
    beside = others(folder, verified[0].snapshot)
    if every:
        verified += [verify_snapshot(folder, name) for name in beside if not name.startswith(".")]
    for verification in verified:
        print_verification(verification)
    unverified = [name for name in beside if name.startswith(".") or not every]
    if unverified:
        print(f"Not verified: {', '.join(unverified)}. To verify all snapshots, run: verbatim verify --all")
    raise typer.Exit(1 if any(verification.findings for verification in verified) else 0)


def print_verification(verification: Verification) -> None:
    """What was found, or how much was checked."""
    if verification.findings:
        for finding in verification.findings:
            print(printable(f"damaged: {finding}"))
        print(f"{len(verification.findings)} findings in the snapshot {verification.snapshot}. Run: verbatim build")
    else:
        print(
            f"verified: {verification.files} files, {verification.quotes} quotes in {verification.passages} passages "
            f"of {verification.articles} articles. Snapshot {verification.snapshot}"
        )


@app.command()
def diff(
    questions: Annotated[
        Path | None, typer.Option(help="Golden questions. [default: questions.jsonl of the corpus, if it exists]")
    ] = None,
    no_questions: Annotated[bool, typer.Option("--no-questions", help="Do not compare answers.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the difference as JSON.")] = False,
    corpus: Corpus = None,
    index: Index = None,
) -> None:
    """Show what a build would change: articles, settings, model, answers to golden questions. Publishes nothing."""
    from dataclasses import asdict

    from index.cli.terminal import BuildProgress, print_json
    from index.maintenance.diff import difference

    settings = load_settings(corpus=corpus, index=index)
    asked = [] if no_questions else _golden(questions, settings)
    with BuildProgress() as progress:
        found = difference(settings, asked, progress)
    if as_json:
        print_json(asdict(found))
    else:
        _print_difference(found)


def _golden(questions: Path | None, settings: Settings) -> list[GoldenQuestion]:
    from index.corpus.golden import own_questions, read_questions

    return read_questions(questions) if questions else own_questions(settings.corpus)


def _print_difference(found: Difference) -> None:
    if found.nothing:
        print(f"Nothing would change: the snapshot {found.published} is up to date.")
    for what in ("added", "changed", "gone"):
        for name in getattr(found, what):
            print(f"{what:<9} {name}")
    for skip in found.skipped:
        print(printable(f"skipped   {skip.file!r}: {skip.cause}"))
    for of, changes in (("setting", found.settings), ("model", found.model)):
        for name, (old, new) in changes.items():
            print(printable(f"{of:<9} {name}: {old!r} → {new!r}"))
    _print_answers(found)


def _print_answers(found: Difference) -> None:
    for answer in found.answers:
        print(printable(f"answer    {answer.id} “{answer.question}”"))
        for sign, verdict, quote in zip("-+", answer.verdict, answer.quote, strict=True):
            print(printable(f"        {sign} {verdict}: “{_short(quote)}”"))
    if found.asked:
        print(f"{len(found.answers)} of {found.asked} answers would change.")
    if found.note:
        print(printable(found.note))


def _short(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= _LONGEST_QUOTE else line[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


@app.command()
def watch(
    quiet: Annotated[float, typer.Option(min=0.05, max=600, help="Seconds to wait after the last change.")] = 1.0,
    corpus: Corpus = None,
    index: Index = None,
) -> None:
    """Build now and after every change to the corpus, until stopped with Ctrl-C."""
    import signal
    import sys

    from index.build import build
    from index.cli.terminal import BuildProgress, show_report
    from index.cli.watch import watch as watch_folder
    from index.errors import VerbatimError

    settings = load_settings(corpus=corpus, index=index)

    def rebuild() -> None:
        try:
            with BuildProgress() as progress:
                report = build(settings, progress)
            show_report(report)
        except (VerbatimError, OSError) as error:
            # The corpus may be in the middle of a change: the next change triggers another build.
            print(f"verbatim: {printable(str(error))} Still watching.", file=sys.stderr)
        sys.stdout.flush()

    # Whenever a build is stopped, it leaves the old snapshot or the new one.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        watch_folder(settings.corpus, quiet, rebuild)
    except KeyboardInterrupt:
        print("Stopped watching.")


@app.command()
def gc(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be removed.")] = False,
    index: Index = None,
) -> None:
    """Remove unused snapshots, leftovers of interrupted builds, and cached embeddings of text that is gone."""
    from index.cli.terminal import BuildProgress
    from index.errors import IndexMissingError
    from index.maintenance.garbage import collect

    settings = load_settings(index=index)
    if settings.engine.kind == "milvus":
        from index.cli.commands.scale import collect_in_milvus

        collect_in_milvus(settings, dry_run=dry_run)
        return
    folder = settings.index
    if not folder.is_dir():
        raise IndexMissingError(f"There is no index in {str(folder)!r}: expected a published one. Run: verbatim build")
    with BuildProgress() as progress:
        garbage = collect(folder, progress, dry_run=dry_run)
    done = "would remove" if dry_run else "removed"
    for name, size in garbage.folders:
        print(f"{done} {name}: {size:,} bytes")
    for name in garbage.in_use:
        print(f"kept {name}: it is being read; run verbatim gc again later")
    if garbage.figures:
        print("removed the results of an evaluation in an older format. Run: verbatim eval --keep")
    print(f"{done} {garbage.embeddings} embeddings: {garbage.embedding_bytes:,} bytes")
    total = garbage.embedding_bytes + sum(size for _, size in garbage.folders)
    print(f"{done} {total:,} bytes in total")
