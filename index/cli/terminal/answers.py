"""What a person sees of an answer."""

from __future__ import annotations

from rich.padding import Padding
from rich.text import Text

from index.answer import Answer, Evidence
from index.cli.terminal.console import console_of_width, plain
from index.cli.terminal.printable import printable
from index.search.confidence import strength


def show_answer(answer: Answer) -> None:
    """Notices first, then the verdict and the evidence in order, each quote marked in its passage."""
    console = console_of_width()
    for notice in answer.notices:
        console.print(plain(f"{notice.level.upper()}: {notice.text}"), style="bold")
        console.print(plain(f"{notice.source}, {notice.url}\n"), style="dim", soft_wrap=True)
    if answer.corrected:
        console.print(plain(f"Searching for “{answer.corrected}”; search as typed with --as-typed."))
    if answer.empty:
        console.print("The collection is empty: no article is published. Add one, and then run: verbatim build")
    elif answer.verdict == "unanswered":
        console.print("These articles do not answer that. The nearest passages:", style="bold")
    if answer.missing:
        console.print(plain(f"In no article: {', '.join(answer.missing)}."))
    if answer.withheld:
        console.print(
            f"{answer.withheld} passages were withheld: they are not in their article as published. Run: verbatim build"
        )
    for item in answer.evidence:
        console.print()
        if item.table_header:
            console.print(Padding(plain(item.table_header), (0, 0, 0, 2)), style="dim")
        console.print(_marked(item))
        console.print(
            Padding(plain(f"[{item.rank}] {item.citation.text} {strength(item.confidence)} match"), (0, 0, 0, 2)),
            style="dim",
        )
    console.print("\nThis finds text in the listed articles. It is not medical advice.", style="dim italic")


def _marked(item: Evidence) -> Padding:
    """The passage with its quote in bold, and between » and « where there is no bold."""
    passage = item.passage
    before = passage.text[: item.quote.start - passage.start]
    after = passage.text[item.quote.end - passage.start :]
    text = (
        plain(before)
        + Text("»", style="dim")
        + Text(printable(item.quoted), style="bold")
        + Text("«", style="dim")
        + plain(after)
    )
    return Padding(text, (0, 0, 0, 2))
