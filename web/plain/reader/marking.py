"""Splits an article into parts for display: blocks in order, set-aside text collapsed, runs of text with marks.

Nothing is inserted into the text of a block, so that text fragments match on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.article import Article, Block

Span = tuple[int, int]
_OWN_BULLET = re.compile(r"[•◦▪‣*–—-]\s|\d{1,3}[.)]\s")


@dataclass(frozen=True, slots=True)
class Run:
    """Text with uniform marks. `anchor` is the id of a mark that begins here; `quiet` means that the mark is a hit."""

    text: str
    marked: bool = False
    quiet: bool = False
    doubtful: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A block as an element of the page. `label` is its automatic number, which the style sheet shows."""

    kind: str
    level: int
    runs: tuple[Run, ...]
    bullet: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Consecutive blocks of one kind. With a `reason` they are set aside, and collapsed unless they have a mark."""

    kind: str
    parts: tuple[Part, ...]
    reason: str = ""
    lines: int = 0
    open: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks in an article: the quote, and other hits of the question, in order."""

    quote: Span | None
    hits: tuple[Span, ...]

    @classmethod
    def of(cls, quote: Span | None, hits: Sequence[Span]) -> Marks:
        """Marks without overlaps: hits that overlap the quote or an earlier hit are left out."""
        apart: list[Span] = []
        for first, last in sorted(hits):
            if apart and first < apart[-1][1]:
                continue
            if quote is None or last <= quote[0] or quote[1] <= first:
                apart.append((first, last))
        return cls(quote, tuple(apart))

    @property
    def anchors(self) -> list[str]:
        """The ids of the marks in text order."""
        return [anchor for _, _, anchor in self.placed]

    @property
    def placed(self) -> list[tuple[int, int, str]]:
        """Start, end and id of each mark, in text order."""
        own = [(*self.quote, "quote")] if self.quote else []
        return sorted([*own, *((*hit, f"hit-{number}") for number, hit in enumerate(self.hits, start=1))])


def sections(article: Article, marks: Marks) -> list[Section]:
    """The sections of the article, with its marks."""
    begun: set[str] = set()
    found = []
    for (reason, kind), group in groupby(article.blocks, _together):
        blocks = list(group)
        parts = tuple(_part(article, block, marks, begun) for block in blocks)
        marked = any(run.marked for part in parts for run in part.runs)
        lines = sum(1 + article.text.count("\n", block.start, block.end) for block in blocks)
        found.append(Section(kind, parts, reason or "", lines, open=marked))
    return found


def _together(block: Block) -> tuple[str | None, str]:
    several = block.reason is not None or block.kind not in ("list-item", "table-row")
    return block.reason, "text" if several else block.kind


def _part(article: Article, block: Block, marks: Marks, begun: set[str]) -> Part:
    runs = tuple(_runs(article.text, block, marks, begun))
    own = _OWN_BULLET.match(article.text[block.start : block.end])
    bullet = block.kind == "list-item" and not (own or block.label)
    return Part(block.kind, min(max(block.level, 1), 5) + 1, runs, bullet, block.label)


def _runs(text: str, block: Block, marks: Marks, begun: set[str]) -> Iterator[Run]:
    """The block's text, split where a mark or a doubtful sentence begins or ends."""
    edges = {block.start, block.end}
    for first, last in [*((first, last) for first, last, _ in marks.placed), *block.doubtful]:
        edges |= {edge for edge in (first, last) if block.start < edge < block.end}
    cuts = sorted(edges)
    for first, last in zip(cuts, cuts[1:], strict=False):
        mark = next((name for start, end, name in marks.placed if start <= first < end), "")
        doubtful = any(start <= first < end for start, end in block.doubtful)
        anchor = mark if mark not in begun else ""
        begun.add(mark)
        yield Run(text[first:last], bool(mark), mark.startswith("hit"), doubtful, anchor)
