"""What a person sees of an evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from index.cli.terminal.console import console_of_width, plain

if TYPE_CHECKING:
    from index.evaluation.beir import Comparison
    from index.evaluation.evaluate import Evaluation
    from index.evaluation.reports import Changes

_TABLE_WIDTH = 140


def show_figures(evaluation: Evaluation | Comparison) -> None:
    """Figures as a table: one column for all questions and one for each kind, or one for each system."""
    columns = evaluation.columns()
    names = list(dict.fromkeys(name for column in columns.values() for name in column))
    # As wide as it is: a table that is folded cannot be compared with another.
    table = Table(Column("", no_wrap=True), *(Column(Text(name), no_wrap=True) for name in columns), box=None)
    for name in names:
        table.add_row(name, *(_figure(column.get(name)) for column in columns.values()))
    console = Console(highlight=False, width=_TABLE_WIDTH)
    console.print(table)
    for name, note in evaluation.notes().items():
        console.print(plain(f"{name}: {note}"))


def show_changes(changes: Changes) -> None:
    """Which questions got better and which worse."""
    console = console_of_width()
    for side, questions in (("better", changes.better), ("worse", changes.worse)):
        console.print(f"{side}: {len(questions)}")
        for question in questions:
            console.print(plain(f"  {question}"))


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:g}" if isinstance(value, int) else f"{value:.3f}"
