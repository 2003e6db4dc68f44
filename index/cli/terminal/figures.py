"""Prints the results of an evaluation."""

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
    """Print metrics as a table: one column for all questions and one per kind, or one per system."""
    columns = evaluation.columns()
    names = list(dict.fromkeys(name for column in columns.values() for name in column))
    # Not wrapped: wrapped tables cannot be compared.
    table = Table(Column("", no_wrap=True), *(Column(Text(name), no_wrap=True) for name in columns), box=None)
    for name in names:
        table.add_row(name, *(_figure(column.get(name)) for column in columns.values()))
    console = Console(highlight=False, width=_TABLE_WIDTH)
    console.print(table)
    for name, note in evaluation.notes().items():
        console.print(plain(f"{name}: {note}"))


def show_changes(changes: Changes) -> None:
    """Print which questions got better and which got worse."""
    console = console_of_width()
    for side, questions in (("better", changes.better), ("worse", changes.worse)):
        console.print(f"{side}: {len(questions)}")
        for question in questions:
            console.print(plain(f"  {question}"))


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:g}" if isinstance(value, int) else f"{value:.3f}"
