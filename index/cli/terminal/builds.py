"""Prints the progress and result of builds, and the result of `verbatim add`."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

from index.article import Skipped
from index.cli.terminal.console import console_of_width, plain

if TYPE_CHECKING:
    from index.build import BuildReport
    from index.corpus.add import Added, NotAdded


class BuildProgress:
    """A progress bar on standard error; nothing if that is not a terminal."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
        self._progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task: TaskID | None = None

    def __enter__(self) -> BuildProgress:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def begin(self, step: str, total: int) -> None:
        """Show a new bar for `step`, with `total` units; 0 if that is not known."""
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(step, total=total or None)

    def advance(self, done: int) -> None:
        """Advance the bar by `done` units."""
        if self._task is not None:
            self._progress.advance(self._task, done)

    def tell(self, message: str) -> None:
        """Print `message` on standard error, above the bar if there is one."""
        self._progress.console.print(plain(message))


def show_report(report: BuildReport) -> None:
    """Print what a build read, embedded and reused, the duration of each step, and the skipped files with causes."""
    console = console_of_width()
    state = "stands already" if report.unchanged else "published"
    console.print(f"Read      {report.articles} articles: {report.passages} passages, {report.sentences} sentences")
    console.print(f"Embedded  {report.embedded} texts, reused {report.reused}")
    if report.parts is not None:
        again = f", {report.parts.again} of them more than once" if report.parts.again else ""
        console.print(f"Parts     {report.parts.parts}, {report.parts.computed} computed by workers{again}")
    console.print("Took      " + ", ".join(f"{step} {seconds:.2f} s" for step, seconds in report.seconds.items()))
    console.print(f"Snapshot  {report.snapshot} {state}")
    if not report.passages:
        console.print("The collection is empty now: there is nothing left to answer from.", style="yellow")
    show_skipped(report.skipped, console)


def show_added(outcome: Added | NotAdded) -> None:
    """Print one line on the result for one file or URL."""
    from index.corpus.add import NotAdded

    if isinstance(outcome, NotAdded):
        line, style = f"not added {outcome.given!r}: {outcome.cause}", "yellow"
    else:
        sums = f"({outcome.size:,} bytes, sha256 {outcome.sha256})"
        line, style = f"{'already there' if outcome.already else 'added'} {outcome.path} {sums}", ""
    # Not wrapped: one line each, however long.
    console_of_width().print(plain(" ".join(line.split())), style=style, soft_wrap=True)


def show_skipped(skipped: Sequence[Skipped], console: Console | None = None) -> None:
    """Print each skipped file with its cause, one per line; by default on standard error, next to lines of JSON."""
    console = console or Console(stderr=True, highlight=False)
    for skip in skipped:
        # Not wrapped: a program may read the line.
        console.print(plain(f"Skipped   {skip.file!r}: {skip.cause}"), style="yellow", soft_wrap=True)
