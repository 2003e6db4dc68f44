"""Prints the result of cleaning."""

from __future__ import annotations

from collections.abc import Sequence

from index.article import FIELDS, Article
from index.cli.terminal.console import console_of_width, plain
from index.corpus.cleaning import block_ids
from index.corpus.inspect import words_by_reason
from index.corpus.sources import SOURCES


def show_cleaning(name: str, article: Article, lost: Sequence[str]) -> None:
    """Print how many words of an article are kept and set aside, by reason, and its card with its sources.

    `lost` are overrides whose blocks no longer exist.
    """
    console = console_of_width()
    words = words_by_reason(article)
    aside = {reason: count for reason, count in words.items() if reason is not None}
    console.print(plain(f"{name}: {words.get(None, 0)} words kept, {sum(aside.values())} set aside"), style="bold")
    for reason, count in sorted(aside.items(), key=lambda pair: -pair[1]):
        console.print(plain(f"  {count:6}  {reason}"))
    for field in FIELDS:
        stated = article.card.statement(field)
        value = f"{stated.value} " if stated and stated.value != stated.words else ""
        said = f"{value}“{stated.words}” ({stated.place})" if stated else "not stated"
        console.print(plain(f"  {field}: {said}"), style="dim" if stated is None else "")
    for identity in lost:
        console.print(f"  {SOURCES} names the block {identity}: no block has this id any more", style="yellow")


def show_blocks(article: Article) -> None:
    """Print every block with its id: + kept, - set aside with the reason, ? kept with doubtful sentences."""
    console = console_of_width()
    for identity, block in zip(block_ids(article), article.blocks, strict=True):
        mark = "-" if not block.kept else "?" if block.doubtful else "+"
        reason = f" [{block.reason}]" if block.reason else ""
        words = article.text[block.start : block.end]
        console.print(plain(f"{mark} {identity}{reason} {words}"), style="" if block.kept else "dim")
