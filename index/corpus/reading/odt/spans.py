"""Cells of an OpenDocument table that span several rows: their words appear in each of these."""

from __future__ import annotations

from index.corpus.reading.blocks import LONGEST_REPEATED
from index.corpus.reading.formatting.runs import Runs
from index.corpus.reading.markup import Element, local
from index.corpus.reading.odt.styles import number

_SPANNED = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}number-rows-spanned"


class Spans:
    """The cells above that cover those of the next row."""

    def __init__(self) -> None:
        # By column: the words of a cell, and how many rows below it goes on in.
        self._above: dict[int, tuple[str, int]] = {}

    def words(self, cell: Element, column: int, own: Runs) -> Runs:
        """The words of a cell that has its `own`, or those of the cell above that covers it."""
        above, left = self._above.pop(column, ("", 0))
        if local(cell) == "covered-table-cell":
            own = own or Runs(above)
        else:
            above, left = own.text, number(cell.get(_SPANNED), 1)
        if left > 1 and len(above) <= LONGEST_REPEATED:
            self._above[column] = above, left - 1
        return own
