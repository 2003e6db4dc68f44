"""What a sentence is searched as where its own words do not say enough: a table row's heads, a list item's number."""

from __future__ import annotations

from itertools import zip_longest

from index.article import Block

_CELLS = " | "


def searched_text(text: str, block: Block, start: int, end: int) -> str:
    """The text under which `text[start:end]`, a sentence of `block`, is found; empty where that is its own words.

    A table row is searched as "Guest: Child · Season ticket: 45 crowns", the first sentence of a numbered item as
    "3. Spread the wax."
    """
    words = text[start:end]
    if block.header is not None:
        heads = text[slice(*block.header)]
        return _under_heads(heads, words) if (start, end) == (block.start, block.end) else f"{heads}: {words}"
    if block.label and start == block.start:
        return f"{block.label}. {words}"
    return ""


def _under_heads(header: str, row: str) -> str:
    rows = [line.split(_CELLS) for line in header.split("\n")]
    heads = [" ".join(filter(None, map(str.strip, column))) for column in zip_longest(*rows, fillvalue="")]
    cells = [cell.strip() for cell in row.split(_CELLS)]
    if len(cells) > len(heads):
        # A bar inside a cell, or a wider row: which head is whose cannot be told.
        return f"{' · '.join(heads)}: {' · '.join(cells)}"
    return " · ".join(f"{head}: {cell}" if head else cell for head, cell in zip(heads, cells, strict=False) if cell)
