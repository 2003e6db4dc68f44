"""What a person sees of a build, and of files that come into the corpus."""

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
    """A progress bar on standard error while a build runs; nothing where that is no terminal."""

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
        """A new bar for `step`, which has `total` parts; 0 when that is not known."""
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(step, total=total or None)

    def advance(self, done: int) -> None:
        """Move the bar by `done` parts."""
        if self._task is not None:
            self._progress.advance(self._task, done)

    def tell(self, message: str) -> None:
        """Say `message` on standard error, above the bar where there is one."""
        self._progress.console.print(plain(message))


def show_report(report: BuildReport) -> None:
    """What a build read, embedded and reused, and how long each step took; each skipped file with its cause."""
    console = console_of_width()
    state = "stands already" if report.unchanged else "published"
    console.print(f"Read      {report.articles} articles: {report.passages} passages, {report.sentences} sentences")
    console.print(f"Embedded  {report.embedded} texts, reused {report.reused}")
    console.print("Took      " + ", ".join(f"{step} {seconds:.2f} s" for step, seconds in report.seconds.items()))
    console.print(f"Snapshot  {report.snapshot} {state}")
    if not report.passages:
        console.print("The collection is empty now: there is nothing left to answer from.", style="yellow")
    show_skipped(report.skipped, console)


def show_added(outcome: Added | NotAdded) -> None:
    """One line on what became of one file or URL."""
    from index.corpus.add import NotAdded

    if isinstance(outcome, NotAdded):
        line, style = f"not added {outcome.given!r}: {outcome.cause}", "yellow"
    else:
        sums = f"({outcome.size:,} bytes, sha256 {outcome.sha256})"
        line, style = f"{'already there' if outcome.already else 'added'} {outcome.path} {sums}", ""
    # Not folded: one line each, however long.
    console_of_width().print(plain(" ".join(line.split())), style=style, soft_wrap=True)


def show_skipped(skipped: Sequence[Skipped], console: Console | None = None) -> None:
    """Each skipped file with its cause, a line each; on standard error where lines of JSON are printed."""
    console = console or Console(stderr=True, highlight=False)
    for skip in skipped:
        # One line, however long: it may be read by a program.
        console.print(plain(f"Skipped   {skip.file!r}: {skip.cause}"), style="yellow", soft_wrap=True)
