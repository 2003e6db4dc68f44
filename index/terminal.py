"""What the command line shows a person. The only importer of rich."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Column, Table
from rich.text import Text

from index.adding import Added, NotAdded
from index.article import Article, Skipped
from index.build import BuildReport
from index.card import FIELDS
from index.cleaning import block_ids
from index.confidence import strength
from index.evidence import Answer, Evidence
from index.inspection import words_by_reason
from index.printable import printable
from index.reading.sources import SOURCES

_WIDTH = 100
_TABLE_WIDTH = 140


class BuildProgress:
    """A progress bar on standard error while a build runs; nothing where that is no terminal."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
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
        self._progress.console.print(_plain(message))


def print_json(value: dict[str, Any]) -> None:
    """One line of JSON in ASCII, which every terminal and pipe can carry."""
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def show_report(report: BuildReport) -> None:
    """What a build read, embedded and reused, and how long each step took; each skipped file with its cause."""
    console = _console()
    state = "stands already" if report.unchanged else "published"
    console.print(f"Read      {report.articles} articles: {report.passages} passages, {report.sentences} sentences")
    console.print(f"Embedded  {report.embedded} texts, reused {report.reused}")
    console.print("Took      " + ", ".join(f"{step} {seconds:.2f} s" for step, seconds in report.seconds.items()))
    console.print(f"Snapshot  {report.snapshot} {state}")
    show_skipped(report.skipped, console)


def show_added(outcome: Added | NotAdded) -> None:
    """One line on what became of one file or URL."""
    if isinstance(outcome, NotAdded):
        line, style = f"not added {outcome.given!r}: {outcome.cause}", "yellow"
    else:
        sums = f"({outcome.size:,} bytes, sha256 {outcome.sha256})"
        line, style = f"{'already there' if outcome.already else 'added'} {outcome.path} {sums}", ""
    # Not folded: one line each, however long.
    _console().print(_plain(" ".join(line.split())), style=style, soft_wrap=True)


def show_skipped(skipped: Sequence[Skipped], console: Console | None = None) -> None:
    """Each skipped file with its cause, a line each; on standard error where lines of JSON are printed."""
    console = console or Console(stderr=True, highlight=False)
    for skip in skipped:
        # One line, however long: it may be read by a program.
        console.print(_plain(f"Skipped   {skip.file!r}: {skip.cause}"), style="yellow", soft_wrap=True)


def show_answer(answer: Answer) -> None:
    """Notices first, then the verdict and the evidence in order, each quote marked in its passage."""
    console = _console()
    for notice in answer.notices:
        console.print(_plain(f"{notice.level.upper()}: {notice.text}"), style="bold")
        console.print(_plain(f"{notice.source}, {notice.url}\n"), style="dim", soft_wrap=True)
    if answer.corrected:
        console.print(_plain(f"Searching for “{answer.corrected}”; search as typed with --as-typed."))
    if answer.verdict == "unanswered":
        console.print("These articles do not answer that. The nearest passages:", style="bold")
    if answer.missing:
        console.print(_plain(f"In no article: {', '.join(answer.missing)}."))
    if answer.withheld:
        console.print(
            f"{answer.withheld} passages were withheld: they are not in their article as published. Run: verbatim build"
        )
    for item in answer.evidence:
        console.print()
        console.print(_marked(item))
        console.print(
            Padding(_plain(f"[{item.rank}] {item.citation.text} {strength(item.confidence)} match"), (0, 0, 0, 2)),
            style="dim",
        )
    console.print("\nThis finds text in the listed articles. It is not medical advice.", style="dim italic")


def show_cleaning(name: str, article: Article, lost: Sequence[str]) -> None:
    """How many words of an article are kept and set aside, by reason; its card, with the words it was read from.

    `lost` are overrides that fit no block any more.
    """
    console = _console()
    words = words_by_reason(article)
    aside = {reason: count for reason, count in words.items() if reason is not None}
    console.print(_plain(f"{name}: {words.get(None, 0)} words kept, {sum(aside.values())} set aside"), style="bold")
    for reason, count in sorted(aside.items(), key=lambda pair: -pair[1]):
        console.print(_plain(f"  {count:6}  {reason}"))
    for field in FIELDS:
        stated = article.card.statement(field)
        value = f"{stated.value} " if stated and stated.value != stated.words else ""
        said = f"{value}“{stated.words}” ({stated.place})" if stated else "not stated"
        console.print(_plain(f"  {field}: {said}"), style="dim" if stated is None else "")
    for identity in lost:
        console.print(f"  {SOURCES} names the block {identity}: no block has this id any more", style="yellow")


def show_blocks(article: Article) -> None:
    """Every block with its id: + kept, - set aside with the reason, ? kept with doubtful sentences."""
    console = _console()
    for identity, block in zip(block_ids(article), article.blocks, strict=True):
        mark = "-" if not block.kept else "?" if block.doubtful else "+"
        reason = f" [{block.reason}]" if block.reason else ""
        words = article.text[block.start : block.end]
        console.print(_plain(f"{mark} {identity}{reason} {words}"), style="" if block.kept else "dim")


def show_figures(figures: dict[str, Any]) -> None:
    """Figures as a table: one column for all questions and one for each kind, or one for each system."""
    if "by_kind" in figures:
        columns = {"all": figures["figures"], **figures["by_kind"]}
    else:
        columns = {"verbatim": figures["metrics"], **figures["baselines"]}
    names = list(dict.fromkeys(name for column in columns.values() for name in column if not name.endswith("95%")))
    # As wide as it is: a table that is folded cannot be compared with another.
    table = Table(Column("", no_wrap=True), *(Column(Text(name), no_wrap=True) for name in columns), box=None)
    for name in names:
        table.add_row(name, *(_figure(column.get(name)) for column in columns.values()))
    console = Console(highlight=False, width=_TABLE_WIDTH)
    console.print(table)
    for name in ("threshold", "snapshot", "95%", "paired p of nDCG@10", "settings"):
        if name in figures:
            console.print(_plain(f"{name}: {figures[name]}"))


def show_changes(changes: dict[str, list[str]]) -> None:
    """Which questions got better and which worse."""
    console = _console()
    for side, questions in changes.items():
        console.print(f"{side}: {len(questions)}")
        for question in questions:
            console.print(_plain(f"  {question}"))


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:g}" if isinstance(value, int) else f"{value:.3f}"


def _marked(item: Evidence) -> Padding:
    """The passage with its quote in bold, and between » and « where there is no bold."""
    passage = item.passage
    before = passage.text[: item.quote.start - passage.start]
    after = passage.text[item.quote.end - passage.start :]
    text = (
        _plain(before)
        + Text("»", style="dim")
        + Text(printable(item.quoted), style="bold")
        + Text("«", style="dim")
        + _plain(after)
    )
    return Padding(text, (0, 0, 0, 2))


def _plain(words: str) -> Text:
    return Text(printable(words))


def _console() -> Console:
    console = Console(highlight=False, soft_wrap=False)
    return console if console.is_terminal and console.width < _WIDTH else Console(highlight=False, width=_WIDTH)
