"""Prints answers and checked quotes."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from index.answer import Answer, CheckedQuote, Evidence, QuotePlace
from index.cli.terminal.console import console_of_width, plain
from index.cli.terminal.printable import MARK, one_line, printable, told
from index.search.confidence import strength

_INDENT = "  "


def show_answer(answer: Answer, disclaimer: str | None = None) -> None:
    """Print the notices, then the verdict and the evidence in order, each quote marked in its passage.

    `disclaimer` is the collection's; it comes last.
    """
    console = console_of_width()
    for notice in answer.notices:
        console.print(plain(f"{notice.level.upper()}: {notice.text}"), style="bold")
        console.print(plain(f"{notice.source}, {notice.url}\n"), style="dim", soft_wrap=True)
    if answer.corrected:
        console.print(plain(f"Searching for “{answer.corrected}”; search as typed with --as-typed."))
    if answer.empty:
        console.print("The collection is empty: no article is published. Add one and run: verbatim build")
    elif answer.verdict == "unanswered":
        console.print("These articles do not answer that. The closest passages:", style="bold")
    for note in _notes(answer):
        console.print(plain(note))
    for item in answer.evidence:
        console.print()
        if item.header_apart:
            _print_set_off(console, plain(item.header_apart), "dim")
        _print_set_off(console, _marked(item))
        console.print(_frame(f"[{item.rank}] {one_line(item.citation.text)} {strength(item.confidence)} match"))
    said = ["This finds text in the listed articles. It does not advise.", *filter(None, [disclaimer])]
    console.print(plain(f"\n{' '.join(said)}"), style="dim italic")


def _notes(answer: Answer) -> Iterator[str]:
    """The filters, missing words, withheld passages, and the result for each part of the question."""
    if answer.filters:
        yield f"Searched only articles with {', '.join(answer.filters.written)}."
    if answer.missing:
        yield f"In no article: {', '.join(answer.missing)}."
    if answer.withheld:
        yield (
            f"{answer.withheld} passages were withheld: they differ from the published articles. Run: verbatim build"
        )
    for part in answer.parts:
        yield f"“{part.question}”: {told(part.verdict, part.rank)}."


def show_checked_quote(checked: CheckedQuote) -> None:
    """Where the words appear, or the closest sentence and how it differs."""
    console = console_of_width()
    for number, place in enumerate(checked.places, start=1):
        _print_place(console, number, place)
    if checked.stands:
        return
    console.print("These words do not appear in the articles.", style="bold")
    if checked.set_aside:
        console.print(f"They appear only in parts that cleaning set aside, in: {', '.join(checked.set_aside)}.")
    if checked.nearest is None:
        console.print("No sentence is similar.")
        return
    console.print("The closest sentence:")
    _print_place(console, 1, checked.nearest)
    for each in checked.differences:
        console.print(plain(f"given: {one_line(each.given) or '-'} | in the article: {one_line(each.stands) or '-'}"))


def _print_place(console: Console, number: int, place: QuotePlace) -> None:
    _print_set_off(console, plain(place.quoted))
    console.print(_frame(f"[{number}] {one_line(place.citation.text)} Article {place.article_id!r}."))


def _print_set_off(console: Console, words: Text, style: str = "") -> None:
    """Print an article's words, each line after a mark, so that none can look like the program's own output."""
    for line in words.wrap(console, console.width - len(_INDENT) - len(MARK)):
        console.print(plain(f"{_INDENT}{MARK}") + line, style=style, soft_wrap=True)


def _frame(words: str) -> Padding:
    return Padding(plain(words), (0, 0, 0, len(_INDENT)), style="dim")


def _marked(item: Evidence) -> Text:
    """The passage with its quote in bold and between » and «, for terminals without bold."""
    passage = item.passage
    before = passage.text[: item.quote.start - passage.start]
    after = passage.text[item.quote.end - passage.start :]
    return (
        plain(before)
        + Text("»", style="dim")
        + Text(printable(item.quoted), style="bold")
        + Text("«", style="dim")
        + plain(after)
    )
