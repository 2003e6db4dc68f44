"""What a person sees of an evaluation."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from index.cli.terminal.console import console_of_width, plain

_TABLE_WIDTH = 140


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
            console.print(plain(f"{name}: {figures[name]}"))


def show_changes(changes: dict[str, list[str]]) -> None:
    """Which questions got better and which worse."""
    console = console_of_width()
    for side, questions in changes.items():
        console.print(f"{side}: {len(questions)}")
        for question in questions:
            console.print(plain(f"  {question}"))


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:g}" if isinstance(value, int) else f"{value:.3f}"
