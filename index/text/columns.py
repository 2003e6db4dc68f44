"""The searched texts of table rows and numbered items, whose own words lack the column headers or the number."""

from __future__ import annotations

import re
from itertools import zip_longest

from index.article import Article, Block

# A bar between cells; the text of a row that begins or ends with an empty cell begins or ends with the bar.
_BAR = re.compile(r"(?<!\S)\|(?!\S)")
# Names of numbered parts, by which people ask for them: "step 3", "clause 1.2".
_NAMES = re.compile(
    r"\b(step|clause|rule|section|point|stage|phase|tip|reason|exercise|question|condition)s?\b|(\bhow to\b)",
    re.IGNORECASE,
)


class SearchedTexts:
    """The texts under which sentences of one article are indexed, if these differ from their own words."""

    def __init__(self, article: Article) -> None:
        self._text = article.text
        self._names = dict(_part_names(article)) if any(block.label for block in article.blocks) else {}

    def of(self, block: Block, start: int, end: int) -> str:
        """The text under which `text[start:end]`, a sentence of `block`, is indexed; empty if that is its own text.

        A table row becomes "Guest: Child, Season ticket: 45 crowns." The first sentence of a numbered item becomes
        "Step 3. Spread the wax." if the text before the list mentions steps, and otherwise "3. Spread the wax."
        """
        words = self._text[start:end]
        if block.header is not None:
            heads = self._text[slice(*block.header)]
            return _under_heads(heads, words) if (start, end) == (block.start, block.end) else f"{heads}: {words}"
        if block.label and start == block.start:
            name = self._names.get(block.start, "")
            return f"{name} {block.label}. {words}".lstrip()
        return ""


def cells_of(row: str) -> list[str]:
    """The cells of a table row's text, also the empty ones: "| Mon | | Wed" has four."""
    return [cell.strip() for cell in _BAR.split(row)]


def _part_names(article: Article) -> list[tuple[int, str]]:
    """The start of each numbered block, and the name of its kind in the text above its list, a heading or the title."""
    found = []
    title = _name(article.card.title or "")
    heading = above = ""
    for block in article.blocks:
        words = article.text[block.start : block.end]
        if block.label and block.kind != "heading":
            # In most texts, nested numbers such as 1.2 are clauses.
            found.append((block.start, above or heading or title or ("Clause" if "." in block.label else "")))
        elif block.kind == "heading":
            heading, above = _name(words), ""
        elif block.kind in ("paragraph", "title"):
            above = _name(words)
    return found


def _name(words: str) -> str:
    found = list(_NAMES.finditer(words[-500:]))
    if not found:
        return ""
    return "Step" if found[-1][2] else str(found[-1][1]).capitalize()


def _under_heads(header: str, row: str) -> str:
    rows = [cells_of(line) for line in header.split("\n")]
    # A header that spans rows is in each of them, but said once.
    heads = [
        " ".join(dict.fromkeys(filter(None, map(str.strip, column)))) for column in zip_longest(*rows, fillvalue="")
    ]
    cells = cells_of(row)
    if len(cells) > len(heads):
        # A bar inside a cell, or too many cells: they cannot be assigned to columns.
        return f"{', '.join(heads)}: {', '.join(cells)}."
    named = (f"{head}: {cell}" if head else cell for head, cell in zip(heads, cells, strict=False) if cell)
    return f"{', '.join(named)}."
